package store

import (
	"context"

	q "example.com/shop/queries"
)

func (s *Store) Get(ctx context.Context, id string) (product Product, err error) {
	err = s.db.GetContext(ctx, &product, q.GetProduct, id)
	return product, err
}

func (s *Store) Newest(ctx context.Context, newest bool) (products []Product, err error) {
	query := "SELECT " + q.Columns + " FROM " + table + q.OrderBy(newest) // query: Newest1 SELECT id, title FROM products ORDER BY created_at DESC; query: Newest2 SELECT id, title FROM products ORDER BY title
	err = s.db.SelectContext(ctx, &products, query)
	return products, err
}

func (s *Store) List(ctx context.Context) (products []Product, err error) {
	err = s.db.SelectContext(ctx, &products, listProducts)
	return products, err
}

func (s *Store) Remove(ctx context.Context, id string) error {
	text, err := files.ReadFile("sql/remove.sql")
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, string(text), id)
	return err
}

package users

import (
	"context"

	"example.com/elsewhere/queries"
	"github.com/jmoiron/sqlx"
)

type Sender struct {
	db    *sqlx.DB
	query string
}

func (s Sender) OfAnotherModule(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, queries.Remove) // unreadable: passed
	return err
}

func (s Sender) Given(ctx context.Context, query string) error {
	_, err := s.db.ExecContext(ctx, query) // unreadable: passed
	return err
}

func (s Sender) OfField(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, s.query) // unreadable: passed
	return err
}

func (s Sender) Limited(ctx context.Context, query string) error {
	_, err := s.db.ExecContext(ctx, query+" LIMIT 10") // unreadable: passed
	return err
}

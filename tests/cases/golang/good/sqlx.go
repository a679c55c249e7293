package users

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

type Store struct {
	db  *sqlx.DB
	ext sqlx.ExtContext
}

func (s Store) Named(ctx context.Context, user User) error {
	_, err := s.db.NamedExecContext(ctx, "INSERT INTO users (id) VALUES (:id)", user) // query: Named1
	return err
}

func (s Store) NamedQuery(user User) (*sqlx.Rows, error) {
	return s.db.NamedQuery("SELECT id::text FROM users WHERE id = :id", user) // query: NamedQuery1
}

func (s Store) PrepareNamed() (*sqlx.NamedStmt, error) {
	return s.db.PrepareNamed("SELECT id FROM users WHERE name = :name") // query: PrepareNamed1
}

func Function(ctx context.Context, ext sqlx.ExtContext, user User) error {
	_, err := sqlx.NamedExecContext(ctx, ext, "UPDATE users SET name = :name", user) // query: Function1
	return err
}

func FunctionGet(ctx context.Context, q sqlx.QueryerContext, user *User) error {
	return sqlx.GetContext(ctx, q, user, "SELECT * FROM users LIMIT 1") // query: FunctionGet1
}

func (s Store) In(ids []string) (users []User, err error) {
	query, args, err := sqlx.In("SELECT id FROM users WHERE id IN (?)", ids) // query: In1 SELECT id FROM users WHERE id IN (?)
	if err != nil {
		return nil, err
	}
	err = s.db.Select(&users, s.db.Rebind(query), args...)
	return users, err
}

func (s Store) InAgain(ids []string) (users []User, err error) {
	query, args, err := sqlx.In("SELECT name FROM users WHERE id IN (?)", ids) // query: InAgain1
	if err != nil {
		return nil, err
	}
	query = s.db.Rebind(query)
	err = s.db.Select(&users, query, args...)
	return users, err
}

func (s Store) Rebound(id string) error {
	_, err := s.db.Exec(s.db.Rebind("DELETE FROM users WHERE id = ?"), id) // query: Rebound1
	return err
}

func (s Store) Any(ids []string) (users []User, err error) {
	err = s.db.Select(&users, "SELECT id FROM users WHERE id = ANY($1)", pq.Array(ids)) // query: Any1
	return users, err
}

func (s Store) Queryx(ctx context.Context) (*sqlx.Rows, error) {
	return s.db.QueryxContext(ctx, "SELECT id FROM users ORDER BY id") // query: Queryx1
}

func (s Store) Json(key string) (users []User, err error) {
	err = s.db.Select(&users, "SELECT id FROM users WHERE data ? 'key' AND data @> $1 AND tags ?| $2", key, key) // query: Json1
	return users, err
}

func (s Store) Casts() error {
	_, err := s.db.Exec("SELECT '12:30'::time, tags[1:2], ':name' -- :name") // query: Casts1
	return err
}

func (s Store) Question() error {
	_, err := s.db.Exec("SELECT 'why?' FROM users") // query: Question1
	return err
}

func (s Store) MustExec() {
	s.db.MustExec("CREATE TEMP TABLE scratch (id int)") // query: MustExec1
}

func (s Store) Ext(ctx context.Context) error {
	_, err := s.ext.ExecContext(ctx, "DELETE FROM sessions") // query: Ext1
	return err
}

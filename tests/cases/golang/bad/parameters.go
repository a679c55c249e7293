package users

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq"
)

type Repository struct {
	db *sqlx.DB
}

func (r *Repository) SqlNamed(ctx context.Context, id string) *sql.Row {
	// query: SqlNamed1; fault: named-parameter; fault: named-argument
	return r.db.QueryRowContext(ctx, "SELECT id FROM users WHERE id = @id", sql.Named("id", id))
}

func (r *Repository) NamedInSlice(id string) error {
	args := []any{sql.Named("id", id)}                              // fault: named-argument
	_, err := r.db.Exec("DELETE FROM users WHERE id = $1", args...) // query: NamedInSlice1
	return err
}

func (r *Repository) NamedText(id string) error {
	_, err := r.db.Exec("DELETE FROM users WHERE id = :id", id) // query: NamedText1; fault: named-parameter
	return err
}

func (r *Repository) NamedTextCast(id string) (user User, err error) {
	err = r.db.Get(&user, "SELECT id::text FROM users WHERE id = :id::uuid", id) // query: NamedTextCast1; fault: named-parameter
	return user, err
}

func (r *Repository) QuestionMark(id string) error {
	_, err := r.db.Exec("DELETE FROM users WHERE id = ?", id) // query: QuestionMark1; fault: question-mark
	return err
}

func (r *Repository) QuestionMarkLimit(limit int) (users []User, err error) {
	err = r.db.Select(&users, "SELECT id FROM users LIMIT ?", limit) // query: QuestionMarkLimit1; fault: question-mark
	return users, err
}

package users

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq"
)

const getUser = "SELECT id, name FROM users WHERE id = $1" // query: getUser SELECT id, name FROM users WHERE id = $1

const (
	columns = "id, name"
	table   = "users"
	listAll = "SELECT " + columns + " FROM " + table // query: listAll SELECT id, name FROM users
	// query: renameUser UPDATE users SET name = $1 WHERE id = $2
	renameUser = `
		UPDATE users
		SET name = $1
		WHERE id = $2`
	same = "SELECT now()" // query: repeats SELECT now()
	repeats
)

var countUsers = "SELECT count(*) FROM users" // query: countUsers

type Repository struct {
	db *sqlx.DB
}

type Plain struct {
	*sql.DB
}

func (r *Repository) Get(ctx context.Context, id string) (user User, err error) {
	err = r.db.GetContext(ctx, &user, getUser, id)
	return user, err
}

func (r *Repository) ListAll(ctx context.Context) (users []User, err error) {
	err = r.db.SelectContext(ctx, &users, listAll)
	return users, err
}

func (r *Repository) Rename(ctx context.Context, id, name string) error {
	_, err := r.db.ExecContext(ctx, renameUser, name, id)
	return err
}

func (r *Repository) Repeat(db *sql.DB) *sql.Row {
	return db.QueryRow(repeats)
}

func (r *Repository) Count() (n int, err error) {
	err = r.db.Get(&n, countUsers)
	return n, err
}

func (r *Repository) Literal(id string) error {
	_, err := r.db.Exec("DELETE FROM users WHERE id = $1", id) // query: Literal1 DELETE FROM users WHERE id = $1
	return err
}

func (r *Repository) LocalConstant(id string) error {
	const remove = "DELETE FROM users WHERE name = $1" // query: remove
	_, err := r.db.Exec(remove, id)
	return err
}

func (r *Repository) LocalVariable() error {
	query := "DELETE FROM users" // query: LocalVariable1
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Declared() error {
	var query string = "DELETE FROM users WHERE deleted_at IS NOT NULL" // query: Declared1
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) AssignedLater(all bool) error {
	var query string
	if all {
		query = "DELETE FROM users WHERE true" // query: AssignedLater1
	} else {
		query = "DELETE FROM users WHERE false" // query: AssignedLater2
	}
	_, err := r.db.Exec(query)
	return err
}

func (p Plain) Embedded() error {
	_, err := p.Exec("TRUNCATE users") // query: Embedded1
	return err
}

func (r *Repository) Escapes() error {
	_, err := r.db.Exec("SELECT \"name\"\t\u0041 FROM users") // query: Escapes1 SELECT "name" A FROM users
	return err
}

func (r *Repository) Shadowed(ctx context.Context) error {
	query := "SELECT 1 FROM users" // query: Shadowed1 SELECT 1 FROM users
	if true {
		query := "SELECT 2 FROM users" // query: Shadowed2 SELECT 2 FROM users
		if _, err := r.db.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	_, err := r.db.ExecContext(ctx, query)
	return err
}

func (r *Repository) Statements() (err error) {
	for _, query := range []string{
		"SELECT 3 FROM users", // query: Statements1 SELECT 3 FROM users
		"SELECT 4 FROM users", // query: Statements2 SELECT 4 FROM users
	} {
		if _, err = r.db.Exec(query); err != nil {
			return err
		}
	}
	return nil
}

func (r *Repository) Prepared(id string) (user User, err error) {
	stmt, err := r.db.Preparex("SELECT id FROM users WHERE id = $1") // query: Prepared1
	if err != nil {
		return user, err
	}
	err = stmt.Get(&user, id)
	return user, err
}

func (r *Repository) PreparedPlain(id string) *sql.Row {
	stmt, _ := r.db.Prepare("SELECT name FROM users WHERE id = $1") // query: PreparedPlain1
	return stmt.QueryRow(id)
}

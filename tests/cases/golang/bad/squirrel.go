package users

import (
	"context"
	"fmt"

	sq "github.com/Masterminds/squirrel"
	"github.com/jmoiron/sqlx"
)

var psql = sq.StatementBuilder.PlaceholderFormat(sq.Dollar)

type Builders struct {
	db      *sqlx.DB
	builder sq.StatementBuilderType
}

func (b Builders) List(ctx context.Context) (users []User, err error) {
	query, args, err := sq.Select("id").From("users").ToSql() // unreadable: builder
	if err != nil {
		return nil, err
	}
	err = b.db.SelectContext(ctx, &users, query, args...)
	return users, err
}

func (b Builders) Package() (string, []any, error) {
	return psql.Insert("users").Columns("id").Values(1).ToSql() // unreadable: builder
}

func (b Builders) Field(id string) (string, []any, error) {
	statement := b.builder.Update("users").Set("name", "x") // unreadable: builder
	if id != "" {
		statement = statement.Where(sq.Eq{"id": id})
	}
	return statement.ToSql()
}

func (b Builders) Condition(name string) (string, []any, error) {
	statement := psql.Delete("users")                    // unreadable: builder
	statement = statement.Where("name = '" + name + "'") // fault: injection
	return statement.ToSql()
}

func (b Builders) Formatted(name string) (string, []any, error) {
	return sq.Select("id").From("users").Where(fmt.Sprintf("name = '%s'", name)).ToSql() // unreadable: builder; fault: injection
}

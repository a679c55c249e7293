package users

import (
	"github.com/doug-martin/goqu/v9"
)

func Goqu(id string) (string, []any, error) {
	return goqu.From("users").Where(goqu.C("id").Eq(id)).ToSQL() // unreadable: builder
}

func GoquDialect(id string) (string, []any, error) {
	dialect := goqu.Dialect("postgres")
	return dialect.From("users").Where(goqu.C("id").Eq(id)).ToSQL() // unreadable: builder
}

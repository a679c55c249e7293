package users

import (
	"context"
	"database/sql"

	"example.com/shop/gen/table"
	. "github.com/go-jet/jet/v2/postgres"
)

func Jet(ctx context.Context, db *sql.DB, users *[]User) error {
	statement := SELECT(table.Users.ID).FROM(table.Users).WHERE(table.Users.ID.EQ(Int(1))) // unreadable: builder
	return statement.QueryContext(ctx, db, users)
}

func JetInsert(ctx context.Context, db *sql.DB) (sql.Result, error) {
	return table.Users.INSERT(table.Users.ID).VALUES(1).ExecContext(ctx, db) // unreadable: builder
}

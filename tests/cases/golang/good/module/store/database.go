package store

import (
	"embed"

	"github.com/jmoiron/sqlx"
)

//go:embed sql/list.sql
var listProducts string

//go:embed sql
var files embed.FS

const table = "products"

type Store struct {
	db *sqlx.DB
}

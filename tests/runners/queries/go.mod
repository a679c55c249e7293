module designkit.test/queries

go 1.24.0

require (
	github.com/jmoiron/sqlx v1.4.0
	github.com/lib/pq v1.10.9
)

module designkit.test/runner

go 1.24.0

require (
	github.com/golang-migrate/migrate/v4 v4.19.1
	github.com/lib/pq v1.10.9
	github.com/pressly/goose/v3 v3.26.0
	github.com/rubenv/sql-migrate v1.8.1
)

require (
	github.com/go-gorp/gorp/v3 v3.1.0 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/sethvargo/go-retry v0.3.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	golang.org/x/sync v0.18.0 // indirect
)

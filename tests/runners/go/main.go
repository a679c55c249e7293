// Runs a folder of migrations with one of the tools that designkit writes for, all the way up or
// down: runner TOOL URL FOLDER up|down. The tools' own libraries do the work.
package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database/postgres"
	_ "github.com/golang-migrate/migrate/v4/source/file"
	_ "github.com/lib/pq"
	"github.com/pressly/goose/v3"
	sqlmigrate "github.com/rubenv/sql-migrate"
)

var tools = map[string]func(database *sql.DB, folder string, up bool) error{
	"goose":          runGoose,
	"golang-migrate": runGolangMigrate,
	"sql-migrate":    runSQLMigrate,
}

func main() {
	if len(os.Args) != 5 || tools[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: runner goose|golang-migrate|sql-migrate URL FOLDER up|down")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4] == "up"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(tool, url, folder string, up bool) error {
	database, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	defer database.Close()
	return tools[tool](database, folder, up)
}

func runGoose(database *sql.DB, folder string, up bool) error {
	goose.SetLogger(goose.NopLogger())
	if err := goose.SetDialect("postgres"); err != nil {
		return err
	}
	if up {
		return goose.Up(database, folder)
	}
	return goose.DownTo(database, folder, 0)
}

func runGolangMigrate(database *sql.DB, folder string, up bool) error {
	driver, err := postgres.WithInstance(database, &postgres.Config{})
	if err != nil {
		return err
	}
	runner, err := migrate.NewWithDatabaseInstance("file://"+folder, "postgres", driver)
	if err != nil {
		return err
	}
	if up {
		err = runner.Up()
	} else {
		err = runner.Down()
	}
	if errors.Is(err, migrate.ErrNoChange) {
		return nil
	}
	return err
}

func runSQLMigrate(database *sql.DB, folder string, up bool) error {
	direction := sqlmigrate.Down
	if up {
		direction = sqlmigrate.Up
	}
	source := &sqlmigrate.FileMigrationSource{Dir: folder}
	_, err := sqlmigrate.Exec(database, "postgres", source, direction)
	return err
}

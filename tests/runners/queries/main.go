// Calls every function that designkit wrote for served.sql and names.sql of tests/cases/export, by
// sqlx over lib/pq, and prints what came back, a line of JSON each: runner DSN.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"designkit.test/queries/names"
	"designkit.test/queries/served"
	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq"
)

const thingID = "6f1f1a52-8c0e-4b53-9a0c-0d2f6a5f3c11"

// Whatever can send a query can be given to the functions.
var (
	_ = []sqlx.QueryerContext{(*sqlx.DB)(nil), (*sqlx.Tx)(nil), (*sqlx.Conn)(nil)}
	_ = []sqlx.ExecerContext{(*sqlx.DB)(nil), (*sqlx.Tx)(nil), (*sqlx.Conn)(nil)}
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: runner DSN")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dsn string) error {
	ctx := context.Background()
	database, err := sqlx.ConnectContext(ctx, "postgres", dsn)
	if err != nil {
		return err
	}
	defer database.Close()
	steps := []func(context.Context, sqlx.ExtContext) error{things, emptyThing, notes, oddNames}
	for _, step := range steps {
		transaction, err := database.BeginTxx(ctx, nil)
		if err != nil {
			return err
		}
		if err := step(ctx, transaction); err != nil {
			return err
		}
		if err := transaction.Rollback(); err != nil {
			return err
		}
	}
	return nil
}

// things sends a value of every type and reads it back.
func things(ctx context.Context, db sqlx.ExtContext) error {
	_, err := served.GetThing(ctx, db, served.GetThingParams{ID: thingID})
	if err != sql.ErrNoRows {
		return fmt.Errorf("no rows gave %v", err)
	}
	made := time.Date(2026, time.March, 29, 1, 2, 3, 456789000, time.UTC)
	sent := served.AddThingParams{
		ID: thingID, Name: "a \"name\" with 'quotes'", Code: "abc", IsPublic: true,
		Small: -32768, Medium: -2147483648, Large: -9223372036854775808,
		Ratio: 0.1, RatioWide: 0.1, Price: "1234567890.12",
		Day: made, AtTime: made, MadeAt: made, LocalAt: made,
		Payload: json.RawMessage(`{"a": [1, null]}`), RawPayload: json.RawMessage(`{"b":  1}`),
		Content: []byte{0, 255, '\\'}, State: "open", Lasts: "1 day 02:00:00",
		Address: "10.0.0.1", Span: "[1,5)",
		Tags: []string{"a,b", `"c"`, ""}, Counts: []int32{1, -2}, Totals: []int64{1 << 62},
		Smalls: []int32{7}, Flags: []bool{true, false}, Ratios: []float64{0.1},
		NarrowRatios: []float32{0.1}, Prices: []string{"1.10", "NaN"}, IDs: []string{thingID},
		States: []string{"open", "closed"}, Times: []string{"2026-03-29 01:02:03+00"},
		Contents: [][]byte{{0, 1}, {}}, Number: 4294967295,
	}
	if err := served.AddThing(ctx, db, sent); err != nil {
		return err
	}
	return printThing(ctx, db)
}

// emptyThing leaves nil whatever may be nil, in columns that are NOT NULL.
func emptyThing(ctx context.Context, db sqlx.ExtContext) error {
	sent := served.AddThingParams{
		ID: thingID, Price: "0", Payload: json.RawMessage("null"), RawPayload: json.RawMessage("0"),
		AtTime: time.Date(0, time.January, 1, 23, 59, 59, 0, time.UTC), // as it is read
		State:  "closed", Lasts: "0", Address: "::1", Span: "empty",
	}
	if err := served.AddThing(ctx, db, sent); err != nil {
		return err
	}
	return printThing(ctx, db)
}

func printThing(ctx context.Context, db sqlx.ExtContext) error {
	row, err := served.GetThing(ctx, db, served.GetThingParams{ID: thingID})
	if err != nil {
		return err
	}
	row.MadeAt = row.MadeAt.UTC()
	return show(row)
}

// notes sends and reads NULL, and calls the functions of every other kind.
func notes(ctx context.Context, db sqlx.ExtContext) error {
	body, count, state, payload := "", int32(0), "open", json.RawMessage(`{}`)
	seen, content := time.Date(2026, time.March, 29, 0, 0, 0, 0, time.UTC), []byte{}
	for _, sent := range []served.AddNoteParams{
		{ID: 1},
		{
			ID: 2, Body: &body, Count: &count, SeenAt: &seen, Payload: &payload, Content: &content,
			Tags: []string{}, State: &state,
		},
	} {
		row, err := served.AddNote(ctx, db, sent)
		if err != nil {
			return err
		}
		if row.SeenAt != nil {
			*row.SeenAt = row.SeenAt.UTC()
		}
		if err := show(row); err != nil {
			return err
		}
	}
	rows, err := served.ListNotes(ctx, db, served.ListNotesParams{P1: []int32{2, 1, 3}})
	if err != nil {
		return err
	}
	none, err := served.ListNotes(ctx, db, served.ListNotesParams{})
	if err != nil {
		return err
	}
	counted, err := served.CountNotes(ctx, db, served.CountNotesParams{})
	if err != nil {
		return err
	}
	touched, err := served.EmptyNotes(ctx, db, served.EmptyNotesParams{Mark: "x", After: 1})
	if err != nil {
		return err
	}
	if err := served.DeleteNotes(ctx, db); err != nil {
		return err
	}
	left, err := served.CountNotes(ctx, db, served.CountNotesParams{})
	if err != nil {
		return err
	}
	return show(map[string]any{
		"rows": rows, "none": none, "counted": counted, "touched": touched, "left": left,
	})
}

// oddNames reads the rows that the case of odd names has.
func oddNames(ctx context.Context, db sqlx.ExtContext) error {
	row, err := names.GetUserByID(ctx, db, names.GetUserByIDParams{
		UserID: 1, Type: "type", Func: "func", Ctx: "json",
	})
	if err != nil {
		return err
	}
	rows, err := names.ListHTTPUserIDs(ctx, db, names.ListHTTPUserIDsParams{
		Params: "context", DB: "string",
	})
	if err != nil {
		return err
	}
	kinds, err := names.Type(ctx, db)
	if err != nil {
		return err
	}
	return show(map[string]any{"row": row, "rows": rows, "kinds": kinds})
}

func show(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}

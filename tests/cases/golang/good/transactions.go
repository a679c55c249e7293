package orders

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
)

type Orders struct {
	db *sqlx.DB
}

func (o *Orders) Place(ctx context.Context, order Order) error {
	tx, err := o.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.NamedExecContext(ctx, "INSERT INTO orders (id) VALUES (:id)", order); err != nil { // query: Place1
		return err
	}
	if _, err := tx.NamedExecContext(ctx, "INSERT INTO order_lines (id) VALUES (:id)", order); err != nil { // query: Place2
		return err
	}
	return tx.Commit()
}

func placeIn(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 1"); err != nil { // query: placeIn1
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE order_lines SET a = 1") // query: placeIn2
	return err
}

func (o *Orders) inTx(ctx context.Context, work func(tx *sqlx.Tx) error) error {
	tx, err := o.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return tx.Rollback()
	}
	return tx.Commit()
}

func (o *Orders) Closure(ctx context.Context) error {
	return o.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 2"); err != nil { // query: Closure1
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE order_lines SET a = 2") // query: Closure2
		return err
	})
}

func (o *Orders) ByHelper(ctx context.Context) error {
	tx := o.db.MustBegin()
	if err := insertOrder(ctx, tx); err != nil {
		return err
	}
	if err := insertLine(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func insertOrder(ctx context.Context, ext sqlx.ExtContext) error {
	_, err := ext.ExecContext(ctx, "INSERT INTO orders (id) VALUES (1)") // query: insertOrder1
	return err
}

func insertLine(ctx context.Context, ext sqlx.ExtContext) error {
	_, err := ext.ExecContext(ctx, "INSERT INTO order_lines (id) VALUES (1)") // query: insertLine1
	return err
}

func (o *Orders) EitherOr(ctx context.Context, create bool) error {
	var err error
	if create {
		_, err = o.db.ExecContext(ctx, "INSERT INTO orders (id) VALUES (2)") // query: EitherOr1
	} else {
		_, err = o.db.ExecContext(ctx, "DELETE FROM order_lines WHERE id = 2") // query: EitherOr2
	}
	return err
}

func (o *Orders) Leaves(ctx context.Context, create bool) error {
	if create {
		_, err := o.db.ExecContext(ctx, "INSERT INTO orders (id) VALUES (3)") // query: Leaves1
		return err
	}
	_, err := o.db.ExecContext(ctx, "DELETE FROM order_lines WHERE id = 3") // query: Leaves2
	return err
}

func (o *Orders) Switches(ctx context.Context, kind int) (err error) {
	switch kind {
	case 1:
		_, err = o.db.ExecContext(ctx, "INSERT INTO orders (id) VALUES (4)") // query: Switches1
	case 2:
		_, err = o.db.ExecContext(ctx, "DELETE FROM order_lines WHERE id = 4") // query: Switches2
	}
	return err
}

func (o *Orders) ReadsAndWrites(ctx context.Context, id string) error {
	var order Order
	if err := o.db.GetContext(ctx, &order, "SELECT * FROM order_lines WHERE id = $1 FOR UPDATE", id); err != nil { // query: ReadsAndWrites1
		return err
	}
	_, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 3") // query: ReadsAndWrites2
	return err
}

func (o *Orders) OneStatement(ctx context.Context) error {
	// query: OneStatement1
	_, err := o.db.ExecContext(ctx, `
		WITH gone AS (DELETE FROM order_lines RETURNING id)
		INSERT INTO archive SELECT id FROM gone ON CONFLICT (id) DO UPDATE SET id = excluded.id`)
	return err
}

func (o *Orders) OnFailure(ctx context.Context) error {
	_, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 4") // query: OnFailure1
	if err != nil {
		_, _ = o.db.ExecContext(ctx, "INSERT INTO failures (text) VALUES ($1)", err.Error()) // query: OnFailure2
	}
	return err
}

func PlainTransaction(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE orders SET a = 5"); err != nil { // query: PlainTransaction1
		return err
	}
	if _, err := tx.Exec("UPDATE order_lines SET a = 5"); err != nil { // query: PlainTransaction2
		return err
	}
	return tx.Commit()
}

type Queries struct {
	db DBTX
}

type DBTX interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

func (q *Queries) WithTx(tx *sql.Tx) *Queries { return &Queries{db: tx} }

func (q *Queries) Both(ctx context.Context) error {
	if _, err := q.db.ExecContext(ctx, "UPDATE orders SET a = 6"); err != nil { // query: Both1
		return err
	}
	_, err := q.db.ExecContext(ctx, "UPDATE order_lines SET a = 6") // query: Both2
	return err
}

func (o *Orders) InContext(ctx context.Context, manager Manager) error {
	return manager.WithTransaction(ctx, func(ctx context.Context) error {
		if _, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 7"); err != nil { // query: InContext1
			return err
		}
		_, err := o.db.ExecContext(ctx, "UPDATE order_lines SET a = 7") // query: InContext2
		return err
	})
}

func (o *Orders) BehindTheCommit(ctx context.Context) error {
	tx := o.db.MustBegin()
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 8 WHERE id = 1"); err != nil { // query: BehindTheCommit1
		_, _ = o.db.ExecContext(ctx, "INSERT INTO failures (text) VALUES ($1)", err.Error()) // query: BehindTheCommit2
		return tx.Rollback()
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err := o.db.ExecContext(ctx, "INSERT INTO notes (text) VALUES ('placed')") // query: BehindTheCommit3
	return err
}

func (o *Orders) BeforeTheBegin(ctx context.Context) error {
	if _, err := o.db.ExecContext(ctx, "INSERT INTO notes (text) VALUES ('begun')"); err != nil { // query: BeforeTheBegin1
		return err
	}
	tx := o.db.MustBegin()
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 9 WHERE id = 1"); err != nil { // query: BeforeTheBegin2
		return err
	}
	return tx.Commit()
}

func (o *Orders) OneOrTheOther(ctx context.Context, tx *sqlx.Tx) error {
	if tx != nil {
		_, err := tx.ExecContext(ctx, "UPDATE orders SET a = 10 WHERE id = 1") // query: OneOrTheOther1
		return err
	}
	_, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 11 WHERE id = 1") // query: OneOrTheOther2
	return err
}

func (o *Orders) HelperWithItsOwn(ctx context.Context) error {
	if err := o.Place(ctx, Order{}); err != nil {
		return err
	}
	_, err := o.db.ExecContext(ctx, "INSERT INTO notes (text) VALUES ('other')") // query: HelperWithItsOwn1
	return err
}

func (o *Orders) BehindTheClosure(ctx context.Context) error {
	err := o.inTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE orders SET a = 12 WHERE id = 1") // query: BehindTheClosure1
		return err
	})
	if err != nil {
		return err
	}
	_, err = o.db.ExecContext(ctx, "INSERT INTO notes (text) VALUES ('done')") // query: BehindTheClosure2
	return err
}

func (o *Orders) ReadsBeside(ctx context.Context) error {
	tx := o.db.MustBegin()
	var id string
	if err := o.db.GetContext(ctx, &id, "SELECT id FROM order_lines WHERE a = 13"); err != nil { // query: ReadsBeside1
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 13 WHERE id = 1"); err != nil { // query: ReadsBeside2
		return err
	}
	return tx.Commit()
}

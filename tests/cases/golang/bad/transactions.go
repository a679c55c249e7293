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
	if _, err := o.db.NamedExecContext(ctx, "INSERT INTO orders (id) VALUES (:id)", order); err != nil { // query: Place1
		return err
	}
	_, err := o.db.NamedExecContext(ctx, "INSERT INTO order_lines (id) VALUES (:id)", order) // query: Place2; fault: writes-without-transaction
	return err
}

func Plain(db *sql.DB) error {
	if _, err := db.Exec("UPDATE orders SET a = 1"); err != nil { // query: Plain1
		return err
	}
	_, err := db.Exec("DELETE FROM order_lines WHERE a = 1") // query: Plain2; fault: writes-without-transaction
	return err
}

func (o *Orders) Returning(ctx context.Context) (id string, err error) {
	err = o.db.GetContext(ctx, &id, "INSERT INTO orders DEFAULT VALUES RETURNING id") // query: Returning1
	if err != nil {
		return "", err
	}
	_, err = o.db.ExecContext(ctx, "INSERT INTO order_lines (order_id) VALUES ($1)", id) // query: Returning2; fault: writes-without-transaction
	return id, err
}

func (o *Orders) insertOrder(ctx context.Context) error {
	_, err := o.db.ExecContext(ctx, "INSERT INTO orders (id) VALUES (1)") // query: insertOrder1
	return err
}

func (o *Orders) insertLine(ctx context.Context) error {
	_, err := o.db.ExecContext(ctx, "INSERT INTO order_lines (id) VALUES (1)") // query: insertLine1
	return err
}

func (o *Orders) ByHelpers(ctx context.Context) error {
	if err := o.insertOrder(ctx); err != nil {
		return err
	}
	return o.insertLine(ctx) // fault: writes-without-transaction
}

func insertEvent(ctx context.Context, ext sqlx.ExtContext) error {
	_, err := ext.ExecContext(ctx, "INSERT INTO events (id) VALUES (1)") // query: insertEvent1
	return err
}

func (o *Orders) HandleIsPassed(ctx context.Context) error {
	if _, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 2"); err != nil { // query: HandleIsPassed1
		return err
	}
	return insertEvent(ctx, o.db) // fault: writes-without-transaction
}

func (o *Orders) SameTable(ctx context.Context) error {
	if _, err := o.db.ExecContext(ctx, "UPDATE orders SET is_default = false"); err != nil { // query: SameTable1
		return err
	}
	_, err := o.db.ExecContext(ctx, "UPDATE orders SET is_default = true WHERE id = 1") // query: SameTable2; fault: repeated-writes-without-transaction
	return err
}

func (o *Orders) Loop(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if _, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 3 WHERE id = $1", id); err != nil { // query: Loop1; fault: repeated-writes-without-transaction
			return err
		}
	}
	return nil
}

func (o *Orders) Maybe(ctx context.Context, also bool) error {
	if also {
		if _, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 4"); err != nil { // query: Maybe1
			return err
		}
	}
	_, err := o.db.ExecContext(ctx, "UPDATE order_lines SET a = 4") // query: Maybe2; fault: writes-without-transaction
	return err
}

func (o *Orders) inTx(ctx context.Context, work func(tx *sqlx.Tx) error) error {
	tx := o.db.MustBegin()
	if err := work(tx); err != nil {
		return tx.Rollback()
	}
	return tx.Commit()
}

func (o *Orders) PastTheTransaction(ctx context.Context) error {
	return o.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := o.db.ExecContext(ctx, "UPDATE orders SET a = 5"); err != nil { // query: PastTheTransaction1
			return err
		}
		_, err := o.db.ExecContext(ctx, "UPDATE order_lines SET a = 5") // query: PastTheTransaction2; fault: writes-without-transaction
		return err
	})
}

func Beside(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE orders SET a = 6 WHERE id = 1"); err != nil { // query: Beside1
		return err
	}
	if _, err := db.Exec("UPDATE order_lines SET a = 6 WHERE id = 1"); err != nil { // query: Beside2; fault: writes-without-transaction
		return err
	}
	return tx.Commit()
}

func (o *Orders) BesideBefore(ctx context.Context) error {
	tx := o.db.MustBegin()
	if err := o.insertLine(ctx); err != nil { // fault: writes-without-transaction
		return err
	}
	if err := insertEvent(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (o *Orders) BesideClosure(ctx context.Context) error {
	return o.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 7 WHERE id = 1"); err != nil { // query: BesideClosure1
			return err
		}
		_, err := o.db.ExecContext(ctx, "UPDATE orders SET b = 7 WHERE id = 1") // query: BesideClosure2; fault: repeated-writes-without-transaction
		return err
	})
}

func (o *Orders) BesideGiven(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, "UPDATE orders SET a = 8 WHERE id = 1"); err != nil { // query: BesideGiven1
		return err
	}
	_, err := o.db.ExecContext(ctx, "DELETE FROM order_lines WHERE a = 8") // query: BesideGiven2; fault: writes-without-transaction
	return err
}

func (o *Orders) BesideAgain(ctx context.Context) error {
	tx := o.db.MustBegin()
	if err := tx.Commit(); err != nil {
		return err
	}
	tx = o.db.MustBegin()
	defer tx.Commit()
	tx.MustExec("UPDATE orders SET a = 9 WHERE id = 1")  // query: BesideAgain1
	o.db.MustExec("DELETE FROM order_lines WHERE a = 9") // query: BesideAgain2; fault: writes-without-transaction
	return nil
}

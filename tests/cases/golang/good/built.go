package users

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

const userColumns = "id, name"

var orders = map[string]string{"name": "name ASC", "newest": "created_at DESC"}

var sortable = []string{"name", "created_at"}

type Lists struct {
	db *sqlx.DB
}

func (l Lists) Concatenated() error {
	_, err := l.db.Exec("SELECT " + userColumns + " FROM users") // query: Concatenated1 SELECT id, name FROM users
	return err
}

func (l Lists) Formatted() error {
	query := fmt.Sprintf("SELECT %s FROM users", userColumns) // query: Formatted1 SELECT id, name FROM users
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) FormattedPercent() error {
	query := fmt.Sprintf("SELECT %[1]s FROM users WHERE name LIKE 'a%%'", userColumns) // query: FormattedPercent1 SELECT id, name FROM users WHERE name LIKE 'a%'
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) Appended(withName bool) error {
	query := "SELECT id FROM users WHERE true" // query: Appended1 SELECT id FROM users WHERE true AND name = $1; query: Appended2 SELECT id FROM users WHERE true
	if withName {
		query += " AND name = $1"
	}
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) Ordered(descending bool) error {
	query := "SELECT id FROM users" // query: Ordered1 SELECT id FROM users ORDER BY id DESC; query: Ordered2 SELECT id FROM users ORDER BY id
	if descending {
		query += " ORDER BY id DESC"
	} else {
		query += " ORDER BY id"
	}
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) Returned(kind string) error {
	query := "SELECT id FROM users" // query: Returned1 SELECT id FROM users
	if kind == "" {
		query += " nonsense"
		return errors.New(query)
	}
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) Builder() error {
	var b strings.Builder
	b.WriteString("SELECT ") // query: Builder1 SELECT id, name FROM users
	b.WriteString(userColumns)
	fmt.Fprintf(&b, " FROM %s", "users")
	_, err := l.db.Exec(b.String())
	return err
}

func (l Lists) Buffer() error {
	buffer := new(bytes.Buffer)
	buffer.WriteString("SELECT id FROM users") // query: Buffer1 SELECT id FROM users;
	buffer.WriteByte(';')
	_, err := l.db.Exec(buffer.String())
	return err
}

func (l Lists) Joined() error {
	query := strings.Join([]string{
		"SELECT id", // query: Joined1 SELECT id FROM users
		"FROM users",
	}, " ")
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) Map(order string) error {
	by, ok := orders[order]
	if !ok {
		return errors.New("order")
	}
	_, err := l.db.Exec("SELECT 1 FROM users ORDER BY " + by) // query: Map1 SELECT 1 FROM users ORDER BY name ASC; query: Map2 SELECT 1 FROM users ORDER BY created_at DESC
	return err
}

func direction(descending bool) string {
	if descending {
		return "DESC"
	}
	return "ASC"
}

func (l Lists) Helper(descending bool) error {
	_, err := l.db.Exec("SELECT 2 FROM users ORDER BY id " + direction(descending)) // query: Helper1 SELECT 2 FROM users ORDER BY id DESC; query: Helper2 SELECT 2 FROM users ORDER BY id ASC
	return err
}

func orderBy(key string) string {
	switch key {
	case "name":
		return "name"
	default:
		return "id"
	}
}

func (l Lists) Switch(key string) error {
	query := fmt.Sprintf("SELECT 3 FROM users ORDER BY %s", orderBy(key)) // query: Switch1 SELECT 3 FROM users ORDER BY name; query: Switch2 SELECT 3 FROM users ORDER BY id
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) CheckedBySwitch(key string) error {
	switch key {
	case "name", "created_at":
	default:
		key = "id"
	}
	query := "SELECT 4 FROM users ORDER BY " + key // query: CheckedBySwitch1 SELECT 4 FROM users ORDER BY name; query: CheckedBySwitch2 SELECT 4 FROM users ORDER BY created_at; query: CheckedBySwitch3 SELECT 4 FROM users ORDER BY id
	_, err := l.db.Exec(query)
	return err
}

func (l Lists) CheckedByMap(key string) error {
	if _, ok := orders[key]; !ok {
		return errors.New("key")
	}
	_, err := l.db.Exec("SELECT 5 FROM users ORDER BY " + key) // query: CheckedByMap1 SELECT 5 FROM users ORDER BY name; query: CheckedByMap2 SELECT 5 FROM users ORDER BY newest
	return err
}

func (l Lists) CheckedByList(key string) error {
	if !slices.Contains(sortable, key) {
		return errors.New("key")
	}
	_, err := l.db.Exec("SELECT 6 FROM users ORDER BY " + key) // query: CheckedByList1 SELECT 6 FROM users ORDER BY name; query: CheckedByList2 SELECT 6 FROM users ORDER BY created_at
	return err
}

func (l Lists) CheckedByComparison(direction string) error {
	if direction != "ASC" && direction != "DESC" {
		return errors.New("direction")
	}
	_, err := l.db.Exec("SELECT 7 FROM users ORDER BY id " + direction) // query: CheckedByComparison1 SELECT 7 FROM users ORDER BY id ASC; query: CheckedByComparison2 SELECT 7 FROM users ORDER BY id DESC
	return err
}

func (l Lists) Conditions(name, mail string) error {
	conditions := []string{"true"}
	var args []any
	if name != "" {
		args = append(args, name)
		conditions = append(conditions, fmt.Sprintf("name = $%d", len(args)))
	}
	if mail != "" {
		args = append(args, mail)
		conditions = append(conditions, "mail = $"+strconv.Itoa(len(args)))
	}
	query := "SELECT 8 FROM users WHERE " + strings.Join(conditions, " AND ") // query: Conditions1 SELECT 8 FROM users WHERE true
	_, err := l.db.Exec(query, args...)                                       // unreadable: placeholders
	return err
}

func (l Lists) Placeholders(ids []any) error {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")
	_, err := l.db.Exec(l.db.Rebind("SELECT 9 FROM users WHERE id IN ("+marks+")"), ids...) // unreadable: placeholders
	return err
}

func (l Lists) Numbered(ids []any) error {
	marks := make([]string, len(ids))
	for i := range ids {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	query := "SELECT 10 FROM users WHERE id IN (" + strings.Join(marks, ", ") + ")"
	_, err := l.db.Exec(query, ids...) // unreadable: placeholders
	return err
}

func (l Lists) Limit(limit int) error {
	_, err := l.db.Exec(fmt.Sprintf("SELECT 11 FROM users LIMIT %d", limit)) // unreadable: number
	return err
}

func (l Lists) LimitByText(limit int) error {
	_, err := l.db.Exec("SELECT 12 FROM users LIMIT " + strconv.Itoa(limit)) // unreadable: number
	return err
}

func (l Lists) Quoted(name string) error {
	_, err := l.db.Exec("SELECT 13 FROM " + pq.QuoteIdentifier(name)) // unreadable: quoted
	return err
}

func (l Lists) count(table string) error {
	_, err := l.db.Exec("SELECT count(*) FROM " + table) // query: count1 SELECT count(*) FROM users; query: count2 SELECT count(*) FROM orders
	return err
}

func (l Lists) Counts() error {
	if err := l.count("users"); err != nil {
		return err
	}
	return l.count("orders")
}

func where(query string, withName bool) string {
	if withName {
		query += " WHERE name = $1"
	}
	return query
}

func (l Lists) Where(withName bool) error {
	_, err := l.db.Exec(where("SELECT 14 FROM users", withName)) // query: Where1 SELECT 14 FROM users WHERE name = $1; query: Where2 SELECT 14 FROM users
	return err
}

func (l Lists) exec(ctx context.Context, query string, args ...any) error {
	_, err := l.db.ExecContext(ctx, query, args...)
	return err
}

func (l Lists) Wrapped(ctx context.Context) error {
	return l.exec(ctx, "DELETE FROM orders WHERE id = $1", 1) // query: Wrapped1 DELETE FROM orders WHERE id = $1
}

type statements struct {
	get, list string
}

var sent = statements{
	get:  "SELECT 15 FROM users WHERE id = $1", // query: get
	list: "SELECT 16 FROM users",
}

func (l Lists) Field(id string) error {
	_, err := l.db.Exec(sent.get, id)
	return err
}

func (l Lists) Closure() error {
	from := func(table string) string { return "SELECT 17 FROM " + userTable() }
	_, err := l.db.Exec(from("users")) // unreadable: constant-built
	return err
}

func userTable() string {
	tables := []string{}
	for range 2 {
		tables = append(tables, "users")
	}
	return strings.Join(tables, ", ")
}

func (l Lists) Replaced() error {
	query := strings.ReplaceAll("SELECT 18 FROM {table}", "{table}", "users") // query: Replaced1 SELECT 18 FROM users
	_, err := l.db.Exec(query)
	return err
}

func column(key string) (string, error) {
	if key == "name" {
		return "name", nil
	}
	return "", errors.New("no such column")
}

func (l Lists) ColumnOrError(key string) error {
	by, err := column(key)
	if err != nil {
		return err
	}
	_, err = l.db.Exec("SELECT 19 FROM users ORDER BY " + by + " DESC") // query: ColumnOrError1 SELECT 19 FROM users ORDER BY name DESC
	return err
}

func (l Lists) Filtered(name *string, limit int) error {
	query := "SELECT 20 FROM users"
	var filters []string
	i := 1
	if name != nil {
		filters = append(filters, fmt.Sprintf("name = $%d", i))
		i++
	}
	if len(filters) > 0 {
		query += " WHERE " + strings.Join(filters, " AND ")
	}
	query += fmt.Sprintf(" LIMIT $%d", i)
	_, err := l.db.Exec(query, limit) // unreadable: placeholders
	return err
}

func (l Lists) Rows(values []int) error {
	var rows []string
	for i := range values {
		rows = append(rows, fmt.Sprintf("($%d, $%d)", i*2+1, i*2+2))
	}
	_, err := l.db.Exec("INSERT INTO points (x, y) VALUES " + strings.Join(rows, ",")) // unreadable: placeholders
	return err
}

func quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

func (l Lists) QuotedHere(name string) error {
	_, err := l.db.Exec("DROP TABLE " + quote(name)) // unreadable: quoted
	return err
}

package users

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/template"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq"
)

type Repository struct {
	db    *sqlx.DB
	table string
}

func (r *Repository) Sprintf(name string) error {
	_, err := r.db.Exec(fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name)) // fault: injection
	return err
}

func (r *Repository) Variable(name string) error {
	query := fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name) // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Plus(name string) error {
	_, err := r.db.Exec("SELECT id FROM users WHERE name = '" + name + "'") // fault: injection
	return err
}

func (r *Repository) PlusVariable(ctx context.Context, name string) (user User, err error) {
	query := "SELECT id FROM users WHERE name = '" + name + "'" // fault: injection
	err = r.db.GetContext(ctx, &user, query)
	return user, err
}

func (r *Repository) Appended(order string) error {
	query := "SELECT id FROM users" // query: Appended1
	if order != "" {
		query += " ORDER BY " + order // fault: injection
	}
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) AppendedAlone(order string) error {
	query := "SELECT 1 FROM users ORDER BY "
	query += order // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Reassigned(order string) error {
	query := "SELECT 2 FROM users ORDER BY "
	query = query + order // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Builder(name string) error {
	var b strings.Builder
	b.WriteString("SELECT id FROM users WHERE name = '")
	b.WriteString(name) // fault: injection
	b.WriteString("'")
	_, err := r.db.Exec(b.String())
	return err
}

func (r *Repository) Buffer(name string) error {
	buffer := &bytes.Buffer{}
	buffer.WriteString("SELECT id FROM users WHERE name = '" + name + "'") // fault: injection
	_, err := r.db.Exec(buffer.String())
	return err
}

func (r *Repository) Fprintf(name string) error {
	var b strings.Builder
	b.WriteString("SELECT id FROM users ")
	fmt.Fprintf(&b, "WHERE name = '%v'", name) // fault: injection
	_, err := r.db.Exec(b.String())
	return err
}

func (r *Repository) Written(name string) error {
	var b bytes.Buffer
	io.WriteString(&b, "DELETE FROM users WHERE name = ")
	io.WriteString(&b, name) // fault: injection
	_, err := r.db.Exec(b.String())
	return err
}

func (r *Repository) Sprint(name string) error {
	_, err := r.db.Exec(fmt.Sprint("DELETE FROM users WHERE name = ", name)) // fault: injection
	return err
}

func (r *Repository) Joined(names []string) error {
	query := "SELECT id FROM users WHERE name IN ('" + strings.Join(names, "','") + "')" // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Conditions(name string) error {
	var conditions []string
	if name != "" {
		conditions = append(conditions, fmt.Sprintf("name = '%s'", name)) // fault: injection
	}
	_, err := r.db.Exec("SELECT id FROM users WHERE " + strings.Join(conditions, " AND "))
	return err
}

func (r *Repository) Replaced(name string) error {
	query := strings.ReplaceAll("SELECT id FROM users WHERE name = '{name}'", "{name}", name) // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) ReplacedOnce(name string) error {
	_, err := r.db.Exec(strings.Replace("SELECT id FROM users WHERE name = '#'", "#", name, 1)) // fault: injection
	return err
}

func (r *Repository) Template(name string) error {
	made := template.Must(template.New("query").Parse("SELECT id FROM users WHERE name = '{{.}}'"))
	var b bytes.Buffer
	if err := made.Execute(&b, name); err != nil { // fault: injection
		return err
	}
	_, err := r.db.Exec(b.String())
	return err
}

func (r *Repository) TableOfField() error {
	_, err := r.db.Exec("SELECT id FROM " + r.table) // fault: injection
	return err
}

func condition(name string) string {
	return "name = '" + name + "'" // fault: injection
}

func (r *Repository) Helper(name string) error {
	_, err := r.db.Exec("SELECT id FROM users WHERE " + condition(name))
	return err
}

func userQuery(name string) string {
	return fmt.Sprintf("SELECT id FROM users WHERE mail = '%s'", name) // fault: injection
}

func (r *Repository) WholeHelper(name string) error {
	_, err := r.db.Exec(userQuery(name))
	return err
}

func (r *Repository) exec(query string, args ...any) error {
	_, err := r.db.Exec(query, args...)
	return err
}

func (r *Repository) Wrapped(name string) error {
	return r.exec("DELETE FROM users WHERE name = '" + name + "'") // fault: injection
}

func (r *Repository) list(order string) error {
	_, err := r.db.Exec("SELECT id FROM users ORDER BY " + order) // fault: injection
	return err
}

func (r *Repository) ListBy(order string) error {
	return r.list(order)
}

func (r *Repository) Request(request *http.Request) error {
	_, err := r.db.Exec("DELETE FROM users WHERE name = '" + request.FormValue("name") + "'") // fault: injection
	return err
}

func (r *Repository) Loop(names []string) error {
	query := "DELETE FROM users WHERE false"
	for _, name := range names {
		query += " OR name = '" + name + "'" // fault: injection
	}
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) Two(name, mail string) error {
	query := fmt.Sprintf("SELECT id FROM users WHERE name = '%s' AND mail = '%s'", name, mail) // fault: injection
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) CheckedElsewhere(key, other string) error {
	switch other {
	case "name":
	default:
		other = "id"
	}
	_, err := r.db.Exec("SELECT id FROM users ORDER BY " + key) // fault: injection
	return err
}

func (r *Repository) CheckedTooLate(key string) error {
	query := "SELECT id FROM users ORDER BY " + key // fault: injection
	if key != "name" {
		return nil
	}
	_, err := r.db.Exec(query)
	return err
}

func (r *Repository) FormatUnknown(format, name string) error {
	_, err := r.db.Exec("SELECT id FROM users " + fmt.Sprintf(format, name)) // fault: injection
	return err
}

func (r *Repository) Named(user User, column string) error {
	_, err := r.db.NamedExec("UPDATE users SET "+column+" = :value", user) // fault: injection
	return err
}

func (r *Repository) Prepared(column string) (*sqlx.Stmt, error) {
	return r.db.Preparex("SELECT " + column + " FROM users") // fault: injection
}

func Function(ctx context.Context, q sqlx.QueryerContext, user *User, name string) error {
	return sqlx.GetContext(ctx, q, user, "SELECT * FROM users WHERE name = '"+name+"'") // fault: injection
}

func (r *Repository) In(ids []string, column string) (string, []any, error) {
	return sqlx.In("SELECT "+column+" FROM users WHERE id IN (?)", ids) // fault: injection
}

func (r *Repository) WidthIsNoText(name string) error {
	_, err := r.db.Exec(fmt.Sprintf("SELECT id FROM users WHERE name = %q LIMIT %d", name, 5)) // fault: injection
	return err
}

func (r *Repository) Decoded(ctx context.Context) error {
	var column string
	if err := r.db.GetContext(ctx, &column, "SELECT name FROM columns LIMIT 1"); err != nil { // query: Decoded1
		return err
	}
	_, err := r.db.ExecContext(ctx, "SELECT "+column+" FROM users") // fault: injection
	return err
}

func addOrder(b *strings.Builder, order string) {
	b.WriteString(" ORDER BY ")
	b.WriteString(order) // fault: injection
}

func (r *Repository) ThroughPointer(order string) error {
	var b strings.Builder
	b.WriteString("SELECT id FROM users")
	addOrder(&b, order)
	_, err := r.db.Exec(b.String())
	return err
}

func (r *Repository) Keys(values map[string]any) error {
	var sets []string
	for key := range values {
		sets = append(sets, key+" = :"+key) // fault: injection
	}
	_, err := r.db.NamedExec("UPDATE users SET "+strings.Join(sets, ", ")+" WHERE id = :id", values)
	return err
}

func (r *Repository) OrderOfFilter(filter Filter) error {
	_, err := r.db.Exec("SELECT id FROM users ORDER BY " + filter.Sort) // fault: injection
	return err
}

type Filter struct {
	Sort string
}

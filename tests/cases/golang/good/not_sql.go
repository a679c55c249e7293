package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"

	"github.com/jmoiron/sqlx"
)

type Cache struct{}

func (c *Cache) Get(ctx context.Context, key string) string { return key }

func (c *Cache) Select(name string, values ...string) string { return name }

type Server struct {
	cache  *Cache
	client *http.Client
	db     *sqlx.DB
	redis  Redis
}

func (s *Server) Fetch(ctx context.Context, id string) {
	s.cache.Get(ctx, "user:"+id)
	s.cache.Select("select-"+id, id)
	s.redis.Get(ctx, fmt.Sprintf("user:%s", id))
}

func (s *Server) Client(id string) (*http.Response, error) {
	return s.client.Get("https://example.com/" + id)
}

func (s *Server) Package(id string) (*http.Response, error) {
	return http.Get(fmt.Sprintf("https://example.com/%s", id))
}

func (s *Server) Query(r *http.Request) string {
	return r.URL.Query().Get("name") + r.Header.Get("Accept")
}

func (s *Server) Values(values url.Values) string {
	return values.Get("select")
}

func (s *Server) Command(name string) error {
	return exec.Command("select", name).Run()
}

func (s *Server) Message(name string) string {
	return "Select a user from the list, " + name
}

func (s *Server) Log(id string) {
	fmt.Println("UPDATE users SET name = " + id)
}

func (s *Server) Error(id string) error {
	return fmt.Errorf("delete from users where id = %s", id)
}

func (s *Server) Statement(stmt *sqlx.Stmt, id string) error {
	_, err := stmt.Exec("delete " + id)
	return err
}

func (s *Server) Header(header http.Header, name string) string {
	return header.Get("X-" + name)
}

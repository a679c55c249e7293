-- schema --
-- designkit: rows=5M width(tags)=120
CREATE TABLE notes (id uuid PRIMARY KEY, tags jsonb NOT NULL, body text);
-- queries --
-- name: NotesTagged :many
SELECT id, body FROM notes WHERE tags @> :tags;
-- advice --
CREATE INDEX idx_notes_tags ON notes USING gin (tags);

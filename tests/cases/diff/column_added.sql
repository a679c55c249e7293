-- Columns come with their default, their nullability and their comment.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    tags text[] DEFAULT '{}',
    "select" jsonb DEFAULT '{"a": [1, "%"]}'
);
COMMENT ON COLUMN users.email IS 'As the identity provider spells it';
-- up --
ALTER TABLE users ADD COLUMN email text NOT NULL;
COMMENT ON COLUMN users.email IS 'As the identity provider spells it';
ALTER TABLE users ADD COLUMN is_active boolean NOT NULL DEFAULT true;
ALTER TABLE users ADD COLUMN tags text[] DEFAULT '{}'::text[];
ALTER TABLE users ADD COLUMN "select" jsonb DEFAULT '{"a": [1, "%"]}';
-- down --
ALTER TABLE users DROP COLUMN "select";
ALTER TABLE users DROP COLUMN tags;
ALTER TABLE users DROP COLUMN is_active;
ALTER TABLE users DROP COLUMN email;

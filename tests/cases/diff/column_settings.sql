-- Nullability, default and collation change where the column stands.
-- before --
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text,
    status text NOT NULL DEFAULT 'new',
    name text COLLATE "C"
);
-- after --
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    status text DEFAULT 'active',
    name text
);
-- up --
ALTER TABLE users ALTER COLUMN id SET DEFAULT gen_random_uuid();
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users ALTER COLUMN status SET DEFAULT 'active';
ALTER TABLE users ALTER COLUMN status DROP NOT NULL;
ALTER TABLE users ALTER COLUMN name TYPE text;
-- down --
ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN status SET DEFAULT 'new';
ALTER TABLE users ALTER COLUMN status SET NOT NULL;
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;

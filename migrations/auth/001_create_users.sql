-- Service auth; approved by Platform team.
-- Design auth.sql, sha256 e19a23dc20cc79c2.
-- Checks: 19 rules: 0 errors, 0 warnings, 9 waived.
-- Rehearsed on PostgreSQL 18.6:
--   UP (16 statements) gives exactly the design
--   DOWN (6 statements) gives exactly the schema before
--   UP again (16 statements) gives exactly the schema after UP
-- Written by designkit 0.1.0. Do not edit: its checksum is in designkit.sum.
-- designkit: allow primary-key-not-uuid (users) The id is the subject that tokens carry, and that is text.
-- designkit: allow primary-key-not-uuid (sessions) One kind of id in all auth tables: text, as that of users.
-- designkit: allow primary-key-not-uuid (auth_codes) One kind of id in all auth tables: text, as that of users.
-- designkit: allow primary-key-not-uuid (oauth_connections) One kind of id in all auth tables: text, as that of users.
-- designkit: allow primary-key-not-uuid (user_passwords) One password per user: the user's id is the key, so there is never a second.
-- designkit: allow missing-required-column (user_passwords.id) The row is named by user_id; an id of its own would name it twice.
-- designkit: allow primary-key-not-uuid (user_roles) The pair of user and role is the fact itself; the key keeps it from standing twice.
-- designkit: allow missing-required-column (user_roles.id) The row is named by user_id and role; an id of its own would name it twice.
-- designkit: allow boolean-name (users.email_verified) OpenID Connect calls the claim email_verified, and services read it by that name.

-- +goose Up
CREATE TABLE auth_codes (
    id text NOT NULL,
    email text NOT NULL,
    code text NOT NULL,
    purpose text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT auth_codes_pkey PRIMARY KEY (id)
);
CREATE INDEX idx_auth_codes_email_purpose ON auth_codes (email, purpose) WHERE used_at IS NULL;
COMMENT ON TABLE auth_codes IS 'One-time codes, magic links and resets.';

CREATE TABLE users (
    id text NOT NULL,
    email text NOT NULL,
    email_verified boolean NOT NULL DEFAULT false,
    status text NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_status_check CHECK (status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text]))
);
COMMENT ON TABLE users IS 'Who can sign in.';
COMMENT ON COLUMN users.id IS 'Subject of the tokens.';

CREATE TABLE oauth_connections (
    id text NOT NULL,
    user_id text NOT NULL,
    provider text NOT NULL,
    provider_user_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT oauth_connections_pkey PRIMARY KEY (id),
    CONSTRAINT oauth_connections_provider_provider_user_id_key UNIQUE (provider, provider_user_id),
    CONSTRAINT oauth_connections_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idx_oauth_connections_user_id ON oauth_connections (user_id);
COMMENT ON TABLE oauth_connections IS 'Accounts of OAuth providers, linked to a user.';

CREATE TABLE sessions (
    id text NOT NULL,
    user_id text NOT NULL,
    ip_address inet,
    device_label text,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idx_sessions_user_id ON sessions (user_id) WHERE revoked_at IS NULL;
COMMENT ON TABLE sessions IS 'Where a user is signed in; revoked ones stay as a trace.';

CREATE TABLE user_passwords (
    user_id text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_passwords_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
COMMENT ON TABLE user_passwords IS 'Password hashes (bcrypt), one per user.';

CREATE TABLE user_roles (
    user_id text NOT NULL,
    role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role),
    CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
COMMENT ON TABLE user_roles IS 'Which roles a user has.';

-- +goose Down
DROP TABLE user_roles;
DROP TABLE user_passwords;
DROP TABLE sessions;
DROP TABLE oauth_connections;
DROP TABLE users;
DROP TABLE auth_codes;

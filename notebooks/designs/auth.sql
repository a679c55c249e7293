-- The design of service auth, written by its workbook at each edit.
-- Edit it here or there: whoever opens the workbook next goes on from this file.
-- Comments are not kept, only lines that begin with designkit: are.
-- designkit: base ba570a2725b19a4a32c0a9de20407867111aabec0a5068322b9bc919bd7316c6

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

-- A table comes with everything that belongs to it; its foreign key finds its target.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE "order" (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL CONSTRAINT fk_order_user_id REFERENCES users (id) ON DELETE CASCADE,
    "group" varchar(80) NOT NULL DEFAULT 'it''s \ ours',
    total numeric(12, 2) NOT NULL CONSTRAINT order_total_positive CHECK (total >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
CREATE INDEX idx_order_user_id_created_at ON "order" (user_id, created_at DESC NULLS LAST);
CREATE UNIQUE INDEX uq_order_group ON "order" (lower("group")) WHERE (total > 0);
COMMENT ON TABLE "order" IS 'What a user "buys"';
COMMENT ON COLUMN "order"."group" IS 'It''s a word';
COMMENT ON INDEX uq_order_group IS 'One a group';
COMMENT ON CONSTRAINT order_total_positive ON "order" IS 'No refunds';
-- up --
CREATE TABLE "order" (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    "group" varchar(80) NOT NULL DEFAULT 'it''s \ ours'::character varying,
    total numeric(12,2) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT order_pkey PRIMARY KEY (id),
    CONSTRAINT order_total_positive CHECK (total >= 0::numeric),
    CONSTRAINT fk_order_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) WITH (fillfactor=70);
CREATE INDEX idx_order_user_id_created_at ON "order" (user_id, created_at DESC NULLS LAST);
CREATE UNIQUE INDEX uq_order_group ON "order" (lower("group"::text)) WHERE total > 0::numeric;
COMMENT ON TABLE "order" IS 'What a user "buys"';
COMMENT ON COLUMN "order"."group" IS 'It''s a word';
COMMENT ON CONSTRAINT order_total_positive ON "order" IS 'No refunds';
COMMENT ON INDEX uq_order_group IS 'One a group';
-- down --
DROP TABLE "order";

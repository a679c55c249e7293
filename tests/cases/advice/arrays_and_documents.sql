-- schema --
-- designkit: rows=4M distinct(tenant_id)=200
CREATE TABLE products (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL, tags text[] NOT NULL, attributes jsonb NOT NULL,
    sku text NOT NULL
);
-- queries --
-- designkit: weight=5
-- name: TaggedProducts :many
SELECT id, sku FROM products WHERE tags @> ARRAY[:tag]::text[];
-- name: ProductsLike :many
SELECT id FROM products WHERE attributes @> :wanted::jsonb AND tenant_id = :tenant_id;
-- name: ProductsOfBrand :many
SELECT id FROM products WHERE attributes ->> 'brand' = :brand AND tenant_id = :tenant_id;
-- designkit: weight=100
-- name: AddProduct :exec
INSERT INTO products (id, tenant_id, tags, attributes, sku)
VALUES (:id, :tenant_id, :tags, :attributes, :sku);
-- advice --
CREATE INDEX idx_products_attributes ON products USING gin (attributes);
CREATE INDEX idx_products_attributes_brand_tenant_id ON products ((attributes ->> 'brand'), tenant_id);
CREATE INDEX idx_products_tags ON products USING gin (tags);
CREATE INDEX idx_products_tenant_id ON products (tenant_id);

-- query: Remove1
DELETE FROM products WHERE id = $1

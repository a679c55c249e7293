-- query: listProducts
SELECT id FROM products

A sample is one of the table.
-- query --
SELECT id FROM orders TABLESAMPLE system (1) WHERE total = 3;
-- touches --
reads: orders
level 0: select
orders orders, level 0
  equality total, by =, where total = 3, at total
  output id, at id

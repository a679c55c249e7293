VALUES is no table.
-- query --
SELECT o.id FROM orders o JOIN (VALUES (1, 2)) AS v (a, b) ON o.total = v.a;
-- touches --
reads: orders
level 0: select
level 1: select
orders o, level 0
  join total, by =, at o.total
  output id, at o.id

What WITH names is no table, also where a table is called so.
-- query --
WITH orders AS (SELECT user_id AS id FROM public.orders WHERE total > 3),
     first AS MATERIALIZED (SELECT id FROM users)
SELECT o.id FROM orders o JOIN first f ON f.id = o.id WHERE o.id = :id AND f.id = :id;
-- touches --
reads: orders, users
level 0: select
level 1: select
level 2: select
orders orders, level 1
  range total, by >, where total > 3, at total
  join user_id, by =, at o.id
  equality user_id, by =, at o.id
  output user_id, at o.id
users users, level 2
  output id, at id

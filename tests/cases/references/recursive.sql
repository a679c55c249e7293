A recursive WITH joins with itself.
-- query --
WITH RECURSIVE t AS (
  SELECT id FROM users WHERE id = :id UNION ALL SELECT o.id FROM orders o JOIN t ON t.id = o.user_id
)
SELECT * FROM t;
-- touches --
reads: orders, users
level 0: select star
level 1: select
level 2: select
level 3: select
users users, level 2
  equality id, by =, at id
  output id, at id
orders o, level 3
  join user_id, by =, at o.user_id
  output id, at o.id

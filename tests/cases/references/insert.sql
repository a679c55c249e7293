INSERT … SELECT, ON CONFLICT and RETURNING.
-- query --
INSERT INTO orders AS o (id, user_id) SELECT id, id FROM users WHERE active
 ON CONFLICT (id) DO UPDATE SET total = excluded.total + o.total WHERE o.total < 3
 RETURNING *;
-- touches --
reads: users
writes: orders
level 0: insert star
level 1: select
orders o, level 0, insert, whole, assigns id total user_id
  output total, at o.total
  range total, by <, where total < 3, at o.total
users users, level 1
  equality active, by is, where active, at active
  output id, at id,
  output id, at id

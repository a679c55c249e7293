LATERAL sees what stands before it.
-- query --
SELECT o.* FROM users u, LATERAL (
  SELECT * FROM orders WHERE user_id = u.id ORDER BY created_at DESC LIMIT 3
) o;
-- touches --
reads: orders, users
level 0: select star
level 1: select limit star
users u, level 0
  join id, by =, at u.id
orders orders, level 1, whole
  join user_id, by =, at user_id
  order created_at, descending, nulls first, at created_at

What one table is asked: each kind of condition, an order, a limit.
-- query --
SELECT * FROM users u
 WHERE lower(u.email) = :email AND status = 'open' AND deleted_at IS NULL
   AND (created_at > :since OR active) AND NOT active AND data @> '{}'
 ORDER BY created_at DESC, id NULLS FIRST LIMIT 5 OFFSET 3 FOR UPDATE;
-- touches --
reads: users
level 0: select limit skip star locks
users u, level 0, whole
  equality email, as function lower(email), by =, at lower(u.emai
  equality status, by =, where status = 'open', at status
  equality deleted_at, by is null, where deleted_at IS NULL, at deleted_at
  range created_at, by >, perhaps, at created_at
  equality active, by is, where active, perhaps, at active)
  equality active, by is, where NOT active, at active
  filter data, by @>, where data @> '{}', at data
  order created_at, descending, nulls first, at created_at
  order id, rank 1, nulls first, at id

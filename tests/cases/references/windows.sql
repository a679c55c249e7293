Windows only compute.
-- query --
SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY created_at) FROM orders;
-- touches --
reads: orders
level 0: select windowed
orders orders, level 0
  output id, at id,
  output user_id, at user_id
  output created_at, at created_at)

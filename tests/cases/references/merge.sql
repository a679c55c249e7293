MERGE reads its source and writes its target.
-- query --
MERGE INTO orders o USING users u ON u.id = o.user_id
 WHEN MATCHED AND u.active THEN UPDATE SET total = u.created_at::text::numeric
 WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)
 RETURNING merge_action(), o.id;
-- touches --
reads: users
writes: orders
level 0: merge
orders o, level 0, merge, assigns id total
  join user_id, by =, at o.user_id
  output id, at o.id
users u, level 0
  join id, by =, at u.id
  output active, at u.active
  output created_at, at u.created_at
  output id, at u.id)

WITH may write.
-- query --
WITH gone AS (DELETE FROM orders WHERE id = :id RETURNING user_id)
UPDATE users SET active = false FROM gone WHERE users.id = gone.user_id;
-- touches --
writes: orders, users
level 0: update
level 1: delete
orders orders, level 1, delete
  equality id, by =, at id
  output user_id, at user_id)
users users, level 0, update, assigns active
  join id, by =, at users.id

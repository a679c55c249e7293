Stars of tables and of views.
-- query --
SELECT o.*, l.* FROM orders o JOIN living l ON l.id = o.user_id;
-- touches --
reads: orders, users
views: living
level 0: select star
level 1: select
orders o, level 0, whole
  join user_id, by =, at o.user_id
users u, level 1, through living
  equality deleted_at, by is null, where deleted_at IS NULL, at living
  join id, by =, at l.id
  output id, at SELECT
  output email, at SELECT
  output status, at SELECT

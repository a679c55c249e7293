UPDATE … FROM, with several columns at once.
-- query --
UPDATE orders o SET (total, user_id) = (SELECT 1, i.id FROM users i), tags = o.tags || :tags
  FROM users u WHERE u.id = o.user_id AND u.active RETURNING o.id, u.email;
-- touches --
reads: users
writes: orders
level 0: update
level 1: select
orders o, level 0, update, assigns tags total user_id
  output tags, at o.tags
  join user_id, by =, at o.user_id
  output id, at o.id,
users u, level 0
  join id, by =, at u.id
  equality active, by is, where active, at u.active
  output email, at u.email
users i, level 1
  output id, at i.id

Each arm of a union is a level; a condition around it reaches both.
-- query --
SELECT a.id FROM (SELECT id FROM users UNION ALL SELECT user_id FROM orders) a WHERE a.id = :id;
-- touches --
reads: orders, users
level 0: select
level 1: select
level 2: select
level 3: select
users users, level 2
  equality id, by =, at a.id
  output id, at a.id
orders orders, level 3
  equality user_id, by =, at a.id
  output user_id, at a.id

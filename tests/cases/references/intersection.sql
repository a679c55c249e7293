A condition around an intersection reaches neither arm.
-- query --
SELECT a.id FROM (SELECT id FROM users INTERSECT SELECT user_id FROM orders) a WHERE a.id = :id;
-- touches --
reads: orders, users
level 0: select
level 1: select
level 2: select
level 3: select
users users, level 2
  output id, at id
orders orders, level 3
  output user_id, at user_id

EXPLAIN touches what its query touches.
-- query --
EXPLAIN SELECT id FROM users;
-- touches --
reads: users
level 0: select
users users, level 0
  output id, at id

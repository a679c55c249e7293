A subquery in FROM that limits does not.
-- query --
SELECT a.id FROM (SELECT id, email FROM users ORDER BY email LIMIT 3) a WHERE a.email = :email;
-- touches --
reads: users
level 0: select
level 1: select limit
users users, level 1
  output id, at id,
  output email, at email
  order email, at email

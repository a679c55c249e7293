A subquery in FROM that only chooses passes conditions on.
-- query --
SELECT a.x FROM (SELECT id AS x, email FROM users) AS a (x, mail)
 WHERE a.x = :id ORDER BY a.mail;
-- touches --
reads: users
level 0: select
level 1: select
users users, level 1
  equality id, by =, at a.x
  output id, at a.x
  order email, at a.mail

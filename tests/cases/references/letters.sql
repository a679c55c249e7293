Places are counted in characters.
-- query --
SELECT 'é', id FROM users WHERE status = 'é' AND email = :email;
-- touches --
reads: users
level 0: select
users users, level 0
  equality status, by =, where status = 'é', at status
  equality email, by =, at email
  output id, at id

Patterns: a range where they begin with letters, a filter where a wildcard leads.
-- query --
SELECT id FROM users
 WHERE email LIKE 'x%' AND email LIKE '%y' AND email LIKE '_z' AND email LIKE :a
   AND email ILIKE 'x%' AND status ^@ 'op' AND status NOT LIKE 'x%';
-- touches --
reads: users
level 0: select
users users, level 0
  range email, by ~~, where email LIKE 'x%', at email
  filter email, by ~~, where email LIKE '%y', leading wildcard, at email
  filter email, by ~~, where email LIKE '_z', leading wildcard, at email
  filter email, by ~~, at email
  filter email, by ~~*, where email ILIKE 'x%', at email
  range status, by ^@, where status ^@ 'op', at status
  filter status, by !~~, where status NOT LIKE 'x%', at status
  output id, at id

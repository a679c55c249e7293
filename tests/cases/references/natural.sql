NATURAL joins by the columns of both sides; an alias of a join names its columns.
-- query --
SELECT j.total FROM (users NATURAL JOIN orders) AS j WHERE j.status = 'x';
-- touches --
reads: orders, users
level 0: select
users users, level 0
  join id, by =, at orders)
  join created_at, by =, at orders)
  equality status, by =, where status = 'x', at j.status
orders orders, level 0
  join id, by =, at orders)
  join created_at, by =, at orders)
  output total, at j.total

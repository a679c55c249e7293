GROUP BY by number, by name of an output and by column; DISTINCT ON.
-- query --
SELECT DISTINCT ON (status) status, lower(email) AS low, count(*) FROM users
 GROUP BY 1, low, ROLLUP (active) HAVING count(*) > 3 ORDER BY status, 2 DESC;
-- touches --
reads: users
level 0: select distinct grouped
users users, level 0
  output status, at status,
  output email, at email)
  order status, at status,
  order email, as function lower(email), rank 1, descending, nulls first, at SELECT
  group status, at SELECT
  group email, as function lower(email), rank 1, at low,
  group active, rank 2, at active)
  group status, at status)

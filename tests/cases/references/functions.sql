Functions in FROM are no tables; a row as a value is all of its columns.
-- query --
SELECT row_to_json(o), t.tag FROM orders o, unnest(o.tags) AS t (tag), generate_series(1, 3) n
 WHERE t.tag = :tag AND o.total = n;
-- touches --
reads: orders
level 0: select
orders o, level 0
  output tags, at o.tags)
  join total, by =, at o.total
  output id, at o),
  output user_id, at o),
  output total, at o),
  output created_at, at o),
  output tags, at o),

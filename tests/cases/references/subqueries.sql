Subqueries see the query around them; IN and EXISTS join.
-- query --
SELECT u.email, (SELECT max(o.total) FROM orders o WHERE o.user_id = u.id) AS most
  FROM users u
 WHERE EXISTS (SELECT 1 FROM stock.items WHERE order_id = u.id)
   AND u.id IN (SELECT user_id FROM orders WHERE total > 3)
   AND u.id NOT IN (SELECT user_id FROM orders)
   AND u.created_at = (SELECT max(created_at) FROM users);
-- touches --
reads: orders, users, stock.items
level 0: select
level 1: select
level 2: select
level 3: select
level 4: select grouped
level 5: select grouped
users u, level 0
  join id, by =, at u.id)
  join id, by =, at u.id
  filter id, by =, perhaps, at u.id
  equality created_at, by =, at u.created_at
  output email, at u.email,
  join id, by =, at u.id)
stock.items items, level 1
  join order_id, by =, at order_id
orders orders, level 2
  range total, by >, where total > 3, at total
  output user_id, at user_id
  join user_id, by =, at u.id
orders orders, level 3
  output user_id, at user_id
  filter user_id, by =, perhaps, at u.id
users users, level 4
  output created_at, at created_at)
orders o, level 5
  join user_id, by =, at o.user_id
  output total, at o.total)

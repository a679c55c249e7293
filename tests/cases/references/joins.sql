Joins of all kinds; the optional side is told, and what it drops.
-- query --
SELECT u.id, o.total, i.sku, k.id
  FROM users u
  LEFT JOIN orders o ON o.user_id = u.id AND o.total > 3 AND u.active
  JOIN stock.items i ON i.order_id = o.id
  FULL JOIN kept k ON k.id = u.id
 CROSS JOIN stock.items j
 WHERE u.created_at < o.created_at;
-- touches --
reads: kept, orders, users, stock.items
views: kept, living, living_ids
level 0: select
users u, level 0, optional
  join id, by =, perhaps, at u.id
  equality active, by is, where active, perhaps, at u.active
  join id, by =, perhaps, at u.id
  join created_at, by <, at u.created_at
  output id, at u.id,
orders o, level 0, optional
  join user_id, by =, at o.user_id
  range total, by >, where total > 3, at o.total
  join id, by =, at o.id
  join created_at, by >, at o.created_at
  output total, at o.total,
stock.items i, level 0, optional
  join order_id, by =, at i.order_id
  output sku, at i.sku,
kept k, level 0, optional
  join id, by =, perhaps, at k.id
  output id, at k.id
stock.items j, level 0

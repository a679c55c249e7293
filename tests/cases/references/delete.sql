DELETE … USING.
-- query --
DELETE FROM stock.items USING orders o WHERE o.id = items.order_id AND o.total < 3;
-- touches --
reads: orders
writes: stock.items
level 0: delete
stock.items items, level 0, delete
  join order_id, by =, at items.order_
orders o, level 0
  join id, by =, at o.id
  range total, by <, where total < 3, at o.total

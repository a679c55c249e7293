INSERT without columns gives all a value.
-- query --
INSERT INTO stock.items VALUES (:order, :sku) RETURNING order_id;
-- touches --
writes: stock.items
level 0: insert
level 1: select
stock.items items, level 0, insert, assigns order_id sku
  output order_id, at order_id

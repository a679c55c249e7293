What is no query writes what it names.
-- query --
TRUNCATE users, stock.items;
-- touches --
writes: users, stock.items
level 0: other
users users, level 0, other
stock.items items, level 0, other

A write through a view is one of its table.
-- query --
UPDATE living SET status = 'x' WHERE low = :low;
-- touches --
writes: users
views: living
level 0: update
level 1: select
users u, level 1, update, assigns status, through living
  equality deleted_at, by is null, where deleted_at IS NULL, at living
  equality email, as function lower(email), by =, at low

A condition on a view's column is one on the table's.
-- query --
SELECT id FROM living_ids WHERE low = :low;
-- touches --
reads: users
views: living, living_ids
level 0: select
level 1: select
level 2: select
users u, level 2, through living_ids, through living
  equality deleted_at, by is null, where deleted_at IS NULL, at living_ids
  equality email, as function lower(email), by =, at low
  output id, at id

A materialized view is a table of its own; what is behind it is read as well.
-- query --
SELECT id FROM kept WHERE id = :id;
-- touches --
reads: kept, users
views: kept, living, living_ids
level 0: select
kept kept, level 0
  equality id, by =, at id
  output id, at id

A condition on what a view computes reaches no table.
-- query --
SELECT user_id FROM spent WHERE total > 3 AND user_id = :user;
-- touches --
reads: orders
views: spent
level 0: select
level 1: select grouped
orders orders, level 1, through spent
  output user_id, at spent
  output total, at spent
  group user_id, at spent

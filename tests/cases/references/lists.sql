IN, ANY, BETWEEN and rows; what is negated only filters.
-- query --
SELECT id FROM users
 WHERE status IN ('a', 'b') AND id = ANY(:ids) AND status NOT IN ('c') AND id <> ALL(:others)
   AND created_at BETWEEN :a AND :b AND created_at NOT BETWEEN :a AND :b
   AND (created_at, id) > (:since, :after) AND (email, id) IN ((:c, :d))
   AND NOT (status = 'x' AND active) AND active IS TRUE AND active IS NOT FALSE AND active IS NOT NULL;
-- touches --
reads: users
level 0: select
users users, level 0
  equality status, by in, where status = ANY(ARRAY['a', 'b']), at status
  equality id, by any, at id
  filter status, by <>, where status NOT IN ('c'), at status
  filter id, by <>, at id
  range created_at, by between, at created_at
  filter created_at, by not between, at created_at
  range created_at, by >, at created_at,
  range id, by >, rank 1, at id)
  equality email, by in, at email,
  equality id, by in, rank 1, at id)
  filter status, by =, perhaps, at status
  filter active, by is, perhaps, at active)
  equality active, by is, where active IS TRUE, at active
  filter active, by is, where active IS NOT FALSE, at active
  filter active, by is not null, where active IS NOT NULL, at active
  output id, at id

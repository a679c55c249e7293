A cast to text of what is text already is none; other wrappers stay.
-- query --
SELECT id::text FROM users
 WHERE id::text = :id AND email::text = :email AND data ->> 'plan' = 'free'
   AND date_trunc('day', created_at) = :day AND coalesce(status, email) = :either AND :now > created_at
   AND (created_at AT TIME ZONE 'UTC')::date = :date AND starts_with(email, :start);
-- touches --
reads: users
level 0: select
users users, level 0
  equality id, as cast CAST(id AS text), by =, at id::text
  equality email, by =, at email::text
  equality data, as expression data ->> 'plan', by =, where data ->> 'plan' = 'free', at data
  equality created_at, as function date_trunc('day', created_at), by =, at date_trunc('
  equality -, as function COALESCE(status, email), by =, at coalesce(sta
  range created_at, by <, at created_at
  equality created_at, as cast CAST(pg_catalog.timezone('UTC', created_at) AS date), by =, at created_at
  filter email, as function starts_with(email, $7), at starts_with(
  output id, at id::text

RETURNING knows the row before and after.
-- query --
UPDATE users SET email = :email WHERE id = :id RETURNING old.email AS before, new.email AS after;
-- touches --
writes: users
level 0: update
users users, level 0, update, assigns email
  equality id, by =, at id
  output email, at old.email
  output email, at new.email

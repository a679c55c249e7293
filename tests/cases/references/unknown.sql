A table that the schema does not hold is told all the same.
-- query --
SELECT b.a FROM other.books b WHERE b.c = 1 AND d IS NULL;
-- touches --
reads: other.books
level 0: select
other.books b, level 0
  equality c, by =, where c = 1, at b.c
  equality d, by is null, where d IS NULL, at d
  output a, at b.a

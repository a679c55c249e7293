-- The type of a column that comes from several parents changes at none of them alone.
-- before --
CREATE TABLE mothers (a integer);
CREATE TABLE fathers (a integer);
CREATE TABLE children () INHERITS (mothers, fathers);
-- after --
CREATE TABLE mothers (a bigint);
CREATE TABLE fathers (a bigint);
CREATE TABLE children () INHERITS (mothers, fathers);
-- refused --
column children.a comes from several parents

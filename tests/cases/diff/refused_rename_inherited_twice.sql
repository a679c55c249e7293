-- The name of a column that comes from several parents changes at none of them alone.
-- before --
CREATE TABLE mothers (a integer);
CREATE TABLE fathers (a integer);
CREATE TABLE children () INHERITS (mothers, fathers);
-- after --
-- designkit: renamed b from a
CREATE TABLE mothers (b integer);
-- designkit: renamed b from a
CREATE TABLE fathers (b integer);
CREATE TABLE children () INHERITS (mothers, fathers);
-- refused --
column children.a comes from several parents

"""Rules about the shape and the names of tables, columns, keys and indexes."""

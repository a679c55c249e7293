"""The file formats of migration tools, each in a module of its own; `history` chooses."""

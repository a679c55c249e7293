"""Where in a schema the objects are that findings name."""

from __future__ import annotations

from designkit.model import QualifiedName, Schema


class Places:
    """In which table an object is: the table itself, a column, an index, a constraint."""

    def __init__(self, schema: Schema) -> None:
        self._tables: dict[str, QualifiedName] = {}
        for table in schema.tables:
            for part in (*table.indexes, *table.constraints):
                self._tables.setdefault(part.name, table.qualified)
        # A table goes before a part that has its name.
        self._tables |= {str(table.qualified): table.qualified for table in schema.tables}

    def table_of(self, about: str) -> QualifiedName | None:
        """The table; None where the object is in none. A column need not be there yet."""
        while about not in self._tables:
            about, dot, _ = about.rpartition(".")
            if not dot:
                return None
        return self._tables[about]

"""A column of terms (`catalog.words`) that the database finds by an index: FTS5 on SQLite, GIN on PostgreSQL.

The index follows the column by itself – by triggers on SQLite, being an index on PostgreSQL – so there is one writer: whoever
writes the column.
"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connections, models

from gongkai.catalog.words import ANY_END

TABLE, COLUMN, INDEX = "catalog_entry", "words", "catalog_entry_words"
_VECTOR = "array_to_tsvector(string_to_array({column}, ' '))"


class WordsField(models.TextField[str, str]):
    """Terms with one blank between them."""


@WordsField.register_lookup
class Holds(models.Lookup[Any]):
    """`words__holds=[term, …]`: rows that have every term. A term that ends in `*` is the beginning of one."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> Any:
        """The terms as they are."""
        return self.rhs

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:
        """The rows' numbers out of the FTS5 table."""
        column: Any = self.lhs
        alias = compiler.quote_name_unless_alias(column.alias)
        sql = f"{alias}.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)"  # noqa: S608 - own names
        return sql, [" AND ".join(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """The expression the GIN index is made of."""
        column, parameters = self.process_lhs(compiler, connection)
        terms = (f"{term[: -len(ANY_END)]}:*" if term.endswith(ANY_END) else term for term in self.rhs)
        return f"{_VECTOR.format(column=column)} @@ %s::tsquery", [*parameters, " & ".join(terms)]


def install(using: str = "default") -> None:
    """Make the index where it is missing, and fill it then."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE not in tables:
        return
    with connection.cursor() as cursor:
        columns = {row.name for row in connection.introspection.get_table_description(cursor, TABLE)}
        if COLUMN not in columns:
            return
        for statement in _sqlite(INDEX not in tables) if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def rebuild(using: str = "default") -> None:
    """Fill the index again from the column."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - own names
        else:
            cursor.execute(f"REINDEX INDEX {INDEX}")


def is_whole(using: str = "default") -> bool:
    """Whether the index says what the column says. PostgreSQL keeps it so by itself."""
    if connections[using].vendor != "sqlite":
        return True
    with connections[using].cursor() as cursor:
        try:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - own names
        except DatabaseError:
            return False
    return True


def _sqlite(is_new: bool) -> list[str]:
    take = f"INSERT INTO {INDEX}({INDEX}, rowid, {COLUMN}) VALUES ('delete', OLD.id, OLD.{COLUMN});"  # noqa: S608 - own names
    give = f"INSERT INTO {INDEX}(rowid, {COLUMN}) VALUES (NEW.id, NEW.{COLUMN});"  # noqa: S608 - own names
    acts = {"INSERT": give, "DELETE": take, f"UPDATE OF {COLUMN}": take + give}
    made = f"CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMN}, content='{TABLE}', content_rowid='id', detail=none, columnsize=0)"
    filled = f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')"  # noqa: S608 - own names
    return [
        *([made, filled] if is_new else []),
        *(
            f"CREATE TRIGGER IF NOT EXISTS {INDEX}_{act.split()[0].lower()} AFTER {act} ON {TABLE} BEGIN {body} END"
            for act, body in acts.items()
        ),
    ]


def _postgresql() -> list[str]:
    return [f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin ({_VECTOR.format(column=COLUMN)})"]

"""Questions that come with every request. Django writes the SQL of each once: writing it anew costs more than the
database needs for the answer.

What is asked stays a queryset, with its conditions where they belong; only the values differ from one time to the next.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Row]):
    sql: str
    parameters: tuple[Any, ...]
    model: type[Row]
    fields: tuple[str, ...]
    annotations: tuple[str, ...]
    converters: tuple[tuple[int, Callable[..., Any], Any], ...]

    def made(self, found: tuple[Any, ...]) -> Row:
        values = list(found)
        for position, convert, expression in self.converters:
            values[position] = convert(values[position], expression, connection)
        row = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, values[: len(self.fields)])
        for name, value in zip(self.annotations, values[len(self.fields) :], strict=True):
            setattr(row, name, value)
        return row


class Written(Generic[Row]):
    """`ask` makes a queryset of strings, which must reach the database as they are given. No `select_related`."""

    def __init__(self, ask: Callable[..., "QuerySet[Row]"]) -> None:
        self._ask = ask
        self._stand_ins = [f"?{name}?" for name in inspect.signature(ask).parameters]
        self._by_vendor: dict[str, _Statement[Row]] = {}

    def first(self, *values: str) -> Row | None:
        """What the queryset's first row would be, annotations and deferred columns included."""
        statement = self._by_vendor.get(connection.vendor) or self._write()
        given = dict(zip(self._stand_ins, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [given.get(one, one) for one in statement.parameters])
            found = cursor.fetchone()
        return statement.made(found) if found else None

    def _write(self) -> _Statement[Row]:
        asked = self._ask(*self._stand_ins)
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _name in compiler.select])
        by_column = {column.target.column: column.target.attname for column, _sql, name in compiler.select if not name}
        self._by_vendor[connection.vendor] = statement = _Statement(
            sql=sql,
            parameters=tuple(parameters),
            model=asked.model,
            fields=tuple(by_column.values()),
            annotations=tuple(compiler.annotation_col_map),
            converters=tuple(
                (position, convert, expression)
                for position, (several, expression) in converters.items()
                for convert in several
            ),
        )
        return statement

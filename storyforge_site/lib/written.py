"""Questions that come with every request, and what is written with every picture. Django writes the SQL of each
once: writing it anew costs more than the database needs for the answer.

What is asked stays a queryset, with its conditions where they belong; only the values differ from one time to the next.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Expression, Field, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Row]):
    sql: str
    parameters: tuple[Any, ...]
    model: type[Row]
    fields: tuple[str, ...]
    related: tuple[RelatedPopulator, ...]
    annotations: tuple[tuple[str, int], ...]
    converters: tuple[tuple[int, Callable[..., Any], Any], ...]

    def made(self, found: tuple[Any, ...]) -> Row:
        """As Django's `ModelIterable` makes it."""
        values = list(found)
        for position, convert, expression in self.converters:
            values[position] = convert(values[position], expression, connection)
        row = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, values[: len(self.fields)])
        for populator in self.related:
            populator.populate(values, row)
        for name, position in self.annotations:
            setattr(row, name, values[position])
        return row


class Written(Generic[Row]):
    """`ask` makes a queryset of strings, which must reach the database as they are given."""

    def __init__(self, ask: Callable[..., "QuerySet[Row]"]) -> None:
        self._ask = ask
        self._stand_ins = [f"?{name}?" for name in inspect.signature(ask).parameters]
        self._by_vendor: dict[str, _Statement[Row]] = {}

    def all(self, *values: str) -> list[Row]:
        """What the queryset's rows would be, annotations and deferred columns included."""
        statement = self._by_vendor.get(connection.vendor) or self._write()
        given = dict(zip(self._stand_ins, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [given.get(one, one) for one in statement.parameters])
            return [statement.made(found) for found in cursor.fetchall()]

    def first(self, *values: str) -> Row | None:
        """Of a queryset that has few."""
        return next(iter(self.all(*values)), None)

    def _write(self) -> _Statement[Row]:
        asked = self._ask(*self._stand_ins)
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _name in compiler.select])
        self._by_vendor[connection.vendor] = statement = _Statement(
            sql=sql,
            parameters=tuple(parameters),
            model=asked.model,
            fields=tuple(compiler.select[at][0].target.attname for at in compiler.klass_info["select_fields"]),
            related=tuple(get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)),  # type: ignore[call-arg]  # the stubs are of Django 6.1
            annotations=tuple(compiler.annotation_col_map.items()),
            converters=tuple(
                (position, convert, expression)
                for position, (several, expression) in converters.items()
                for convert in several
            ),
        )
        return statement


def columns(model: type[Model], *names: str) -> "dict[str, Field[Any, Any]]":
    """Their types, for `WrittenUpdate`."""
    return {field.name: field for field in model._meta.concrete_fields if field.name in names}


class _Given(Expression):
    """Stands where a value will: `%s` in the SQL, and itself among the parameters."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class WrittenUpdate:
    """`ask` makes, of what stands for the values, a queryset and what changes in its rows; `values` are their types."""

    def __init__(self, ask: Callable[..., tuple["QuerySet[Any]", dict[str, Any]]], **values: "Field[Any, Any]") -> None:
        self._ask, self._values = ask, values
        self._by_vendor: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def run(self, **values: Any) -> int:
        """How many rows were changed."""
        sql, parameters = self._by_vendor.get(connection.vendor) or self._write()
        given = {name: self._values[name].get_db_prep_save(value, connection) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[one.name] if isinstance(one, _Given) else one for one in parameters])
            return int(cursor.rowcount)

    def _write(self) -> tuple[str, tuple[Any, ...]]:
        rows, changes = self._ask(**{name: _Given(name, field) for name, field in self._values.items()})
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self._by_vendor[connection.vendor] = sql, tuple(parameters)
        return self._by_vendor[connection.vendor]


class WrittenInsert:
    """Inserts one row as `bulk_create` would: no signals, and what the database fills in is not read back.

    A row that is the same in `unique` is brought up to date in `update`. Without these a conflict raises
    IntegrityError, unless conflicts are ignored.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        ignore_conflicts: bool = False,
        unique: Sequence[str] = (),
        update: Sequence[str] = (),
    ) -> None:
        self._model, self._ignores, self._unique, self._update = model, ignore_conflicts, unique, update
        self._by_vendor: dict[str, tuple[str, list[Field[Any, Any]]]] = {}

    def run(self, row: Model) -> bool:
        """Whether it was written; not where conflicts are ignored and there is one."""
        sql, fields = self._by_vendor.get(connection.vendor) or self._write(row)
        with connection.cursor() as cursor:
            cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
            written = bool(cursor.rowcount)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return written

    def _write(self, row: Model) -> "tuple[str, list[Field[Any, Any]]]":
        meta = self._model._meta
        fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
        update, unique = ([meta.get_field(name) for name in names] for names in (self._update, self._unique))
        conflict = OnConflict.IGNORE if self._ignores else OnConflict.UPDATE if unique else None
        query: Any = InsertQuery(self._model, on_conflict=conflict, update_fields=update, unique_fields=unique)
        query.insert_values(fields, [row])
        [(sql, _values)] = query.get_compiler(connection=connection).as_sql()
        self._by_vendor[connection.vendor] = sql, fields
        return self._by_vendor[connection.vendor]

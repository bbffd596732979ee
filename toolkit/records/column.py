"""What a column is: its definition stands once, on a record's field, and everyone asks `columns_of`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from toolkit.findings import Problem
from toolkit.records.kinds import Context, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """The part of a column that people see.

    `header` is the contract's text, `aliases` other headers people use, `needed` says in words when a column
    that may be empty must be filled, `city` marks the columns the city fills in the master.
    """

    header: str
    help: str = ""
    clause: str = ""
    aliases: tuple[str, ...] = ()
    width: int = 14
    needed: str = ""
    city: bool = False
    merge_fill: bool = False


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column with the field it stands on: what readers, writers and dictionaries work with."""

    field: str
    kind: Kind
    column: Column
    required: bool

    @property
    def header(self) -> str:
        """The contract's header text."""
        return self.column.header


class Record(BaseModel):
    """A row of one form, every cell already in its type."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


def is_optional(annotation: object) -> bool:
    """Whether a field's type admits None."""
    return get_origin(annotation) in {Union, UnionType} and type(None) in get_args(annotation)


@cache
def columns_of(record: type[Record], *, city: bool = True) -> tuple[BoundColumn, ...]:
    """The columns of a record in their order; without the city's own where `city` is false."""
    found = []
    for name, info in record.model_fields.items():
        column = next(item for item in info.metadata if isinstance(item, Column))
        kind = next(item for item in info.metadata if isinstance(item, Kind))
        if city or not column.city:
            found.append(BoundColumn(name, kind, column, not is_optional(info.annotation)))
    return tuple(found)


Check = Callable[[Any, Context], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule over several cells of one row; it speaks only when every field it needs was readable."""

    needs: tuple[str, ...]
    check: Check


def needs(*fields: str) -> Callable[[Check], RowRule]:
    """Make a row rule of a generator function over a record and its context."""
    return lambda check: RowRule(fields, check)

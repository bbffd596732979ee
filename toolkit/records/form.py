"""A form: one record sheet of the standard workbook, with its key and its rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.policy.text import match_key
from toolkit.records.column import BoundColumn, Record, RowRule, columns_of
from toolkit.records.entity import entity_key, name_key

Key = tuple[str, ...]


class Keys(NamedTuple):
    """By what a record is found: in its unit (by name where it has no code yet), by name; whom it is about, by code, by name."""

    key: Key | None
    by_name: Key | None
    entity: Key | None
    named: Key | None

    @property
    def by_code(self) -> Key | None:
        """The key of a record that is known by more than its name."""
        return None if self.key is self.by_name else self.key


@dataclass(frozen=True, eq=False)
class Form:
    """One record sheet. `id` names it in code, `sheet` in workbooks; `clause` is what it serves.

    `extra_key` are fields that tell several records of one entity apart; `own_key`, for forms that are not
    about an entity, are the fields that make a record of the unit's. A form is equal to itself alone: it is the
    key of many tables, and to compare or hash all its columns each time would cost more than reading them.
    """

    id: str
    sheet: str
    clause: str
    record: type[Record]
    rules: tuple[RowRule, ...] = ()
    extra_key: tuple[str, ...] = ()
    own_key: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[BoundColumn, ...]:
        """Every column, the city's own last."""
        return columns_of(self.record)

    @cached_property
    def district_columns(self) -> tuple[BoundColumn, ...]:
        """The columns a district fills."""
        return columns_of(self.record, city=False)

    def column(self, field: str) -> BoundColumn:
        """The column of a field."""
        return self._by_field[field]

    @cached_property
    def _by_field(self) -> Mapping[str, BoundColumn]:
        return {column.field: column for column in self.columns}

    def key(self, values: Mapping[str, Any]) -> Key | None:
        """What identifies a record within its unit; None where a part of it is missing or unreadable."""
        return self._own(values) if self.own_key else self._of(entity_key(values), values)

    def fallback_key(self, values: Mapping[str, Any]) -> Key | None:
        """The key by name + category, for rows whose code cannot be used."""
        return None if self.own_key else self._of(name_key(values), values)

    def keys(self, values: Mapping[str, Any]) -> Keys:
        """All by which a record is found."""
        entity, named = entity_key(values), name_key(values)
        if self.own_key:
            return Keys(self._own(values), None, entity, named)
        extra = self._extra(values)
        by_name = None if named is None or extra is None else named + extra
        return Keys(by_name if entity is None or extra is None else entity + extra, by_name, entity, named)

    def _own(self, values: Mapping[str, Any]) -> Key | None:
        own = [values.get(field) for field in self.own_key]
        return tuple(match_key(str(part)) for part in own) if all(own) else None

    def _of(self, entity: Key | None, values: Mapping[str, Any]) -> Key | None:
        """The key of one of an entity's records."""
        extra = self._extra(values)
        return None if entity is None or extra is None else entity + extra

    def _extra(self, values: Mapping[str, Any]) -> Key | None:
        """What tells an entity's records apart; None where a part of it is missing."""
        if not self.extra_key:
            return ()
        extra = [values.get(field) for field in self.extra_key]
        return None if None in extra else tuple(map(str, extra))

    def names(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Everything people may call a record by: its name, the park's, its code, its number, title or content."""
        called = [values.get(field) for field in ("name", "park_name", "uscc", "pilot_id", *self.own_key[:1])]
        return (*(str(name) for name in called if name), self.describe(values))

    @property
    def described_by(self) -> tuple[str, ...]:
        """The fields that `describe` may name a record by."""
        return self.own_key or ("park_name", "name", "uscc", "category", *self.extra_key)

    def describe(self, values: Mapping[str, Any]) -> str:
        """How a person would name the record: 上海样例公司（单位（点），2025）."""
        if self.own_key:
            return " ".join(str(values.get(field) or "？")[:30] for field in self.own_key)
        name = str(values.get("park_name") or values.get("name") or values.get("uscc") or "？")
        extra = [str(values[field]) for field in self.extra_key if values.get(field)]
        return f"{name}（{'，'.join([str(values.get('category') or '类别不明'), *extra])}）"

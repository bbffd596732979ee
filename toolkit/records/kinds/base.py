"""What every kind of cell shares: emptiness, the words for nothing, and how it is read."""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from toolkit.findings import Problem, Rule, grades
from toolkit.findings.catalogue import cells
from toolkit.policy import Settings, SettingsError, Unit
from toolkit.policy.text import Words

Raw = str | int | float | bool | datetime | date | None

NOTHING_WORDS = Words(
    "无", "/", "//", "\\", "—", "——", "–", "-", "--", "---", "N/A", "NA", "NULL", "暂无", "空", "。", ".", "没有", "未填", "无。",
)  # fmt: skip
"""What people type to say there is nothing."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_BEYOND_NUMBERS = 10**300


def one_line_end(text: str) -> str:
    """Every way of ending a line as one newline: what Word pastes and old systems write are no differences."""
    return text if text.isprintable() else _LINE_ENDS.sub("\n", text)


def trim(text: str) -> str:
    """A text without edges and characters that nobody sees; its lines stay."""
    if text.isprintable():  # nothing but a space can be taken away
        return text.strip()
    return _INVISIBLE.sub("", one_line_end(text)).strip()


def is_broken(raw: object) -> bool:
    """Whether a value is one that nobody can have typed: no number, or half a character that no file may hold."""
    if isinstance(raw, str):
        return not raw.isprintable() and _NO_CHARACTER.search(raw) is not None
    if isinstance(raw, float):
        return not math.isfinite(raw)
    return isinstance(raw, int) and abs(raw) > _BEYOND_NUMBERS


@dataclass(frozen=True, slots=True)
class Context:
    """What a row is read against: whose file, for when, judged as of which day."""

    as_of: date
    settings: Settings
    unit: Unit | None = None
    year: int | None = None
    filled_on: date | None = None
    epoch_1904: bool = False

    def __post_init__(self) -> None:
        """What [severity] of pilot.toml asks for must be possible."""
        if why := grades.impossible(self.settings.severity):
            raise SettingsError(f"pilot.toml：{why}")


@dataclass(slots=True)
class Reading:
    """One row being read: keeps what was read, and what is told of cells that could be read all the same."""

    context: Context
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    field: str = ""

    def tell(self, rule: Rule, **words: object) -> None:
        """Say something of the present field without refusing its value; a repair is told once a cell."""
        if not (rule.grouped and any(told.rule is rule and told.field == self.field for told in self.problems)):
            self.problems.append(Problem(rule, self.field, words))

    def retract(self) -> None:
        """Take back what was told of the present field: its value is refused, so no repair counts."""
        self.problems = [told for told in self.problems if told.field != self.field]


class Bad(Exception):  # noqa: N818 - a value, on its way to becoming a finding
    """The present cell cannot be read as its kind."""

    def __init__(self, rule: Rule, **words: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.words = words


@dataclass(frozen=True)
class Kind:
    """How one kind of cell is read and written. Subclasses give `parse`."""

    number_format: ClassVar[str] = "General"
    wrap: ClassVar[bool] = False
    timeless: ClassVar[bool] = True
    """Whether a text means the same in every row of every file, whenever it is read."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values a dropdown offers, or none."""
        return ()

    def offered(self, settings: Settings | None) -> tuple[str, ...]:
        """The choices as the city's settings have them, where they have a say."""
        return self.choices

    def parse(self, raw: Raw, reading: Reading) -> object:
        """A typed value from a cell that is not empty.

        Raises:
            Bad: it cannot be read so.
        """
        raise NotImplementedError

    def show(self, value: Any) -> Raw:
        """The value as our own workbooks hold it."""
        return value  # type: ignore[no-any-return]

    def text(self, value: Any) -> str | None:
        """The value as one canonical text, for comparing and for keeping."""
        shown = self.show(value)
        if shown is None or shown.__class__ is str:  # as most are
            return shown
        if isinstance(shown, date):
            return f"{shown:%Y-%m-%d}"
        if isinstance(shown, float):
            return str(int(shown)) if shown.is_integer() else repr(shown)
        return str(shown)

    def read(self, raw: Raw, reading: Reading, *, optional: bool) -> object:
        """The typed value of any cell; None for an empty one, or one that says so, where the column may be empty.

        Raises:
            Bad: it cannot be read so.
        """
        if raw is not None and is_broken(raw):
            raise Bad(cells.BROKEN)
        if raw is None or (isinstance(raw, str) and not trim(raw)):
            if optional:
                return None
            raise Bad(cells.REQUIRED)
        if isinstance(raw, str) and self._says_nothing(raw):
            if optional:
                reading.tell(cells.EMPTY_WORD)
                return None
            raise Bad(cells.REQUIRED_DASH)
        return self.parse(raw, reading)

    def _says_nothing(self, raw: str) -> bool:
        return raw in NOTHING_WORDS

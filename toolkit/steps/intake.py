"""收件: workbooks out of mails, archives and folders; each once, with whose it is, for which month, or why not."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from toolkit.findings import Finding, Place, Unreadable
from toolkit.findings.catalogue import files, mail
from toolkit.mail.bounds import MAX_PARCEL, MEGABYTE, too_much
from toolkit.mail.names import is_system_name, safe_name
from toolkit.mail.parcel import Find, Piece, Trouble, Way
from toolkit.mail.unpack import TABLE_SUFFIXES, unpack
from toolkit.mail.whose import hinted_unit, names_around, sender_unit, whose
from toolkit.policy import Settings
from toolkit.policy.trouble import trouble
from toolkit.records import Context
from toolkit.sheets.files import explained, write_atomically

TAKEN, DUPLICATE, SKIPPED, REFUSED = "taken", "duplicate", "skipped", "refused"
_UNNAMED = ".xlsx"
"""For a workbook whose name does not end like one; what it is is told by its content."""
_NUMBERED = 40
"""Characters of a name that is told apart by a number: the number must not be cut off."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file that came in. `data` is there where it is, or pretends to be, a workbook; `file` where it was put.

    `month` is (year, month); `received` the day its mail came in; `also` the names under which the same bytes came again.
    """

    source: str
    name: str
    action: str
    sha256: str | None = None
    unit: str | None = None
    month: tuple[int, int] | None = None
    received: date | None = None
    findings: tuple[Finding, ...] = ()
    data: bytes | None = field(default=None, repr=False)
    file: Path | None = None
    also: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """What is to be said of it, in one line."""
        return "；".join(f"{finding.message}。{finding.advice}" for finding in self.findings)

    @property
    def is_locked(self) -> bool:
        """Whether it could not be opened at all just now."""
        return any(finding.rule is files.LOCKED for finding in self.findings) and self.sha256 is None

    @property
    def told_month(self) -> str | None:
        """2025-12."""
        return f"{self.month[0]}-{self.month[1]:02}" if self.month else None

    def to_json(self) -> dict[str, object]:
        """The contract's shape, the day of receipt, and every name it came under."""
        return {
            "source": self.source, "name": self.name, "file": str(self.file) if self.file else None, "sha256": self.sha256,
            "unit": self.unit, "month": self.told_month, "action": self.action, "why": self.why,
            "received": self.received.isoformat() if self.received else None, "names": [self.name, *self.also],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intake:
    """All that came in, in the order of the sources."""

    items: tuple[Item, ...]

    @property
    def findings(self) -> list[Finding]:
        """Of every item."""
        return [finding for item in self.items for finding in item.findings]

    @property
    def workbooks(self) -> list[Item]:
        """Those to be checked: every workbook once, also one that cannot be read."""
        return [item for item in self.items if item.data is not None]

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {"items": [item.to_json() for item in self.items]}


def receive(paths: Iterable[Path], as_of: date, settings: Settings, besides: Path | None = None) -> Intake:
    """Open files and folders, mails and archives; nothing is written and nothing is raised for what they hold.

    A folder `besides` that stands in one of the folders is passed over: it holds what was taken out before.
    """
    context = Context(as_of, settings)
    opened = _opened(path for given in paths for path in _files(given) if not besides or not _is_in(path, besides))
    items = [_item(find, source, context) for source, finds in opened for find in finds]
    return Intake(_each_once(items))


def intake(paths: Iterable[Path], folder: Path, as_of: date, settings: Settings) -> Intake:
    """Put every workbook into a folder under a safe name; files that stand there are never overwritten.

    Raises:
        NotWritten: the folder cannot be written.
    """
    return put_into(receive(paths, as_of, settings, folder), folder)


def put_into(received: Intake, folder: Path) -> Intake:
    """The workbooks as files, each under its own name made safe.

    Raises:
        NotWritten: the folder cannot be written.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    items, taken = [], set[Path]()
    for item in received.items:
        if item.data is not None:
            path = next(path for path in _names(folder, item.name) if path not in taken and _is_free(path, item.data))
            taken.add(path)
            if not path.exists():
                write_atomically(path, item.data)
            items.append(replace(item, file=path))
        else:
            items.append(item)
    return Intake(tuple(items))


def _opened(paths: Iterable[Path]) -> Iterator[tuple[str, list[Find]]]:
    for path in dict.fromkeys(paths):
        try:
            with path.open("rb") as file:
                data = file.read(MAX_PARCEL + 1)
        except OSError as error:
            why = Unreadable(files.LOCKED, detail=trouble(error))
            yield str(path), [Trouble.of(why, path.name, Way())]
            continue
        if len(data) > MAX_PARCEL:
            yield str(path), [Trouble.of(too_much("文件大小", f"{MAX_PARCEL // MEGABYTE} MB"), path.name, Way())]
        else:
            yield str(path), unpack(data, path.name)


def _is_in(path: Path, folder: Path) -> bool:
    return folder.resolve() in path.resolve().parents


def _files(given: Path) -> Iterator[Path]:
    """A file as named; of a folder every file in it, by name, but those that systems and programs leave behind."""
    if not given.is_dir():
        yield given
        return
    for path in sorted(given.rglob("*")):
        if path.is_file() and not any(map(is_system_name, path.relative_to(given).parts)):
            yield path


def _item(find: Find, path: str, context: Context) -> Item:
    source = " › ".join([path, *find.way.names[1:]])
    if isinstance(find, Trouble):
        unit = sender_unit(find.way, context) or hinted_unit(names_around(find.name, find.way))
        finding = Finding(find.rule, Place(source), None, find.words)
        return Item(source, find.name, REFUSED, unit=unit[0].short if unit else None, received=find.way.received,
                    findings=(*find.way.remarks, finding))  # fmt: skip
    sha256 = hashlib.sha256(find.data).hexdigest()
    if not find.is_table:
        finding = Finding(mail.NOT_A_WORKBOOK, Place(source), None, {"found": find.what})
        return Item(source, find.name, SKIPPED, sha256, received=find.way.received, findings=(finding,))
    return _workbook(find, source, sha256, context)


def _workbook(piece: Piece, source: str, sha256: str, context: Context) -> Item:
    told = whose(piece, context)
    return Item(
        source, piece.name, REFUSED if told.refused else TAKEN, sha256, told.unit.short if told.unit else None, told.month,
        piece.way.received, tuple(told.findings), piece.data,
    )  # fmt: skip


def _each_once(items: Sequence[Item]) -> tuple[Item, ...]:
    """The same bytes again are a duplicate of the first, which is named and knows all its names."""
    first: dict[str, Item] = {}
    again: defaultdict[str, list[str]] = defaultdict(list)
    once = []
    for item in items:
        known = first.setdefault(item.sha256, item) if item.sha256 and item.data is not None else item
        if known is not item:
            again[known.sha256 or ""].append(item.name)
        once.append(item if known is item else _duplicate(item, known))
    return tuple(replace(item, also=tuple(again[item.sha256 or ""])) if item.data is not None else item for item in once)


def _duplicate(item: Item, first: Item) -> Item:
    other = first.name if first.source == item.source else f"{first.source} › {first.name}"
    return replace(item, action=DUPLICATE, findings=(Finding(mail.SAME_CONTENT, Place(item.source), None, {"other": other}),), data=None)


def _names(folder: Path, name: str) -> Iterator[Path]:
    """年报.xlsx, then 年报（2）.xlsx…: always the name of a workbook, inside the folder."""
    own = Path(safe_name(name))
    suffix = own.suffix.lower() if own.suffix.lower() in TABLE_SUFFIXES else _UNNAMED
    stem = own.stem if own.suffix.lower() == suffix else own.name
    yield folder / safe_name(stem, suffix)
    number = 2
    while True:
        yield folder / safe_name(f"{stem[:_NUMBERED]}（{number}）", suffix)
        number += 1


def _is_free(path: Path, data: bytes) -> bool:
    """Whether nothing else stands there: another file may be somebody's work."""
    if not path.exists():
        return True
    return path.is_file() and path.read_bytes() == data


"""文书: letters are decided, filled, written, and entered in 文书登记 once they exist."""

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.findings import Finding, Severity, Unreadable
from toolkit.findings.catalogue import cells
from toolkit.findings.catalogue import letters as say
from toolkit.letters import correction_notice
from toolkit.letters.build import template as shipped_template
from toolkit.letters.correction_notice import Returned
from toolkit.letters.fill import Template
from toolkit.letters.fixed import check_fixed
from toolkit.letters.kinds import LETTER_KINDS, LetterKind, find_kind
from toolkit.letters.letter import DRAFT_SUFFIX, Letter, Occasion, Refusal, Request
from toolkit.letters.measures import Fonts
from toolkit.letters.register import DRAFT, ISSUED, VOID, registered
from toolkit.letters.tags import TemplateFault, read_parts, read_stories
from toolkit.letters.typefaces import set_typefaces
from toolkit.master.batch import Month
from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import CHANGES, LETTERS
from toolkit.master.state import Master
from toolkit.master.store import only_writer, open_master, read_stored, save
from toolkit.policy import Settings, notice
from toolkit.records.kinds import Bad, Context, DocumentNumber, Reading
from toolkit.sheets.edit import SetCell
from toolkit.sheets.files import explained, not_written, write_atomically
from toolkit.shipping import shipped
from toolkit.steps.check import CheckResult

_LONGEST_NAME = 64
"""Characters of a file's name; file systems take 255 bytes, three for a Chinese character."""


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that stands in a file."""

    letter: Letter
    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        """Of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "kind": self.letter.kind, "file": str(self.path), "to": self.letter.to, "number": self.letter.number,
            "sha256": self.sha256,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LettersResult:
    """What was written and what was not; `doubts` are of the template."""

    written: Sequence[WrittenLetter]
    refused: Sequence[Refusal]
    doubts: Sequence[Finding] = ()

    def to_json(self) -> dict[str, object]:
        """The contract's shape."""
        return {
            "letters": [letter.to_json() for letter in self.written],
            "refused": [refusal.to_json() for refusal in self.refused],
        }

    @property
    def remarks(self) -> list[Finding]:
        """What whoever sends the letters should know, each once."""
        remarks = [*self.doubts, *(remark for item in self.written for remark in item.letter.remarks)]
        return list({(remark.code, remark.message): remark for remark in remarks}.values())


@dataclass(frozen=True, slots=True)
class Order:
    """Which letters are wanted; the fields are those of the command. `combined` puts them all into one file."""

    kind: LetterKind
    unit: str | None = None
    pilot: str | None = None
    year: int | None = None
    number: str | None = None
    signed_on: date | None = None
    reason: str | None = None
    month: Month | None = None
    per_pilot: bool = False
    combined: bool = False


Progress = Callable[[int, int], None]
"""Told with each letter: which it is, of how many."""


def _untold(done: int, total: int) -> None:
    """Nobody is watching."""


def write_letters(
    order: Order, master: Path, folder: Path, as_of: date, settings: Settings, templates: Path | None = None,
    tell: Progress = _untold,
) -> LettersResult:
    """Write the letters of one kind and enter them in 文书登记.

    Raises:
        Unreadable: master or template cannot be read, or the number cannot be used.
        TemplateFault: the template prints what this kind does not have.
        NotWritten: the folder or the master could not be written; no letter is left behind.
    """
    with only_writer(master):
        stored = read_stored(master)
        known = open_master(stored, as_of, settings)
        return letters_of(order, known, lambda cells: save(stored, cells, settings.backups), master.parent, folder, as_of, settings, templates, tell)


def letters_of(
    order: Order, known: Master, enter: Callable[[list[SetCell]], object], home: Path, folder: Path, as_of: date,
    settings: Settings, templates: Path | None = None, tell: Progress = _untold,
) -> LettersResult:
    """Write the letters of a master that was read and lies in `home`; `enter` puts their lines into it once the files exist.

    Raises:
        Unreadable, TemplateFault, NotWritten: as `write_letters`.
    """
    letters, refused = _decide(order, known, as_of, settings)
    template = read_template(order.kind.id, settings, templates)
    written, unfilled = _placed(folder, letters, Template(template), tell)
    if order.combined and len(written) > 1:
        written = _combined(folder, order.kind, written, Template(template))
    cells = _register_cells(known, order.kind, written, template, as_of, home)
    with _on_disk(folder, written):
        if cells:
            enter(cells)
    return LettersResult(written, [*refused, *unfilled], _fixed_words(template, order.kind.id) if templates else ())


def write_corrections(
    result: CheckResult, folder: Path, as_of: date, settings: Settings, master: Path | None = None,
    templates: Path | None = None, received: Mapping[str, date] | None = None,
) -> LettersResult:
    """Write the letters that go back with the files that want mending; a master given enters them in 文书登记.

    `received` tells the days on which files came in, by their hashes.

    Raises:
        Unreadable, TemplateFault, NotWritten: as `write_letters`.
    """
    occasion = Occasion(as_of=as_of, settings=settings)
    days = received or {}
    files = [Returned(file.submission, file.for_sender, days.get(file.submission.sha256)) for file in result.files]
    decided = [correction_notice.write_for(file, occasion) for file in files if file.faults]
    letters = [item for item in decided if isinstance(item, Letter)]
    refused = [item for item in decided if isinstance(item, Refusal)]
    template = read_template(correction_notice.KIND, settings, templates)
    with only_writer(master) if master else nullcontext():
        written, unfilled = _placed(folder, letters, Template(template), _untold)
        with _on_disk(folder, written):
            if master and written:
                _enter(master, written, template, as_of, settings)
    return LettersResult(written, [*refused, *unfilled], _fixed_words(template, correction_notice.KIND) if templates else ())


def _enter(master: Path, written: Sequence[WrittenLetter], template: bytes, as_of: date, settings: Settings) -> None:
    stored = read_stored(master)
    known = open_master(stored, as_of, settings)
    kind = find_kind(correction_notice.KIND)
    if kind and (cells := _register_cells(known, kind, written, template, as_of, master.parent)):
        save(stored, cells, settings.backups)


def _decide(order: Order, master: Master, as_of: date, settings: Settings) -> tuple[list[Letter], list[Refusal]]:
    _refuse_idle_choices(order)
    _refuse_unknown_copies(settings)
    number = _proper(order.number, Context(as_of, settings))
    request = Request(
        master=master, as_of=as_of, settings=settings, unit=order.unit, pilot=order.pilot, year=order.year, number=number,
        signed_on=order.signed_on, reason=order.reason, month=order.month, per_pilot=order.per_pilot,
    )  # fmt: skip
    decided = [_only_complete(item) for item in order.kind.write(request)]
    letters = [item for item in decided if isinstance(item, Letter)]
    refused = [item for item in decided if isinstance(item, Refusal)]
    if number and len(letters) > 1:
        raise Unreadable(say.NUMBER_FOR_SEVERAL, count=len(letters))
    for letter in letters:
        _refuse_used_number(letter, order.kind, master, Context(as_of, settings))
    letters = [replace(letter, remarks=[*letter.remarks, *_doubts(letter, order.kind, master, as_of, settings)]) for letter in letters]
    if not decided:
        refused = [Refusal(order.kind.id, "全部", [Finding(say.NOTHING_TO_WRITE, words={"kind": order.kind.name})])]
    return letters, refused


def _refuse_unknown_copies(settings: Settings) -> None:
    """Copies set for no kind there is would never be printed, and nobody would know."""
    known = {kind.id for kind in LETTER_KINDS}
    if strange := [name for name in settings.copies if name not in known]:
        raise Unreadable(say.UNKNOWN_COPIES, names="、".join(strange))


def _refuse_idle_choices(order: Order) -> None:
    """A choice that a kind does not heed would leave people believing that it did."""
    given = {
        "unit": order.unit, "pilot": order.pilot, "year": order.year, "reason": order.reason, "number": order.number,
        "date": order.signed_on, "month": order.month,
        "per-pilot": order.per_pilot or None,
    }  # fmt: skip
    idle = [f"--{name}" for name, value in given.items() if value is not None and name not in order.kind.takes]
    if idle:
        raise Unreadable(say.OPTION_IDLE, kind=order.kind.name, options="、".join(idle))


def _only_complete(item: Letter | Refusal) -> Letter | Refusal:
    """A letter with number and date goes out, so nothing in it may be left to fill."""
    if isinstance(item, Letter) and not item.is_draft and (names := item.to_fill):
        words = {"names": "、".join(names)}
        return Refusal(item.kind, item.name, [Finding(say.SETTING_MISSING, words=words)])
    return item


def _proper(number: str | None, context: Context) -> str | None:
    """A number in its proper form."""
    if number is None:
        return None
    try:
        return DocumentNumber().parse(number, Reading(context))
    except Bad:
        raise Unreadable(cells.DOCUMENT_NUMBER, value=number) from None


def _refuse_used_number(letter: Letter, kind: LetterKind, master: Master, context: Context) -> None:
    """A number is one document's: the notice's, another letter's, a determination's or an exit's is refused."""
    if letter.number == notice().number:
        raise Unreadable(say.NUMBER_USED, number=letter.number, title=notice().title)
    for line in master.ledger_rows(LETTERS) if letter.number else ():
        told = str(line.get("文号") or "")
        if letter.number in {told, _proper_or_none(told, context)} and line.get("状态") != VOID:
            same = all(line.get(header) == own for header, own in
                       (("文种", kind.name), ("标题", letter.title), ("主送", letter.to)))  # fmt: skip
            if not same or (line.get("状态") != DRAFT and line.get("数据哈希") != letter.data_hash):
                raise Unreadable(say.NUMBER_USED, number=letter.number, title=line.get("标题"))
    for form_id, name in (("pilots", "document_no"), ("tracking", "exit_no")):
        for entry in master.entries(form_id):
            # The notice that publishes a list is what its pilots were determined by; a decision is its own exit's.
            own = kind.id == "list-notice" if form_id == "pilots" else (
                kind.id == "exit-decision" and entry.values.get("name") == letter.to)  # fmt: skip
            if letter.number and entry.values.get(name) == letter.number and not own:
                title = f"{entry.form.sheet}·{entry.form.column(name).header}（{entry.describe()}）"
                raise Unreadable(say.NUMBER_USED, number=letter.number, title=title)


def _doubts(letter: Letter, kind: LetterKind, master: Master, as_of: date, settings: Settings) -> Iterator[Finding]:
    """What looks like a slip in number or date, and what went out before in the same matter."""
    if not letter.number:
        return
    if letter.signed_on and f"〔{letter.signed_on.year}〕" not in letter.number:
        yield Finding(say.NUMBER_OF_ANOTHER_YEAR, words={"number": letter.number, "day": letter.signed_on})
    for line in registered(master, as_of, settings):
        same = (line.kind, line.title, line.to) == (kind.name, letter.title, letter.to)
        if same and line.status == ISSUED and line.number != letter.number:
            yield Finding(say.ISSUED_BEFORE, words={"number": line.number, "to": line.to})


def _proper_or_none(number: str, context: Context) -> str | None:
    try:
        return _proper(number, context)
    except Unreadable:
        return None


def read_template(kind: str, settings: Settings, templates: Path | None = None) -> bytes:
    """The template of a kind in the city's typefaces: the one in `templates` where it has one, or else the shipped one.

    Raises:
        Unreadable: `templates` is no folder, or the template cannot be read.
        TemplateFault: it is no .docx.
    """
    own = templates / f"{kind}.docx" if templates else None
    path = own if own and own.is_file() else shipped("templates") / f"{kind}.docx"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(say.NO_TEMPLATE, path=path, detail=error.strerror or type(error).__name__) from error
    return set_typefaces(data, Fonts.named(settings.fonts))


def _fixed_words(template: bytes, kind: str) -> list[Finding]:
    """What a template of the city's own says alike in every letter, where the shipped one prints the data."""
    own, ours = (read_stories(read_parts(data)) for data in (template, shipped_template(kind)))
    return [finding for finding in check_fixed(own, ours) if finding.severity is not Severity.I]


def _placed(
    folder: Path, letters: Sequence[Letter], template: Template, tell: Progress
) -> tuple[list[WrittenLetter], list[Refusal]]:
    """Each letter filled, under a name of its own: never over another file, which somebody may have edited since.

    One that cannot be filled does not hold up the others; where none can, the template is at fault.
    """
    placed: dict[Path, WrittenLetter] = {}
    unfilled: list[Refusal] = []
    for done, letter in enumerate(letters, start=1):
        tell(done, len(letters))
        try:
            data = template.render(letter.context)
        except TemplateFault as fault:
            if len(letters) == len(unfilled) + 1:
                raise
            unfilled.append(Refusal(letter.kind, letter.name, fault.findings))
            continue
        names = _names(folder, letter.name, draft=letter.is_draft)
        path = next(path for path in names if path not in placed and _is_free(path, data))
        placed[path] = WrittenLetter(letter, path, data)
    return list(placed.values()), unfilled


def _combined(
    folder: Path, kind: LetterKind, written: Sequence[WrittenLetter], template: Template
) -> list[WrittenLetter]:
    """The letters in one file, each of them entered with it."""
    letters = [item.letter for item in written]
    data = template.render_together([letter.context for letter in letters])
    drafts = any(letter.is_draft for letter in letters)
    names = _names(folder, f"{kind.name}-合订{len(letters)}份", draft=drafts)
    path = next(path for path in names if _is_free(path, data))
    return [WrittenLetter(letter, path, data) for letter in letters]


def _names(folder: Path, name: str, *, draft: bool) -> Iterator[Path]:
    """退出决定-某公司-送审稿.docx, then with （2）, （3）…; short enough for any file system."""
    stem = "".join("_" if character in '\\/:*?"<>|' or ord(character) < 32 else character for character in name)
    stem = stem[:_LONGEST_NAME] + (DRAFT_SUFFIX if draft else "")
    yield folder / f"{stem}.docx"
    for number in itertools.count(2):
        yield folder / f"{stem}（{number}）.docx"


def _is_free(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return True
    except OSError as error:
        if path.exists():
            return False
        raise not_written(error, path.parent) from error


@contextmanager
def _on_disk(folder: Path, written: Sequence[WrittenLetter]) -> Iterator[None]:
    """The letters as files, all of them; none that was not there before where anything fails."""
    new = {letter.path: letter.data for letter in written if not letter.path.exists()}
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        for path, data in new.items():
            write_atomically(path, data)
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _register_cells(
    master: Master, kind: LetterKind, written: Sequence[WrittenLetter], template: bytes, as_of: date, home: Path
) -> list[SetCell]:
    """What enters letters in the master: their lines in 文书登记, numbered without a gap, overrides in 变更记录.

    The very same letter is not entered twice.
    """
    rows, template_hash = master.ledger_rows(LETTERS), hashlib.sha256(template).hexdigest()
    known = {(row.get("文种"), row.get("模板哈希"), row.get("数据哈希")) for row in rows if row.get("状态") != VOID}
    numbers = [int(text) for row in rows if (text := str(row.get("序号")).removesuffix(".0")).isdigit()]
    fresh = [item for item in written if (kind.name, template_hash, item.letter.data_hash) not in known]
    first = max(numbers, default=0) + 1
    lines = [_register_line(number, kind, item, template_hash, as_of, home) for number, item in enumerate(fresh, start=first)]
    overridden = [
        CHANGES.line(
            时间=as_of, 批次=LETTERS.sheet, 报送单位=override.unit, 工作表=override.sheet, 记录=override.record, 字段=kind.name,
            原值=override.hindrance, 新值=item.letter.number or DRAFT, 原因=f"理由：{override.reason}",
        )
        for item in fresh
        if (override := item.letter.override)
    ]  # fmt: skip
    return [*ledger_cells(master, LETTERS, lines), *ledger_cells(master, CHANGES, overridden)]


def _register_line(
    number: int, kind: LetterKind, item: WrittenLetter, template_hash: str, as_of: date, home: Path
) -> tuple[object, ...]:
    letter = item.letter
    return LETTERS.line(
        序号=number, 文种=kind.name, 文号=letter.number, 标题=letter.title, 主送=letter.to, 成文日期=letter.signed_on,
        模板哈希=template_hash, 数据哈希=letter.data_hash, 截至日期=as_of, 文件=_seen_from(home, item.path),
        状态=DRAFT if letter.is_draft else ISSUED,
    )  # fmt: skip


def _seen_from(home: Path, path: Path) -> str:
    """A letter's file as the list beside it names it, so that a folder carried elsewhere still finds its own letters."""
    home, path = home.resolve(), path.resolve()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)

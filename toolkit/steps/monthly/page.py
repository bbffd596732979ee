"""月度情况: the month's last page: who has sent, who has not, what needs a person. The same for screen, file and programs."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.checks.figures import Figures, take_figures
from toolkit.checks.submissions import Sent, UnitMonth, units_of_month
from toolkit.letters.letter import long_date
from toolkit.master.store import open_master, read_stored
from toolkit.policy import Settings
from toolkit.records.kinds.text import mask_phones_in
from toolkit.sheets.files import write_atomically
from toolkit.steps.gist import told_quota, told_reports
from toolkit.steps.intake import SKIPPED
from toolkit.steps.monthly.journal import Journal, Outcome, Run

PAGE_NAME = "月度情况.txt"
HEADERS = ("单位", "情况", "收到", "版本", "报送", "新增", "变更", "暂缓", "错误", "提醒")
NUMBERS = HEADERS[3:]
UNUSABLE = "来件未收"
_MOST_NAMES = 5
_IN_WORDS = {"E": "", "W": "（提醒）"}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's month; `last` is its latest workbook that came through a run, `received` the day of the last mail."""

    month: UnitMonth
    state: str
    last: Outcome | None
    received: str | None

    @property
    def cells(self) -> tuple[object, ...]:
        """Under `HEADERS`."""
        month, last = self.month, self.last
        if month.sent is Sent.MISSING:
            return (month.unit.short, self.state, self.received, *[None] * 5, *self._faults)
        numbers = (month.rows, month.added, month.changed, month.held)
        return (month.unit.short, self.state, self.received, last.revision if last else None, *numbers, *self._faults)

    @property
    def _faults(self) -> tuple[int | None, int | None]:
        return (self.last.errors or None, self.last.warnings or None) if self.last else (None, None)


@dataclass(frozen=True, slots=True)
class Page:
    """The month as of a day: a line a unit, what needs a person, how the programme stands."""

    month: str
    as_of: date
    lines: Sequence[Line]
    needs: Sequence[str]
    standing: Sequence[str]
    output: Path

    @property
    def missing(self) -> list[str]:
        """Units of which nothing usable came."""
        return [line.month.unit.short for line in self.lines if line.month.sent is Sent.MISSING]

    @property
    def summary(self) -> str:
        """应报 17 个单位，已报 16 个…."""
        told = f"应报 {len(self.lines)} 个单位，已报 {len(self.lines) - len(self.missing)} 个"
        return f"{told}，未报 {len(self.missing)} 个：{'、'.join(self.missing)}" if self.missing else told

    def to_json(self) -> dict[str, object]:
        """As programs read it."""
        return {
            "month": self.month, "as_of": self.as_of.isoformat(),
            "units": [
                {"unit": line.month.unit.short, "state": line.state, "received": line.received,
                 "rows": {"in": line.month.rows, "added": line.month.added, "changed": line.month.changed, "held": line.month.held}}
                for line in self.lines
            ],
            "missing": self.missing, "needs": list(self.needs), "standing": list(self.standing), "output": str(self.output),
        }  # fmt: skip


def make_page(journal: Journal, as_of: date, settings: Settings) -> Page:
    """The page as of the last run's day; nothing is written.

    Raises:
        Unreadable: the master cannot be read.
    """
    day = journal.runs[-1].day if journal.runs else as_of
    master = open_master(read_stored(journal.place.master, create=settings), day, settings)
    figures = take_figures(master, day, settings)
    lines = [_line(month, journal) for month in units_of_month(master, journal.month, settings)]
    return Page(journal.told_month, day, lines, list(_needs(journal, figures)), [*_standing(figures), *_left_out(journal)], journal.output)


def write_page(page: Page, journal: Journal) -> None:
    """Put it into the month's output, where it is not there already.

    Raises:
        NotWritten: the folder cannot be written.
    """
    path, data = journal.output / PAGE_NAME, page_text(page).replace("\n", "\r\n").encode("utf-8-sig")
    if not (path.is_file() and path.read_bytes() == data):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)


def page_text(page: Page) -> str:
    """For a plain text file."""
    year, month = page.month.split("-")
    lines = [f"{year}年{int(month)}月商业秘密保护创新试点报送情况（截至{long_date(page.as_of)}）", "", page.summary, ""]
    lines += [*_table([HEADERS, *(line.cells for line in page.lines)]), ""]
    lines += ["需要人处理：", *(f"{number}. {need}" for number, need in enumerate(page.needs, start=1))] if page.needs else ["没有需要人处理的事项。"]
    lines += ["", "监测：", *(f"· {told}" for told in page.standing), ""]
    return mask_phones_in("\n".join(lines))


def _line(month: UnitMonth, journal: Journal) -> Line:
    unit = month.unit.short
    own = [one for run in journal.runs for one in run.files if one.unit == unit and (one.year, one.month) == journal.month]
    merged = [one for one in own if one.action in {"merged", "unchanged"}]
    unusable = [one for run in journal.runs for one in run.arrived if one.unit == unit and one.grave == "E"]
    state = str(month.sent) if month.sent is not Sent.MISSING or not (own or unusable) else UNUSABLE
    last = next(reversed(merged or own), None)
    received = last.received if last else next((one.received for one in reversed(unusable)), None)
    return Line(month, state, last, received)


def _needs(journal: Journal, figures: Figures) -> Iterator[str]:
    """What a person must see to, the gravest first."""
    if figures.unruled:
        yield f"待裁定 {figures.unruled} 项：请在总台账“冲突裁定”中选择裁定，再运行一次 pilot monthly"
    for run in journal.runs:
        told = set()
        for one in run.arrived:
            if one.grave in _IN_WORDS:
                told.add(one.file)
                where = "" if one.source.endswith(one.name) else f"（{one.source}）"
                yield f"{run.label}来件“{one.name}”{where}{_IN_WORDS[one.grave]}：{one.why}{_since(journal, run, one.unit)}"
        yield from (f"{run.label}“{file.file}”未并入：{file.why}" for file in run.files if file.action == "refused" and file.file not in told)
        yield from (f"{run.label}{note}" for note in run.notes)
    if figures.held:
        yield f"待补正 {figures.held} 行：见总台账“待补正”，等有关单位改正后重新报送"


def _since(journal: Journal, run: Run, unit: str | None) -> str:
    """That a unit's workbook has come in since, and with which run."""
    later = (other.label for other in journal.runs[run.number :] if any(f.unit == unit and f.action == "merged" for f in other.files))
    label = next(later, None)
    return f"（{unit}已于{label}报来）" if unit and label else ""


def _standing(figures: Figures) -> Iterator[str]:
    yield told_quota(figures.quota)
    yield told_reports(figures.reports)
    yield f"跟踪：拟退出 {len(figures.standing.cases)} 家；现有市级试点 {len(figures.present)} 家"


def _left_out(journal: Journal) -> Iterator[str]:
    """What came in and is no workbook: nobody need do anything, but somebody may have mailed a scan instead of the form."""
    for run in journal.runs:
        names = [one.name for one in run.arrived if one.action == SKIPPED]
        if names:
            shown = "、".join(names[:_MOST_NAMES]) + ("等" if len(names) > _MOST_NAMES else "")
            yield f"{run.label}略过 {len(names)} 个不是工作簿的文件（{shown}），未取出，原件在归档"


def _table(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Columns set by what a screen shows: a Chinese character takes two."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in texts) for column in range(len(HEADERS))]
    for row in texts:
        cells = (
            " " * (width - _width(cell)) + cell if header in NUMBERS else cell + " " * (width - _width(cell))
            for header, cell, width in zip(HEADERS, row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

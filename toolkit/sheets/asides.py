"""Rows of a table that are no data: totals, notes, signatures, examples, titles of sections."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from toolkit.findings import Finding, Place
from toolkit.findings.catalogue import sheets
from toolkit.policy import Category
from toolkit.policy.text import squeeze
from toolkit.records import BoundColumn, Context, Form
from toolkit.records.entity import CATEGORY
from toolkit.records.kinds import Number, Reading
from toolkit.records.kinds.base import is_broken
from toolkit.records.row import Row
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Cell, Fault, Sheet, address, column_letter, row_runs
from toolkit.sheets.headers import AT_LEAST, ENOUGH, STRICT, Header

TOTAL, NOTE, SECTION, TITLE, HEADING, PICTURE = "合计行", "注释行", "分节标题行", "标题行", "重复的表头", "只有图片的行"
EXAMPLE, SIGNATURE = "示例行", "签字、落款行"

_TOTAL = re.compile(r"(?:本[月页年季表]|全[区市年]|以上)?(合计|小计|总计|共计|累计)|共\d{1,9}[家个户行条项]")
_REMARK = re.compile(r"(注|说明|备注|填表说明|填报说明|填写说明)[:：]|(注|说明)\d*[.、]")
_SIGNATURE = re.compile(
    r"(单位|部门|主要|分管)?(领导|负责人|审核人|复核人|经办人|填报人|填表人|制表人|单位盖章|盖章|填报单位|报送单位|填报日期|联系电话)"
    r"[^:：(（]{0,6}[:：(（]"
)
_FOOT = re.compile(
    r".{0,12}(?:签字|签名|盖章|公章)[)）]?[:：]?|(?:制表|填表|审核|复核|签字|签名|日期)[:：].{0,20}|20\d{2}年\d{1,2}月\d{1,2}日"
    r"|第\d+页.{0,8}|\d+/\d+页?|以下(?:无正文|空白|无)|[-—_=]{3,}"
)
"""What stands alone at a table's foot, a page's or the sender's: never what a row of data can be."""
_EXAMPLE = re.compile(r"[(（【\[]?(示例|例如?[:：]|样例行|填写(?:示例|样例))")
_PERHAPS_EXAMPLE = re.compile(r"[(（【\[]?(?:例|样例|范例|举例)[)）】\]]?")
_ORDINAL = r"(?:[(（]?[一二三四五六七八九十]+[)）、.．:：]*|[(（]?\d{1,2}[)）、.．]+|第[一二三四五六七八九十]+部分[:：]?)"
_SECTION = re.compile(f"{_ORDINAL}(.+)")
_HOW_MANY = re.compile(r"(?:类别?)?(?:[(（]?共?计?\d+[家个户行][)）]?|[:：])*$")
_COUNT = re.compile(r"(\d{1,9})\s*(?:家|个|户|行|条|项)")
_BLANKS = "\u3000 \t\r\n\xa0\u200b\ufeff"


@dataclass(frozen=True)
class Table:
    """Where rows of a form stand in a file: below their header, above row `bottom`."""

    form: Form
    file: str
    sheet: Sheet
    header: Header
    bottom: int

    @property
    def place(self) -> Place:
        """Its sheet."""
        return Place(self.file, self.sheet.name)

    def place_of(self, row: int, column: int) -> Place:
        """A cell of it, with the column's header where it is a known one."""
        name = next((name for name, at in self.header.columns.items() if at == column), None)
        header = self.form.column(name).header if name else self.header.texts.get(column)
        return Place(self.file, self.sheet.name, address(row, column), row, name, header)

    @cached_property
    def last(self) -> int:
        """The column its header ends in."""
        return max(self.header.texts)

    @cached_property
    def columns(self) -> list[tuple[BoundColumn, int]]:
        """The district's columns it has, each with where it stands."""
        at = self.header.columns
        return [(bound, at[bound.field]) for bound in self.form.district_columns if bound.field in at]

    @cached_property
    def required(self) -> frozenset[int]:
        """Where those stand that must be filled."""
        return frozenset(at for bound, at in self.columns if bound.required)

    @cached_property
    def absent(self) -> frozenset[str]:
        """The district's columns it lacks, by field."""
        return frozenset(bound.field for bound in self.form.district_columns if bound.field not in self.header.columns)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letters of its columns, by field."""
        return {name: column_letter(at) for name, at in self.header.columns.items()}


def filled(line: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of a row that hold anything; a formula that shows an empty text holds nothing."""
    return {
        column: cell
        for column, cell in line.items()
        if cell.fault or (value.strip(_BLANKS) if isinstance(value := cell.value, str) else value is not None)
    }


def what_instead(line: Mapping[int, Cell], table: Table) -> str | None:
    """What a row is when it is no data: 合计行, 注释行, 落款行, 示例行, 重复的表头; None for data."""
    first = next(iter(line.values()), None)
    if first is not None and first.fault is Fault.PICTURE and all(cell.fault is Fault.PICTURE for cell in line.values()):
        return PICTURE
    texts = [squeeze(str(cell.value)) for cell in islice((cell for cell in line.values() if cell.value is not None), 2)]
    if not texts or min(line) > table.last:
        return None
    return _plainly(texts, line, table) or (None if _complete(line, table) else _footing(texts[0], line, table))


def _plainly(texts: Sequence[str], line: Mapping[int, Cell], table: Table) -> str | None:
    """What a row says it is, however much of it is filled."""
    if _EXAMPLE.match(texts[0]):
        return EXAMPLE
    if _repeats_header(line, table):
        return HEADING
    if any(_TOTAL.fullmatch(text) for text in texts):
        return TOTAL
    signed = _SIGNATURE.match(texts[0]) and all(_SIGNATURE.match(squeeze(str(cell.value))) for cell in line.values())
    return SIGNATURE if signed else None


def _footing(first: str, line: Mapping[int, Cell], table: Table) -> str | None:
    """What a row that lacks required cells may be at the foot of a table."""
    mapped = sum(1 for column in table.header.columns.values() if column in line)
    if (total := _TOTAL.match(first)) and (mapped <= 3 or not re.match("[\u4e00-\u9fff]", first[total.end() :])):
        return TOTAL
    if _PERHAPS_EXAMPLE.fullmatch(first):
        return EXAMPLE
    if mapped <= 2 and _REMARK.match(first):
        return NOTE
    if (mapped <= 3 and _SIGNATURE.match(first)) or (len(line) == 1 and _FOOT.fullmatch(first)):
        return SIGNATURE
    return None


def _complete(line: Mapping[int, Cell], table: Table) -> bool:
    """Whether all that must be filled is: such a row is data, whatever its first cell begins with."""
    return table.required <= line.keys()


def _repeats_header(line: Mapping[int, Cell], table: Table) -> bool:
    """Whether the header stands there again, as on the top of a printed page."""
    columns = table.header.columns
    filled = sum(column in line for column in columns.values())
    few, names = filled - max(AT_LEAST, ENOUGH * filled), STRICT.names(table.form)
    for name, column in columns.items():
        if column in line:
            text = line[column].value
            found = names(text) if isinstance(text, str) else None
            few -= found is None or found.field != name
            if few < 0:
                return False
    return few >= 0


def section_of(sheet: Sheet, row: int, line: Mapping[int, Cell], context: Context) -> Category | None:
    """The category that a section row such as 二、单位（站） names; None for any other row."""
    if not 1 <= len(line) <= 2 or not all(isinstance(cell.value, str) for cell in line.values()):
        return None
    texts = [squeeze(str(cell.value)) for cell in line.values()]
    if len(texts) == 2 and not re.fullmatch(_ORDINAL, texts[0]):
        return None
    text = _HOW_MANY.sub("", "".join(texts), count=1)
    column = next(iter(line))
    spans = any(area.left <= column < area.right and area.top <= row <= area.bottom for area in sheet.merges)
    name = match[1] if (match := _SECTION.fullmatch(text)) else text if spans else None
    return CATEGORY.find(name, Reading(context)) if name and CATEGORY.knows(name) else None


def begins_a_section(line: Mapping[int, Cell]) -> bool:
    """Whether a row of one text is numbered as the title of a section is, whatever it names."""
    text = next(iter(line.values())).value if len(line) == 1 else None
    return isinstance(text, str) and bool(re.match(r"[(（]?[一二三四五六七八九十]+[)）、.．]", squeeze(text)))


def titles_before(sheet: Sheet, header: Header, after: int) -> set[int]:
    """The rows right above a block's header that hold one text each: its titles."""
    titles: set[int] = set()
    for row in range(header.top - 1, after, -1):
        line = filled(sheet.rows.get(row, {}))
        if len(line) > 1:
            break
        titles |= {row} if line else set()
    return titles


def told_of_skipped(table: Table, skipped: Mapping[str, Iterable[int]]) -> list[Finding]:
    """What was taken for no data, kind by kind."""
    return [
        Finding(sheets.SKIPPED_ROW, table.place, None, {"rows": row_runs(numbers), "what": what})
        for what, numbers in skipped.items()
        if what != PICTURE  # told with the sheet's other pictures
    ]


def told_of_totals(table: Table, totals: Sequence[int], rows: Sequence[Row]) -> list[Finding]:
    """Totals of a block that are not what rows above them add up to: since the last one, of the block, or of the sheet."""
    told: list[Finding] = []
    before = table.header.row
    for number in totals:
        above = [row for row in rows if row.number < number]
        groups = [[row for row in above if row.number > start] for start in (before, table.header.row, 0)]
        cells = filled(table.sheet.rows[number])
        told += [finding for column, cell in cells.items() if (finding := _total(table, number, column, cell, groups))]
        before = number
    return told


def _total(table: Table, number: int, column: int, cell: Cell, groups: Sequence[Sequence[Row]]) -> Finding | None:
    """What is wrong with one cell of a total; the whole block is what it should have said."""
    place = table.place_of(number, column)
    if match := _COUNT.search(squeeze(str(cell.value))):
        words: dict[str, object] = {"told": match[1], "counted": len(groups[1])}
        right = int(match[1]) in {len(rows) for rows in groups}
        return None if right else Finding(sheets.TOTAL_DIFFERS, place, shown(cell), words)
    bound = next((bound for bound, at in table.columns if at == column), None)
    if bound is None or not _adds_up(bound, table, groups) or not isinstance(cell.value, int | float) or is_broken(cell.value):
        return None
    sums = [round(sum(row.values.get(bound.field) or 0 for row in rows), 6) for rows in groups]
    if any(abs(total - cell.value) < 1e-6 for total in sums):
        return None
    words = {"told": shown(cell), "counted": shown(Cell(sums[1]))}
    return Finding(sheets.TOTAL_OF_COLUMN, place, shown(cell), words)


def _adds_up(bound: BoundColumn, table: Table, groups: Sequence[Sequence[Row]]) -> bool:
    """Whether a column is one of figures (a year is none), all of them readable and in its own unit."""
    readable = not any(bound.field in row.bad for row in groups[1])
    return isinstance(bound.kind, Number) and not bound.required and bound.field not in table.header.units and readable

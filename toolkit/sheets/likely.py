"""Tables that are not laid out as ours: which column is which of a form's, by its header and by what stands under it.

Every match says how sure it is and why, so that a person can judge it before anything is made of it.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from toolkit.findings.catalogue import cells
from toolkit.policy import Category, Settings
from toolkit.policy.text import match_key, squeeze
from toolkit.records import FORMS, BoundColumn, Context, Form
from toolkit.records.kinds import Bad, Choice, Choices, CreditCode, Day, DocumentNumber, Kind, Phone, PilotId, Reading
from toolkit.sheets.asides import Table, filled
from toolkit.sheets.bounds import LAST_ROW
from toolkit.sheets.faults import shown
from toolkit.sheets.grid import Sheet
from toolkit.sheets.headers import (
    LOOK_IN_ROWS,
    Header,
    Manner,
    find_headers,
    header_key,
    is_numbering,
    known_headers,
    match_header,
    match_other_unit,
)

SURE_ENOUGH = 0.7
"""From here on a match is used without being asked for; below it, it is only a suggestion."""
SAME, ALIAS, OLD_NAME, AGREEING, BY_CONTENT, SIMILAR, DOUBTFUL = 1.0, 0.95, 0.9, 0.85, 0.75, 0.6, 0.3
MOST = 0.8
"""The share of a column's cells that must look like its kind to count as evidence."""
_LOOKED_AT = 200
_FEWEST = 3
"""With fewer values, what a column holds says nothing of which it is."""
_WIDEST = 80
"""No list that people keep has more columns; what has is not searched."""
_REMARKS = frozenset({"备注", "说明", "其他", "其它", "备注说明"})
_LONGEST_HEADER = 20
_ALIKE = 0.8
_SHORTEST_PART = 4
"""An alias shorter than this says nothing inside a longer header: 产品名称 is no 名称."""

OLD_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("示范单位", "示范单位名称", "示范点名称", "示范站名称", "示范区名称", "创建单位", "创建单位名称", "公司名称", "企业", "单位"),
    "uscc": ("统一代码", "组织机构代码", "营业执照号", "注册号"),
    "category": ("示范类型", "示范类别", "创建类型", "创建类别", "申报类型", "申报类别"),
    "industries": ("行业", "行业类别", "所属领域", "产业类别", "主营行业"),
    "level": ("示范级别", "等级", "级别层次"),
    "determined_year": ("认定年度", "命名年度", "创建年度", "认定年份", "年度", "年份"),
    "determined_on": ("认定时间", "授牌日期", "授牌时间", "命名日期", "命名时间", "公布日期", "公布时间"),
    "document_no": ("认定文号", "命名文号", "发文字号"),
    "contact": ("联络人", "联络员"),
    "phone": ("手机号码", "手机号", "联系手机", "电话号码", "联络电话"),
    "park_name": ("园区名",),
    "address": ("地址", "联系地址", "单位地址", "经营地址"),
}
"""What the lists of the programme before the notice call their columns, by field."""

_DEMONSTRATION = re.compile(r"示范(园区|区|站|点)([、（(/和及]?)")
_OLD_CATEGORY = {"园区": Category.PARK, "区": Category.PARK, "站": Category.STATION, "点": Category.SITE}


@dataclass(frozen=True, slots=True)
class Match:
    """What a column is taken for: a field of the form, None where nothing fits; how sure (0 to 1), and why."""

    column: int
    text: str
    field: str | None
    sure: float
    why: str

    @property
    def used(self) -> bool:
        """Whether it is sure enough to be used unasked."""
        return self.field is not None and self.sure >= SURE_ENOUGH


@lru_cache(maxsize=4096)
def header_guess(form: Form, text: str) -> tuple[str, float, str] | None:
    """The field a header text names, how surely, and why; None where it names none."""
    bound = match_header(form, text)
    if bound and bound.column.city:
        return None
    if bound:
        same = header_key(text.rsplit("/", maxsplit=1)[-1]) == header_key(bound.header)
        return (bound.field, SAME, "列名一致") if same else (bound.field, ALIAS, "常用别名")
    if other := match_other_unit(form, text):
        return other[0].field, ALIAS, f"单位为{other[1]}"
    key = header_key(text.rsplit("/", maxsplit=1)[-1])
    if len(key) > _LONGEST_HEADER:
        return None
    if old := _old_names(form).get(key):
        return old, OLD_NAME, "旧表用名"
    near = _similar(key, _all_names(form))
    return (_all_names(form)[near], SIMILAR, f"列名近似“{near}”") if near else None


@cache
def _old_names(form: Form) -> Mapping[str, str]:
    fields = {column.field for column in form.district_columns}
    return {header_key(name): field for field, names in OLD_NAMES.items() if field in fields for name in names}


@cache
def _all_names(form: Form) -> Mapping[str, str]:
    ours = {name: bound.field for name, bound in known_headers(form).items() if not bound.column.city}
    return {**ours, **_old_names(form)}


def _similar(key: str, known: Collection[str]) -> str | None:
    parts = [name for name in known if len(name) >= _SHORTEST_PART and name in key]
    kin = [name for name in known if 2 * len(set(key) & set(name)) >= len(set(name))]  # most texts share nothing with any
    close = difflib.get_close_matches(key, kin, n=1, cutoff=_ALIKE)
    return max(parts, key=len, default=None) or (close[0] if close else None)


def _named(form: Form, text: str) -> BoundColumn | None:
    guess = header_guess(form, text)
    return form.column(guess[0]) if guess else None


LENIENT = Manner(_named, at_least=2, enough=0.3)
"""By whatever a header may mean: for files that a person judges before they are used."""


def likely_headers(form: Form, sheet: Sheet) -> list[Header]:
    """The headers of all blocks of rows that may be a form's, downwards; each names who or what its rows are about."""
    if any(len(sheet.rows.get(row, {})) > _WIDEST for row in range(1, LOOK_IN_ROWS + 1)):
        return []
    lead = form.own_key[0] if form.own_key else "name"
    headers = find_headers(form, sheet, LENIENT)
    return headers if any(lead in header.columns or "park_name" in header.columns for header in headers) else []


def form_like(sheet: Sheet) -> Form | None:
    """The form a sheet's rows are of: by its name, else the one whose columns it shows most of."""
    named = next((form for form in FORMS if match_key(form.sheet) == match_key(sheet.name)), None)
    if named is not None and likely_headers(named, sheet):
        return named
    found = [(form, headers) for form in FORMS if (headers := likely_headers(form, sheet))]
    return max(found, key=_shows_most, default=(None, []))[0]


def _shows_most(pair: tuple[Form, list[Header]]) -> tuple[int, float, bool]:
    """The columns recognised, then the share of those required, then the list of pilots before others."""
    form, headers = pair
    columns = max(headers, key=lambda header: header.score).columns
    required = [column.field for column in form.district_columns if column.required]
    return len(columns), sum(name in columns for name in required) / len(required), form.id == "pilots"


def tables_of(form: Form, file: str, sheet: Sheet, headers: list[Header]) -> list[Table]:
    """The tables under headers, each reaching down to the next."""
    bottoms = [*(header.top for header in headers[1:]), LAST_ROW + 1]
    return [Table(form, file, sheet, header, bottom) for header, bottom in zip(headers, bottoms, strict=True)]


def match_columns(table: Table, settings: Settings, apart: Collection[int] = ()) -> list[Match]:
    """What each column of a table is, the surest first choosing; running numbers and columns `apart` are left out."""
    texts = table.header.texts
    columns = [column for column, text in texts.items() if not is_numbering(text) and column not in apart]
    found = {column: list(_guesses(table, column, settings)) for column in columns}
    chosen: dict[int, Match] = {}
    taken: set[str] = set()
    for match in sorted((m for own in found.values() for m in own), key=lambda m: (-m.sure, m.column)):
        if match.column not in chosen and match.field not in taken:
            chosen[match.column] = match
            taken.add(match.field or "")
    return [chosen.get(column) or Match(column, texts[column], None, 0.0, "没有对应的列") for column in columns]


def use(table: Table, matches: Collection[Match]) -> None:
    """Let a table's columns be what the matches that are used say, each in the unit its header names."""
    header, form = table.header, table.form
    header.columns = {match.field: match.column for match in matches if match.used and match.field}
    header.unknown = [column for column in header.texts if column not in header.columns.values()]
    header.repeated, header.units = {}, {}
    for name, column in header.columns.items():
        other = None if match_header(form, header.texts[column]) else match_other_unit(form, header.texts[column])
        if other:
            header.units[name] = other[1]


def _guesses(table: Table, column: int, settings: Settings) -> Iterator[Match]:
    text = table.header.texts[column]
    values = _values(table, column)
    guess = header_guess(table.form, text)
    if guess and guess[1] > SIMILAR:
        yield Match(column, text, *guess)
        return
    for bound in table.form.district_columns:
        share = likeness_of(bound, values, settings)
        tells = _tells_itself(bound.kind) and squeeze(text) not in _REMARKS
        if guess and guess[0] == bound.field:
            agrees = share is not None and share >= MOST
            sure = AGREEING if agrees else SIMILAR if share is None or not values else DOUBTFUL
            yield Match(column, text, bound.field, sure, guess[2] + ("，内容相符" if agrees else ""))
        elif share is not None and share >= MOST and len(values) >= _FEWEST and tells:
            yield Match(column, text, bound.field, BY_CONTENT, "按内容判断")


def _values(table: Table, column: int) -> list[object]:
    """The sound values that stand under a header."""
    rows = (line for number, line in table.sheet.rows.items() if table.header.row < number < table.bottom)
    sound = [line[column] for line in rows if column in filled(line) and not line[column].fault]
    return [cell.value for cell in sound[:_LOOKED_AT]]


def _tells_itself(kind: Kind) -> bool:
    """Whether values show by themselves which column they are of; a day, a number or a yes may be of any."""
    listed = isinstance(kind, Choice | Choices) and not set(kind.choices or ("是",)) & {"是", "否"}
    return listed or isinstance(kind, CreditCode | PilotId | DocumentNumber | Phone)


def likeness_of(bound: BoundColumn, values: Collection[object], settings: Settings) -> float | None:
    """The share of values that look like a column's; None for free text, which looks like nothing."""
    looks = _LOOKS.get(type(bound.kind)) or (_listed if isinstance(bound.kind, Choice | Choices) else None)
    if looks is None or not values:
        return None
    context = Context(date.max, settings)
    return sum(looks(bound.kind, value, context) for value in values) / len(values)


def _looks_like_code(_kind: Kind, value: object, _context: Context) -> bool:
    return bool(re.fullmatch(r"(?=.*\d{6})[0-9A-Z]{15,20}", squeeze(str(value)).upper().replace("-", "")))


def _parses(kind: Kind, value: object, context: Context) -> bool:
    reading = Reading(context)
    try:
        kind.parse(value, reading)  # type: ignore[arg-type]
    except Bad:
        return False
    return not any(problem.rule is cells.PHONE for problem in reading.problems)


def _looks_like_day(kind: Kind, value: object, context: Context) -> bool:
    return isinstance(value, datetime) or bool(re.match(r"20\d{2}[年./-]", str(value))) or _parses(kind, value, context)


def _listed(kind: Kind, value: object, context: Context) -> bool:
    return isinstance(value, str) and _parses(kind, value, context)


_LOOKS: Mapping[type[Kind], Callable[[Kind, object, Context], bool]] = {
    CreditCode: _looks_like_code, Day: _looks_like_day, Phone: _parses, DocumentNumber: _listed, PilotId: _listed,
}  # fmt: skip


def category_said_above(table: Table, first: bool) -> tuple[Category, str] | None:
    """The category that the titles of a table (or the sheet's name, for its first) give its rows, with their words.

    Only the names of the programme before are looked for, and a title of several categories gives none.
    """
    rows = table.sheet.rows
    above = range(1, table.header.top) if first else range(max(1, table.header.top - 3), table.header.top)
    texts = [shown(cell) or "" for number in reversed(above) for cell in rows.get(number, {}).values()]
    for text in (*texts, table.sheet.name):
        found = _DEMONSTRATION.findall(squeeze(text))
        names = {_OLD_CATEGORY[kind] for kind, _ in found}
        if len(names) == 1 and not any(joined for _, joined in found):
            return names.pop(), text
    return None


"""Rows as a clerk types them, and short ways to read one: factories fill what a test does not mean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from toolkit.policy import Category, load_settings, notice
from toolkit.records import Context, Cover, form_of
from toolkit.records.kinds import Bad, Kind, Reading
from toolkit.records.kinds.base import Raw
from toolkit.records.kinds.code import check_character, organisation_check
from toolkit.records.row import Values, apply_rules, read_values

PARK, STATION, SITE = Category.PARK, Category.STATION, Category.SITE
AS_OF = date(2025, 12, 8)
FILLED_ON = date(2025, 12, 5)


def on(year: int, month: int, day: int) -> datetime:
    """A date cell's value."""
    return datetime(year, month, day)  # noqa: DTZ001 - a day has no zone


def credit_code(n: int, prefix: str = "91", region: str = "310115") -> str:
    """A valid made-up code; another for every n below a million."""
    organisation = f"MA{n * 7919 % 1_000_000:06}"
    code = prefix + region + organisation + organisation_check(organisation)
    return code + check_character(code)


def context(**changes: Any) -> Context:
    """What rows are read against: a file of 浦东新区 filled in on 2025-12-05, judged on 2025-12-08."""
    usual = {"as_of": AS_OF, "settings": load_settings(), "year": 2025, "filled_on": FILLED_ON}
    return Context(**{**usual, "unit": notice().find_unit("浦东新区"), **changes})


def _about(category: Category, n: int) -> dict[str, Raw]:
    names = {
        PARK: (f"上海样例园区{n}号运营有限公司", "91"),
        STATION: (f"上海市样例行业协会{n}", "51"),
        SITE: (f"上海样例{n}号科技有限公司", "91"),
    }
    name, prefix = names[category]
    own: dict[str, Raw] = {"name": name, "uscc": credit_code(n, prefix), "category": str(category)}
    return own | ({"park_name": f"上海样例产业园{n}号"} if category is PARK else {})


def _subject(category: Category) -> dict[str, Raw]:
    kinds = {PARK: "产业基地", STATION: "行业协会", SITE: "企业"}
    return {"subject_type": kinds[category], "industries": "集成电路、人工智能"}


def _person() -> dict[str, Raw]:
    return {"contact": "样例联系人", "phone": "021-12345678"}


def _cultivation(category: Category, n: int) -> dict[str, Raw]:
    return _about(category, n) | _subject(category) | {
        "visited_on": on(2025, 3, 12), "situation": "已有保密制度，尚未定密分级", "guidance": "指导建立定密分级制度",
        "is_target": "是",
    }  # fmt: skip


def _applications(category: Category, n: int) -> dict[str, Raw]:
    return _about(category, n) | _subject(category) | _person() | {
        "address": "上海市样例路1号", "applied_on": on(2025, 5, 20), "strengths": "制度健全，行业领先",
        "measures": "开展行业培训", "report_ref": "已收", "status": "已受理",
    }  # fmt: skip


def _reviews(category: Category, n: int) -> dict[str, Raw]:
    answers: dict[str, Raw] = {criterion.id: "符合" for criterion in notice().criteria_of(category)}
    return _about(category, n) | answers | {
        "reviewed_on": on(2025, 8, 15), "methods": "材料审核、实地核查", "opinion": "建议确定",
    }  # fmt: skip


def _pilots(category: Category, n: int) -> dict[str, Raw]:
    return _about(category, n) | _subject(category) | _person() | {
        "level": "市级", "origin": "新确定", "determined_year": 2025, "determined_on": on(2025, 9, 1),
        "document_no": "沪市监价竞〔2025〕1号", "state": "试点中",
    }  # fmt: skip


def _annual_reports(category: Category, n: int) -> dict[str, Raw]:
    return _about(category, n) | {
        "report_year": 2025, "district_received": on(2025, 12, 1), "city_received": on(2025, 12, 2),
        "city_channel": "区局转报", "summary": "完善制度，开展培训",
    }  # fmt: skip


def _tracking(category: Category, n: int) -> dict[str, Raw]:
    return _about(category, n) | {
        "tracked_on": on(2025, 11, 3), "methods": "走访", "service": "服务能力稳定", "verdict": "合格",
    }  # fmt: skip


def _activities(category: Category, n: int) -> dict[str, Raw]:
    return {"title": f"商业秘密保护培训第{n}期", "held_on": on(2025, 6, 10), "kind": "培训"}


def _outcomes(category: Category, n: int) -> dict[str, Raw]:
    return {
        "title": f"样例成果{n}", "source_name": "上海样例科技有限公司", "kind": "案例", "content": "定密分级的做法",
        "publishable": "是",
    }  # fmt: skip


def _feedback(category: Category, n: int) -> dict[str, Raw]:
    return {"kind": "问题", "content": f"样例问题{n}", "raised_on": on(2025, 10, 9)}


_ROWS: dict[str, Callable[[Category, int], dict[str, Raw]]] = {
    "cultivation": _cultivation, "applications": _applications, "reviews": _reviews, "pilots": _pilots,
    "annual_reports": _annual_reports, "tracking": _tracking, "activities": _activities, "outcomes": _outcomes,
    "feedback": _feedback,
}  # fmt: skip


def row(form_id: str, category: Category = SITE, n: int = 1, /, **changes: Raw) -> dict[str, Raw]:
    """A valid row of a form by field, as a clerk types it; None in `changes` empties a cell."""
    return {**_ROWS[form_id](category, n), **changes}


def cover(**changes: Raw) -> dict[str, Raw]:
    """A valid cover by field."""
    usual: dict[str, Raw] = {
        "template_version": "2025.1", "unit": "浦东新区", "year": 2025, "month": 12, "filler": "样例填报人",
        "phone": "021-12345678", "reviewer": "样例审核人", "filled_on": on(2025, 12, 5),
    }  # fmt: skip
    return {**usual, **changes}


def read_row(form_id: str, category: Category = SITE, against: Context | None = None, /, **changes: Raw) -> Values:
    """A row read, its rules applied: `problems` holds everything that is said of it."""
    form, where = form_of(form_id), against or context()
    read = read_values(form.record, row(form_id, category, 1, **changes), where)
    read.problems += apply_rules(form, read, where)
    return read


def read_cover(**changes: Raw) -> Values:
    """A cover read, before anything of the file is known."""
    return read_values(Cover, cover(**changes), context(year=None, filled_on=None, unit=None))


def said(read: Values) -> set[tuple[str | None, str]]:
    """What is said of a row: (field, code)."""
    return {(problem.field, problem.rule.code) for problem in read.problems}


@dataclass(frozen=True)
class Cell:
    """One cell read: its value, the code that refuses it or None, and the codes of what was told all the same."""

    value: Any
    refused: str | None
    told: list[str]
    words: dict[str, object]


def read_cell(kind: Kind, raw: Any, *, required: bool = False, **changes: Any) -> Cell:
    """Read one cell the way a record's field reads it."""
    reading = Reading(context(**changes))
    try:
        value = kind.read(raw, reading, optional=not required)
    except Bad as why:
        reading.retract()
        return Cell(None, why.rule.code, [problem.rule.code for problem in reading.problems], why.words)
    words = {name: word for problem in reading.problems for name, word in problem.words.items()}
    return Cell(value, None, [problem.rule.code for problem in reading.problems], words)

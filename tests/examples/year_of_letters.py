"""A year's letters for the demo's city: what staff enter by hand, and every kind written in one run."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.letters.kinds import find_kind
from toolkit.master.ledgers import EXPLANATIONS, FIRST_ROW
from toolkit.master.state import Entry, Master
from toolkit.master.store import open_master, read_stored
from toolkit.policy import load_settings
from toolkit.sheets.edit import SetCell, edit
from toolkit.steps.check import check_files
from toolkit.steps.letters import LettersResult, Order, write_corrections, write_letters

DAY = date(2025, 12, 16)
PLAIN = load_settings()
ISSUER = {"contact": "样例经办人", "phone": "021-12345678", "address": "上海市样例路1号"}
SETTINGS = PLAIN.model_copy(update={"issuer": PLAIN.issuer.model_copy(update=ISSUER)})
EXITED, WARNED = "上海样例承稷智能终端有限公司", "上海样例知序算法科技有限公司"
PROPOSED = ("上海样例青榆电子有限公司", "上海样例芥舟行业协会")
PUT_OFF, REFUSED = "上海示例知序半导体有限公司", "上海样例槿和半导体有限公司"
RECTIFY: dict[str, Any] = {"verdict": "限期整改", "unmet": ("C10", "C11"), "rectify_by": date(2026, 1, 31)}


def number(n: int) -> str:
    return f"沪市监价竞〔2025〕{n}号"


ORDERS: tuple[tuple[date, str, dict[str, Any]], ...] = (
    (DAY, "review-result", {"pilot": PROPOSED[0], "number": number(901), "signed_on": date(2025, 12, 11)}),
    (DAY, "review-result", {"pilot": REFUSED, "number": number(902), "signed_on": date(2025, 12, 11)}),
    (DAY, "review-result", {}),
    (DAY, "public-notice", {"signed_on": date(2025, 12, 12)}),
    (DAY, "list-notice", {"number": number(903), "signed_on": DAY}),
    (DAY, "quota-reminder", {}),
    (date(2025, 11, 15), "report-reminder", {}),
    (date(2025, 11, 15), "report-reminder", {"unit": "徐汇区", "per_pilot": True, "combined": True}),
    (date(2025, 11, 15), "report-form", {"unit": "徐汇区", "combined": True}),
    (DAY, "rectification-notice", {"number": number(904), "signed_on": date(2025, 12, 15)}),
    (DAY, "exit-notice", {"pilot": WARNED, "number": number(905), "signed_on": date(2025, 11, 18)}),
    (DAY, "exit-list", {"number": number(906), "signed_on": DAY}),
    (DAY, "service-receipt", {}),
    (DAY, "feedback-reply", {"unit": "浦东新区", "number": number(907), "signed_on": DAY}),
    (DAY, "feedback-reply", {}),
    (DAY, "monthly-bulletin", {"number": number(908), "signed_on": DAY}),
    (DAY, "outcome-digest", {"signed_on": DAY}),
    (date(2026, 1, 5), "report-overdue", {}),
    (date(2026, 1, 5), "annual-summary", {}),
)
"""In the order of the cases, each as of its day; the exit decision is written before, by the demo."""


def write_year(master: Path, inbox: Path, folder: Path) -> dict[str, list[LettersResult]]:
    """Enter what staff enter, then write all of it; gives the results by kind."""
    enter(master)
    done: dict[str, list[LettersResult]] = {}
    for as_of, kind, asked in ORDERS:
        found = find_kind(kind)
        assert found is not None
        done.setdefault(kind, []).append(write_letters(Order(found, **asked), master, folder, as_of, SETTINGS))
    checked = check_files([inbox], date(2025, 12, 8), SETTINGS)
    done["correction-notice"] = [write_corrections(checked, folder, date(2025, 12, 8), SETTINGS, master)]
    return done


def enter(master: Path) -> None:
    """What the city's staff enter in Excel through the year."""
    known = open_master(read_stored(master), DAY, SETTINGS)
    cells = list(_entered(known))
    master.write_bytes(edit(master.read_bytes(), cells))


def _entered(known: Master) -> Iterator[SetCell]:
    for name in PROPOSED:
        yield from _cells(known, named(known, "reviews", name), city_result="确定", city_decided_on=date(2025, 12, 10))
    for name, result in ((PUT_OFF, "暂缓"), (REFUSED, "暂缓")):
        yield from _cells(known, named(known, "reviews", name), city_result=result, city_decided_on=date(2025, 12, 10))
    left = {"exit_on": date(2025, 12, 16), "exit_no": number(999), "effective_on": DAY}
    yield from _cells(known, named(known, "tracking", EXITED), **left)
    rectified = next(e for e in known.entries("tracking") if e.unit == "徐汇区")
    yield from _cells(known, rectified, **RECTIFY)
    for unit in ("浦东新区", "静安区"):
        asked = next(e for e in known.entries("feedback") if e.unit == unit)
        yield from _cells(known, asked, answer="已研究，将在下一年度统一安排。", answered_on=date(2025, 12, 15), handling="已答复")
    columns = known.ledgers[EXPLANATIONS.sheet].columns
    for header, value in (("年度", 2025), ("报送单位", "嘉定区"), ("超额或不足说明", "产业集聚，申请较多"), ("登记日期", "2025-12-10")):
        yield SetCell(EXPLANATIONS.sheet, FIRST_ROW, columns[header], value)


def named(known: Master, form_id: str, name: str) -> Entry:
    return next(entry for entry in known.entries(form_id) if entry.values.get("name") == name)


def _cells(known: Master, entry: Entry, **fields: Any) -> Iterator[SetCell]:
    table = known.tables[entry.form.id]
    for name, value in fields.items():
        yield SetCell(table.sheet, entry.row or 0, table.fields[name], entry.form.column(name).kind.show(value))

"""Make the example year: what six units mailed from January 2025 to January 2026, mail by mail, as mail programs write it.

Run from the top of the repository: python examples/make_year.py FOLDER. It lays down a folder a month, in it a folder for each
time mail is dealt with, named by the day. Everybody is made up (see make_december.py); the same script gives the same files.
"""

import base64
import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from make_december import YEAR, Row, Rows, Sent, make_units, set_cells

from toolkit.policy import Unit
from toolkit.sheets.blank import blank_workbook

UNITS = ("静安区", "普陀区", "宝山区", "闵行区", "松江区", "崇明区")
ADDRESSES = {"静安区": "jingan", "普陀区": "putuo", "宝山区": "baoshan", "闵行区": "minhang", "松江区": "songjiang", "崇明区": "chongming"}
DATED = {
    "cultivation": "visited_on", "applications": "applied_on", "reviews": "reviewed_on", "pilots": "determined_on", "tracking": "tracked_on",
    "activities": "held_on", "outcomes": "formed_on", "feedback": "raised_on",
}  # fmt: skip
"""By which day a row is there."""
REPORTS_FROM = date(2025, 12, 1)
FILLED = {1: 3, 2: 5, 3: 5, 4: 3, 5: 6, 6: 5, 7: 4, 8: 5, 9: 5, 10: 9, 11: 5, 12: 4}
"""On which day of each month the units fill in their workbooks: working days about the fifth."""


@dataclass(frozen=True)
class Post:
    """Mail dealt with on one day."""

    month: str
    as_of: date
    mails: Mapping[str, bytes]


# ---------------------------------------------------------------- what stands in a workbook on a day


def until(rows: Rows, day: date) -> Rows:
    """What a unit can know of its year on a day."""
    known: Rows = {form: [row for row in rows[form] if row[name] <= day] for form, name in DATED.items()}
    reviewed = {row["uscc"] for row in known["reviews"]}
    fresh = {"status": "已受理", "status_on": None, "status_note": None}
    known["applications"] = [row if row["uscc"] in reviewed else row | fresh for row in known["applications"]]
    known["annual_reports"] = rows["annual_reports"] if day >= REPORTS_FROM else []
    return known


def workbook(unit: Unit, cover: Row, rows: Rows, year: int = YEAR) -> bytes:
    """The file of a unit."""
    return blank_workbook(unit, year, {"cover": [cover], **{form: own for form, own in rows.items() if own}})


# ---------------------------------------------------------------- what befell them


def withdraw(sent: Sent) -> None:
    """宝山: who was proposed in October takes the application back at the month's end."""
    opinion = next(row for row in sent.rows["reviews"] if row["opinion"] == "暂缓")
    opinion |= {"opinion": "建议确定"}
    application = next(row for row in sent.rows["applications"] if row["uscc"] == opinion["uscc"])
    application |= {"status": "已撤回", "status_on": date(2025, 10, 30), "status_note": "单位书面撤回申请"}


def move(old: Sent, new: Sent) -> None:
    """A pilot of 静安 moves to 普陀 in November: the one says so, the other lists it under the number the city gave it."""
    gone = next(row for row in old.rows["pilots"] if row["category"] == "单位（点）")
    arrived = deepcopy(gone)
    arrived["pilot_id"] = f"SH-{old.unit.code}-{YEAR}-D-001"
    gone |= {"change_note": "2025年11月迁出至普陀区", "territory": "普陀区"}
    new.rows["pilots"].append(arrived)
    new.rows["annual_reports"].append({name: arrived[name] for name in ("name", "park_name", "uscc", "category")} | {"report_year": YEAR})


def renamed(rows: Rows, note: str | None) -> Rows:
    """闵行: a pilot under its new name, with or without saying so."""
    changed = deepcopy(rows)
    pilot = next(row for row in changed["pilots"] if row["category"] == "单位（点）" and row["origin"] == "新确定")
    pilot |= {"name": pilot["name"].replace("有限公司", "集团有限公司"), "change_note": note}
    return changed


@dataclass
class Year:
    """Everybody's whole year, and what each mails in a month."""

    sent: dict[str, Sent]

    def book(self, short: str, month: int, *, day: int | None = None, revision: int = 1) -> bytes:
        """A unit's workbook of a month of 2025, filled in on a day."""
        sent = self.sent[short]
        filled_on = date(YEAR, month, day or FILLED[month])
        rows = until(sent.rows, filled_on)
        cover = sent.cover | {"month": month, "filled_on": filled_on, "revision": revision}
        if not any(rows.values()):
            cover |= {"zero_report": True}
        if short == "闵行区" and month >= 11:
            rows = renamed(rows, f"曾用名{_first_site(rows)['name']}" if month == 12 else None)
        if short == "静安区" and month < 12:
            rows["pilots"] = [row | {"change_note": None, "territory": None} for row in rows["pilots"]]
        if short == "普陀区" and month < 12:
            codes = {row["uscc"] for row in self.sent["静安区"].rows["pilots"]}
            rows["pilots"] = [row for row in rows["pilots"] if row["uscc"] not in codes]
        if short == "宝山区" and month < 11:
            rows["applications"] = [row | ({"status": "已送审", "status_on": None, "status_note": None} if row["status"] == "已撤回" else {}) for row in rows["applications"]]
        return workbook(sent.unit, cover, rows)

    def reported(self, short: str) -> bytes:
        """A unit's workbook of January 2026: who is a pilot, and the reports of 2025 as they came."""
        sent = self.sent[short]
        pilots = until(sent.rows, date(2026, 1, 4))["pilots"]
        if short == "闵行区":
            pilots = renamed({"pilots": pilots}, f"曾用名{_first_site({'pilots': pilots})['name']}")["pilots"]
        reports = [deepcopy(row) for row in sent.rows["annual_reports"] if row["uscc"] in {pilot["uscc"] for pilot in pilots if not pilot.get("territory")}]
        for row in reports:
            row |= {"summary": row.get("summary") or "制度执行正常，开展培训和自查。", "district_received": row.get("district_received") or date(2025, 12, 24)}
            row |= {"city_received": row.get("city_received") or date(2025, 12, 29), "city_channel": "区局转报"}
        if short == "松江区":
            late_reports(reports)
        cover = sent.cover | {"month": 1, "filled_on": date(2026, 1, 4), "revision": 1}
        return workbook(sent.unit, cover, {"pilots": pilots, "annual_reports": reports}, YEAR + 1)


def late_reports(reports: list[Row]) -> None:
    """松江: one only at the city, one four days late there, one not at all; the others in time."""
    reports[0] |= {"district_received": None, "city_channel": "直接报送"}
    reports[1] |= {"district_received": date(2025, 12, 31), "city_received": date(2026, 1, 4)}
    reports[2] |= {"district_received": None, "city_received": None, "city_channel": None, "summary": None}


def _first_site(rows: Rows) -> Row:
    return next(row for row in rows["pilots"] if row["category"] == "单位（点）" and row["origin"] == "新确定")


# ---------------------------------------------------------------- mails


def _word(data: bytes, label: str) -> str:
    return f"=?{label}?B?{base64.b64encode(data).decode()}?="


def _named_by_rfc_2231(name: str) -> bytes:
    return f"attachment; filename*=UTF-8''{quote(name)}".encode()


def _named_in_cut_words(name: str) -> bytes:
    data = name.encode("gb18030")
    return f'attachment; filename="{_word(data[:11], "gb2312")}\r\n {_word(data[11:], "gb2312")}"'.encode()


def _named_in_raw_gbk(name: str) -> bytes:
    return b'attachment; filename="' + name.encode("gbk") + b'"'


NAMING: dict[str, Callable[[str], bytes]] = {
    "静安区": _named_by_rfc_2231, "普陀区": _named_by_rfc_2231, "宝山区": _named_in_raw_gbk, "闵行区": _named_in_cut_words,
    "松江区": _named_by_rfc_2231, "崇明区": _named_in_raw_gbk,
}  # fmt: skip


def mail(short: str, subject: str, day: date, files: Mapping[str, bytes]) -> bytes:
    """One mail of a unit, as its program writes it; without files it is one that forgot them."""
    head = (
        f"Received: from mx.example.cn by mail.example.cn; {day:%a, %d %b %Y} 16:20:00 +0800\r\n"
        f"From: {_word(short.encode(), 'utf-8')} <{ADDRESSES[short]}@example.cn>\r\nTo: city@example.cn\r\n"
        f"Subject: {_word(subject.encode(), 'utf-8')}\r\nDate: {day:%a, %d %b %Y} 16:19:00 +0800\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="----=_part"\r\n\r\n'
        "------=_part\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + "请查收。\r\n".encode("gbk")
    return head + b"".join(_attached(short, name, data) for name, data in files.items()) + b"------=_part--\r\n"


def _attached(short: str, name: str, data: bytes) -> bytes:
    headers = b"------=_part\r\nContent-Type: application/octet-stream\r\nContent-Disposition: " + NAMING[short](name)
    return headers + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def zipped(name: str, data: bytes) -> bytes:
    """An archive as Chinese Windows makes it: the name in GBK, without saying so."""
    stand_in, raw, out = "n" * len(name.encode("gbk")), name.encode("gbk"), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(stand_in), data)
    return out.getvalue().replace(stand_in.encode(), raw)


# ---------------------------------------------------------------- the year


def make_year() -> Iterator[Post]:
    """The year's mail in the order in which it is dealt with."""
    units = make_units()
    year = Year({short: units[short] for short in UNITS})
    withdraw(year.sent["宝山区"])
    move(year.sent["静安区"], year.sent["普陀区"])
    for month in range(1, 13):
        yield from _month(year, month)
    mails = {f"{short}.eml": _mailed(short, 2026, 1, 4, year.reported(short)) for short in UNITS}
    yield Post("2026-01", date(2026, 1, 5), mails)


def _month(year: Year, month: int) -> Iterator[Post]:
    late = {1: "崇明区", 12: "崇明区"}.get(month)
    mails = {f"{short}.eml": _mailed(short, YEAR, month, FILLED[month], year.book(short, month)) for short in UNITS if short != late}
    if month == 1:  # the attachment was forgotten, and follows
        mails["崇明区.eml"] = mail("崇明区", "崇明区1月报送", date(YEAR, 1, 3), {})
    if month == 6:
        mails["宝山区.eml"] = _mailed("宝山区", YEAR, 6, 5, _letter_for_digit(year.sent["宝山区"], year.book("宝山区", 6)))
    if month == 12:
        mails["松江区更正.eml"] = _mailed("松江区", YEAR, 12, 5, corrected(year), "（最终版）")
    yield Post(f"{YEAR}-{month:02}", date(YEAR, month, FILLED[month] + 4), mails)
    if late:
        data = year.book(late, month, day=13)
        yield Post(f"{YEAR}-{month:02}", date(YEAR, month, 15), {f"{late}补报.eml": _mailed(late, YEAR, month, 13, data)})


def _mailed(short: str, year: int, month: int, day: int, data: bytes, mark: str = "") -> bytes:
    name = f"附件2：{short}商业秘密保护创新试点情况汇总表（{year}.{month:02}）{mark}.xlsx"
    files = {f"{short}{month}月.zip": zipped(name, data)} if short == "松江区" else {name: data}
    return mail(short, f"{short}{month}月报送", date(year, month, day), files)


def _letter_for_digit(sent: Sent, data: bytes) -> bytes:
    """宝山 in June: a letter O for a zero in the first application's code."""
    first = until(sent.rows, date(YEAR, 6, FILLED[6]))["applications"][0]
    return set_cells(data, [("applications", "uscc", 0, f"{first['uscc'][:4]}O{first['uscc'][5:]}")])


def corrected(year: Year) -> bytes:
    """松江 in December, second revision: an activity more, another day of a determination."""
    sent = year.sent["松江区"]
    event: dict[str, Any] = sent.rows["activities"][-1] | {"title": "松江区商业秘密保护经验交流会", "held_on": date(2025, 11, 28)}
    sent.rows["activities"].append(event)
    site = _first_site(sent.rows)
    site["determined_on"] = date(2025, 9, 26)
    return year.book("松江区", 12, day=5, revision=2)


def main(folder: Path) -> None:
    """Lay the year down."""
    for post in make_year():
        place = folder / post.month / post.as_of.isoformat()
        place.mkdir(parents=True, exist_ok=True)
        for name, data in post.mails.items():
            (place / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

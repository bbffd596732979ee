"""Make the example year: what ten units mailed from January 2025 to January 2026, mail by mail, as mail programs write it.

Run from the top of the repository: python examples/make_year.py FOLDER. It lays down a folder a month, in it a folder for each
time mail is dealt with, named by the day. Everybody is made up (see story_of_the_year.py); the same script gives the same files.
"""

import base64
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

from make_december import YEAR, Row, Rows, credit_code, place
from make_past import DISTRICT_FORM, make_past
from story_of_the_year import Story, tell_year

from toolkit.policy import load_settings
from toolkit.records import COVER_SHEET, Cover, columns_of, form_of
from toolkit.records.kinds.code import is_valid
from toolkit.sheets.blank import blank_workbook, shown_rows
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.page import HEADER_ROW
from toolkit.sheets.pin import pin
from toolkit.steps.migrate import migrate_file

ADDRESSES = {
    "浦东新区": "pudong", "静安区": "jingan", "普陀区": "putuo", "宝山区": "baoshan", "闵行区": "minhang", "嘉定区": "jiading",
    "松江区": "songjiang", "青浦区": "qingpu", "崇明区": "chongming", "临港新片区": "lingang",
}  # fmt: skip
DAYS = {1: (3, 7), 2: (5, 7), 3: (5, 7), 4: (3, 8), 5: (6, 9), 6: (5, 9), 7: (4, 8), 8: (5, 8), 9: (5, 9), 10: (9, 13), 11: (5, 7), 12: (4, 8)}
"""On which days of each month the units fill in their workbooks, and the city deals with the mail."""
LATE = {1: (13, 15), 12: (12, 15)}
"""The same of 崇明, in the months in which it was late."""


@dataclass(frozen=True)
class Post:
    """Mail dealt with on one day."""

    month: str
    as_of: date
    mails: Mapping[str, bytes]


# ---------------------------------------------------------------- workbooks


@cache
def blank() -> bytes:
    """The empty workbook that every clerk fills."""
    return blank_workbook()


def workbook(cover: Row, rows: Rows, typed: Sequence[SetCell] = ()) -> bytes:
    """The file of a unit; `typed` are cells that somebody typed otherwise."""
    cells = on_cover(cover)
    for form_id, own in rows.items():
        for number, row in enumerate(shown_rows(form_of(form_id), own)):
            cells += [SetCell(*place(form_id, name, number), value) for name, value in row.items() if value is not None]
    return pin(edit(blank(), [*cells, *typed]))


def on_cover(cover: Row) -> list[SetCell]:
    """The cells of the cover."""
    labels = {column.field: (at, column.kind) for at, column in enumerate(columns_of(Cover), start=HEADER_ROW)}
    return [SetCell(COVER_SHEET, labels[name][0], 2, labels[name][1].show(value)) for name, value in cover.items()]


def book(story: Story, month: int, *, day: int | None = None, revision: int = 1, typed: Sequence[SetCell] = ()) -> bytes:
    """A unit's workbook of a month of 2025, filled in on a day."""
    filled_on = date(YEAR, month, day or DAYS[month][0])
    rows = story.rows(filled_on)
    nothing_new = {} if any(rows.values()) else {"zero_report": True}
    return workbook(_cover(story, filled_on, revision) | nothing_new, rows, typed)


def reported(story: Story) -> bytes:
    """A unit's workbook of January 2026: who is a pilot, and the reports of 2025 as they came."""
    filled_on = date(YEAR + 1, 1, 4)
    rows = story.rows(filled_on)
    return workbook(_cover(story, filled_on), {form: rows[form] for form in ("pilots", "annual_reports")})


def _cover(story: Story, filled_on: date, revision: int = 1) -> Row:
    first = story.entities[0]
    return {
        "unit": story.unit.short, "year": filled_on.year, "month": filled_on.month, "revision": revision, "filler": first.contact, "phone": first.phone, "reviewer": story.put_off.contact,
        "filled_on": filled_on,
    }  # fmt: skip


def wrong_codes(story: Story) -> list[SetCell]:
    """宝山 in June: three codes of its applications: a letter O, a wrong last character, and one stored as a number."""
    first, second, _ = (row["uscc"] for row in story.rows(date(YEAR, 6, 5))["applications"][:3])
    digits = next(code for n in range(1000) if (code := credit_code("91", "310113", f"15159{n:03}")).isdigit() and is_valid(code))
    typed = (f"{first[:4]}O{first[5:]}", f"{second[:17]}{'1' if second[17] != '1' else '2'}", float(f"{int(digits):.14e}"))
    return [SetCell(*place("applications", "uscc", number), value) for number, value in enumerate(typed)]


def moved_to_the_new_form(story: Story) -> bytes:
    """青浦 in February: its form of 2024 moved into the present one, the gaps filled; the third code is still wrong."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, DISTRICT_FORM), Path(folder, "青浦区.xlsx")
        old.write_bytes(make_past()[DISTRICT_FORM])
        migrate_file(old, new, date(YEAR, 1, 8), load_settings())
        moved = new.read_bytes()
    filled_on = date(YEAR, 2, DAYS[2][0])
    cells = on_cover(_cover(story, filled_on))
    gaps = ("category", "subject_type", "industries", "level", "origin", "determined_year", "determined_on", "document_no", "state")
    for number, row in enumerate(shown_rows(form_of("pilots"), story.rows(filled_on)["pilots"])):
        cells += [SetCell(*place("pilots", name, number), row[name]) for name in gaps]
    return pin(edit(moved, cells))


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
    "宝山区": _named_in_raw_gbk, "闵行区": _named_in_cut_words, "嘉定区": _named_in_raw_gbk, "崇明区": _named_in_raw_gbk,
    "临港新片区": _named_in_cut_words,
}  # fmt: skip
"""How the mail program of a unit writes names; the others' keep to RFC 2231."""


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
    headers = b"------=_part\r\nContent-Type: application/octet-stream\r\nContent-Disposition: " + NAMING.get(short, _named_by_rfc_2231)(name)
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
    stories = tell_year()
    for month in DAYS:
        yield from _month(stories, month)
    mails = {f"{short}.eml": _mailed(short, date(2026, 1, 4), reported(story)) for short, story in stories.items()}
    yield Post("2026-01", date(2026, 1, 5), mails)


def _month(stories: Mapping[str, Story], month: int) -> Iterator[Post]:
    filled_on, dealt_with = (date(YEAR, month, day) for day in DAYS[month])
    late = stories["崇明区"] if month in LATE else None
    mails = {f"{short}.eml": _mailed(short, filled_on, book(story, month)) for short, story in stories.items() if story is not late}
    mails |= _unlike_the_others(stories, month, filled_on)
    yield Post(f"{YEAR}-{month:02}", dealt_with, mails)
    if month == 12:
        yield Post(f"{YEAR}-12", date(YEAR, 12, 10), {"松江区更正.eml": _mailed("松江区", date(YEAR, 12, 9), corrected(stories), "（最终版）")})
    if late:
        day, dealt_with = (date(YEAR, month, day) for day in LATE[month])
        yield Post(f"{YEAR}-{month:02}", dealt_with, {"崇明区补报.eml": _mailed("崇明区", day, book(late, month, day=day.day))})


def _unlike_the_others(stories: Mapping[str, Story], month: int, filled_on: date) -> dict[str, bytes]:
    """What some unit mailed otherwise than usual."""
    if month == 1:  # 崇明 forgot the attachment; 青浦 still has the form of 2024
        old = {DISTRICT_FORM: make_past()[DISTRICT_FORM]}
        return {"崇明区.eml": mail("崇明区", "崇明区1月报送", filled_on, {}), "青浦区.eml": mail("青浦区", "青浦区1月报送", filled_on, old)}
    if month == 2:
        return {"青浦区.eml": _mailed("青浦区", filled_on, moved_to_the_new_form(stories["青浦区"]))}
    if month == 6:
        return {"宝山区.eml": _mailed("宝山区", filled_on, book(stories["宝山区"], 6, typed=wrong_codes(stories["宝山区"])))}
    return {}


def corrected(stories: Mapping[str, Story]) -> bytes:
    """松江 in December, second revision: another day of a determination, a pilot left out, an activity and an outcome more."""
    return book(stories["松江区"], 12, day=9, revision=2)


def _mailed(short: str, day: date, data: bytes, mark: str = "") -> bytes:
    name = f"附件2：{short}商业秘密保护创新试点情况汇总表（{day.year}.{day.month:02}）{mark}.xlsx"
    files = {f"{short}{day.month}月.zip": zipped(name, data)} if short == "松江区" else {name: data}
    return mail(short, f"{short}{day.month}月报送", day, files)


def main(folder: Path) -> None:
    """Lay the year down."""
    for post in make_year():
        place = folder / post.month / post.as_of.isoformat()
        place.mkdir(parents=True, exist_ok=True)
        for name, data in post.mails.items():
            (place / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

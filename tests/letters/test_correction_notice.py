"""补正通知 (W4): of one file, in its own cells, nobody's phone in it, and none where nothing is wrong."""

from datetime import date
from typing import Any

import pytest

from tests.checks.masters import SETTINGS, master, settings
from tests.letters.requests import codes, refusal, rows
from toolkit.findings import Finding, Place, Rule, Severity
from toolkit.letters.build import template
from toolkit.letters.correction_notice import MOST_ROWS, Returned, write, write_for
from toolkit.letters.fill import fill
from toolkit.letters.letter import TO_FILL, Letter, Occasion, Refusal
from toolkit.letters.variables import VARIABLES
from toolkit.policy import notice
from toolkit.sheets.submission import Submission

AS_OF = date(2025, 12, 8)
NAME = "徐汇区-12月.xlsx"
COVER = {"year": 2025, "month": 12, "revision": 2}
WRONG = {severity: Rule(f"TEST-0{n}", severity, "值“{value}”不对", "请改正") for n, severity in enumerate(Severity)}


def fault(severity: Severity = Severity.E, value: str | None = "错", **place: Any) -> Finding:
    where = {"sheet": "试点名单", "cell": "C7", "row": 7, "field": "name", "header": "单位名称", **place}
    return Finding(WRONG[severity], Place(f"/收件/{NAME}", **where), value)


def returned(*findings: Finding, unit: str | None = "徐汇区", **cover: Any) -> Returned:
    known = notice().unit_named(unit) if unit else None
    return Returned(Submission(f"/收件/{NAME}", "", b"", cover={**COVER, **cover}, unit=known), findings)


def decided(file: Returned, **other: Any) -> Letter | Refusal:
    return write_for(file, Occasion(**{"as_of": AS_OF, "settings": SETTINGS, **other}))


def letter(*findings: Finding, unit: str | None = "徐汇区", **cover: Any) -> Letter:
    written = decided(returned(*findings, unit=unit, **cover))
    assert isinstance(written, Letter)
    assert written.context.keys() >= {variable.name for variable in VARIABLES[written.kind]}
    assert fill(template(written.kind), written.context)
    return written


def test_it_names_file_month_revision_and_every_fault_with_its_own_cell() -> None:
    written = letter(fault())
    assert (written.context["文件名"], written.context["批次"]) == (NAME, "2025年12月报送表，第2版")
    assert rows(written, "问题清单") == [
        {"序号": "1", "工作表": "试点名单", "单元格": "C7", "列名": "单位名称", "填报值": "错", "问题": "值“错”不对", "修改意见": "请改正"}
    ]
    assert written.to == "徐汇区市场监管局"
    assert written.is_draft


def test_errors_come_before_warnings_and_what_only_informs_is_left_out() -> None:
    written = letter(fault(Severity.W, cell="A1"), fault(Severity.I, cell="B1"), fault(Severity.E, cell="C1"))
    assert [row["单元格"] for row in rows(written, "问题清单")] == ["C1", "A1"]
    assert (written.context["问题总数"], written.context["列明数"]) == ("2", "2")


def test_without_anything_wrong_there_is_no_letter() -> None:
    for nothing in ((), (fault(Severity.I),)):
        told = decided(returned(*nothing))
        assert isinstance(told, Refusal)
        assert codes(told) == ["LETTER-24"]
        assert NAME in told.text


@pytest.mark.parametrize(
    ("value", "field", "shown"),
    [
        ("13800138000", "phone", "138****8000"), ("138001380001", "phone", "138****0001"), ("电话13800138000", "note", "电话138****8000"),
        ("样例甲", "contact", "样**"), ("样例乙", "filler", "样**"), ("91310115MA01610381", "uscc", "91310115MA01610381"),
        (None, "name", "（空）"), ("", "name", "（空）"), ("一\n二\x00三", "note", "一 二 三"),
    ],
)  # fmt: skip
def test_what_was_typed_is_shown_without_what_concerns_persons(value: str | None, field: str, shown: str) -> None:
    assert rows(letter(fault(value=value, field=field)), "问题清单")[0]["填报值"] == shown


def test_a_phone_in_a_sentence_is_masked_too() -> None:
    assert "13800138000" not in str(letter(fault(value="13800138000", field="note")).context)


def test_a_long_value_is_shown_by_its_beginning() -> None:
    shown = rows(letter(fault(value="长" * 200)), "问题清单")[0]["填报值"]
    assert len(shown) == 40
    assert shown.endswith("长…")


def test_what_stands_in_no_cell_says_where_it_stands() -> None:
    of_the_file, of_a_row = fault(sheet=None, cell=None, row=None, header=None, value=None), fault(cell=None, header=None, value=None)
    first, second = rows(letter(of_the_file, of_a_row), "问题清单")
    assert (first["工作表"], first["单元格"], first["列名"], first["填报值"]) == ("整份文件", "—", "—", "—")
    assert second["单元格"] == "第7行"


@pytest.mark.parametrize(("count", "listed", "rest"), [(MOST_ROWS, MOST_ROWS, ""), (MOST_ROWS + 3, MOST_ROWS, "其余3处见随函附送的核验标注文件")])
def test_more_than_a_letter_can_hold_is_left_to_the_marked_copy(count: int, listed: int, rest: str) -> None:
    written = letter(*(fault(cell=f"C{n}") for n in range(1, count + 1)))
    assert len(rows(written, "问题清单")) == listed
    assert (written.context["问题总数"], written.context["列明数"]) == (str(count), str(listed))
    assert str(written.context["其余说明"]).startswith(rest)
    assert bool(written.context["其余说明"]) is bool(rest)


def test_the_reply_date_counts_working_days() -> None:
    assert letter(fault()).context["回复期限"] == "2025年12月15日"
    other = decided(returned(fault()), settings=settings(reply_working_days=2))
    assert isinstance(other, Letter)
    assert other.context["回复期限"] == "2025年12月10日"


def test_a_file_that_does_not_say_whose_it_is_gives_a_draft_with_the_address_open() -> None:
    written = letter(fault(), unit=None, year=None, month=None)
    assert (written.to, written.context["批次"]) == (TO_FILL, "报送年度和月份无法判明")
    assert "主送" in written.to_fill


def test_a_master_has_nothing_to_send_back() -> None:
    told = refusal(write, master(), AS_OF)
    assert codes(told) == ["LETTER-23"]
    assert "pilot check" in told.text

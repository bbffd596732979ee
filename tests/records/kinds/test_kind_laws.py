"""Laws of every kind: nothing a cell can hold raises, and what is written is read back."""

import math
import time
import unicodedata
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.records.factories import context, cover, credit_code, read_cell, row
from toolkit.findings import Finding, Place
from toolkit.records import FORMS, Cover, Form
from toolkit.records.kinds import Kind
from toolkit.records.kinds.code import ALPHABET, CreditCode
from toolkit.records.row import apply_rules, read_values

KINDS = list(dict.fromkeys(column.kind for form in FORMS for column in form.columns)) + list(
    dict.fromkeys(field for info in Cover.model_fields.values() for field in info.metadata if isinstance(field, Kind))
)
HUGE = (10**400, -(10**400), float("nan"), float("inf"), -0.0, 1e308, 5e-324)
ENDLESS = ("字" * 100_000, " " * 99_999 + "a", "a" + " " * 99_999 + "b", "（" * 100_000, "9" * 100_000, "1," * 50_000, "\n" * 100_000, "。" * 100_000)
A_MOMENT = 1.0
"""CPU seconds, for 100,000 characters twice: linear work takes a fiftieth of it, square work minutes."""
TYPED = st.sampled_from(
    ["2025.12.5", "12月5日", "二〇二五年十二月五日", "约3次", "5万元", "13800000000", "021-12345678转801", "沪市监价竞〔2025〕8号", "T1", "√", "芯片、AI",
     "SH-310115-2025-D-003", "91310115MA01610380", "单位(点)", "示范点", "其他园区（甲、乙）", "C04、C10", "无", "2025年", "上海样例有限公司"]
)  # fmt: skip
TEXT = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text(alphabet="0123456789.-/年月日号元万约余,:：〔〕（）、；ABCOI√×是否\u3000 \n", max_size=20),
    TYPED,
    st.builds("".join, st.lists(TYPED, min_size=2, max_size=3)),
)
CELL = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.dates(), TEXT, st.sampled_from(HUGE))


LAW = settings(max_examples=25, deadline=None)  # the machine may be busy; sixty kinds share each law


def kind_id(kind: Kind) -> str:
    return f"{type(kind).__name__}-{KINDS.index(kind)}"


@pytest.mark.parametrize("kind", KINDS, ids=kind_id)
@LAW
@given(raw=CELL)
def test_nothing_a_cell_can_hold_raises_and_what_is_read_is_read_back(kind: Kind, raw: Any) -> None:
    cell = read_cell(kind, raw)
    if cell.refused is None:
        again = read_cell(kind, kind.show(cell.value))
        assert again.value == cell.value
        assert type(again.value) is type(cell.value)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@LAW
@given(data=st.data())
def test_a_cell_is_read_the_same_whatever_was_read_before_it(form: Form, data: st.DataObject) -> None:
    raw = {column.field: data.draw(TYPED) for column in form.columns}
    first = read_values(form.record, raw, context(as_of=date(2025, 1, 1), filled_on=None))
    read_values(form.record, raw, context())
    assert read_values(form.record, raw, context(as_of=date(2025, 1, 1), filled_on=None)) == first


@pytest.mark.parametrize("kind", KINDS, ids=kind_id)
def test_what_only_a_hostile_file_holds_is_read_or_refused_at_once(kind: Kind) -> None:
    for raw in (*HUGE, *ENDLESS, "半\ud800个", "\udfff", "\ufffe", "\x00"):
        started = time.process_time()
        read_cell(kind, raw)
        read_cell(kind, raw, required=True)
        assert time.process_time() - started < A_MOMENT, (type(raw), str(raw)[:9] if isinstance(raw, str) else "")


@LAW
@given(data=st.data())
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_row_of_anything_gives_findings_in_words(form: Form, data: st.DataObject) -> None:
    fields = [column.field for column in form.columns]
    changes = data.draw(st.dictionaries(st.sampled_from(fields), CELL, max_size=6))
    against = context()
    read = read_values(form.record, {**row(form.id), **changes}, against)
    for problem in [*read.problems, *apply_rules(form, read, against)]:
        finding = Finding(problem.rule, Place("甲.xlsx", form.sheet, "C7", 7, problem.field, "列"), "值", problem.words)
        assert finding.message
        assert finding.advice
    form.key(read.values)
    form.fallback_key(read.values)
    assert form.describe(read.values)


@LAW
@given(changes=st.dictionaries(st.sampled_from(sorted(Cover.model_fields)), CELL, max_size=6))
def test_a_cover_of_anything_gives_findings(changes: dict[str, Any]) -> None:
    read = read_values(Cover, {**cover(), **changes}, context(filled_on=None))
    assert all(problem.field in Cover.model_fields for problem in read.problems)


@LAW
@given(n=st.integers(0, 999_999), place=st.integers(0, 17), other=st.sampled_from(ALPHABET + "OISVZ?测"))
@example(n=0, place=17, other="0")
def test_one_changed_character_of_a_valid_code_is_always_found(n: int, place: int, other: str) -> None:
    code = credit_code(n)
    assume(code[place] != other)
    assert read_cell(CreditCode(), code[:place] + other + code[place + 1 :]).refused


@LAW
@given(n=st.integers(0, 999_999), place=st.integers(0, 17), other=st.characters())
def test_one_character_replaced_by_any_other_is_never_read_as_another_code(n: int, place: int, other: str) -> None:
    code = credit_code(n)
    value = read_cell(CreditCode(), code[:place] + other + code[place + 1 :]).value
    assert value is None or (value == code and unicodedata.normalize("NFKC", other).upper() == code[place])


@LAW
@given(code=st.integers(10**17, 10**18 - 1))
def test_eighteen_digits_stored_as_a_number_are_always_refused(code: int) -> None:
    assert read_cell(CreditCode(), code).refused == "USCC-01"
    assert read_cell(CreditCode(), float(code)).refused == "USCC-01"


@LAW
@given(day=st.dates(date(2015, 1, 1), date(2025, 12, 5)), form=st.sampled_from(["{0}-{1}-{2}", "{0}.{1}.{2}", "{0}/{1:02}/{2:02}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"]))
def test_every_day_is_read_in_every_full_notation(day: date, form: str) -> None:
    kind = FORMS[0].column("visited_on").kind
    assert read_cell(kind, form.format(day.year, day.month, day.day)).value == day
    assert read_cell(kind, form.format(day.year, day.month, day.day) + " 9:05").value == day
    assert read_cell(kind, (day - date(1899, 12, 30)).days).value == day
    assert read_cell(kind, datetime(day.year, day.month, day.day)).value == day  # noqa: DTZ001


@LAW
@given(number=st.floats(0, 999_999_999).filter(math.isfinite))
def test_every_sum_is_read_as_it_is(number: float) -> None:
    assert read_cell(FORMS[4].column("funds").kind, number).value == number

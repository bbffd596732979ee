"""What is read by a short way, because most cells are so, is what the plain way would read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.factories import context, credit_code, read_cell
from toolkit.records.annual_reports import AnnualReport
from toolkit.records.kinds import CreditCode, Kind, Name, Phone, text
from toolkit.records.row import read_values

NEVER = re.compile(r"(?!)")
NAMES = st.text(st.sampled_from("上海样例公司中心院、；;，,/\n 等3家(（原曾用名x)）Aa.&\u3000\x0b\u2028"), min_size=1, max_size=14)
PHONES = st.text(st.sampled_from("0123456789-86+（()）,.转 、"), min_size=1, max_size=16) | st.from_regex(
    r"\A(?:1[3-9][0-9]{9}|(?:00)?86-?[0-9]{8,11}|021-?[0-9]{7,8}|0[0-9]{2,3}-[0-9]{7,8}|0[0-9]{2,3}-[0-9]{3,4}-[0-9]{4})\Z"
)


@pytest.mark.parametrize(
    ("kind", "typed", "short"),
    [(Name(), NAMES, (text, "_PLAIN_NAME")), (Phone(), PHONES, (text, "_PLAIN_PHONE"))],
    ids=["name", "phone"],
)
def test_a_name_or_phone_is_the_same_by_both_ways(kind: Kind, typed: st.SearchStrategy[str], short: tuple[object, str]) -> None:
    @given(typed)
    def law(raw: str) -> None:
        shortly = read_cell(kind, raw)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(*short, NEVER)
            assert read_cell(kind, raw) == shortly

    law()


@given(st.integers(0, 999_999).map(credit_code))
def test_a_valid_code_is_the_same_by_both_ways(code: str) -> None:
    kind = CreditCode()
    assert (read_cell(kind, code).value, read_cell(kind, code).told) == (code, [])
    assert kind._tidy(code) == code
    kind._judge(code)


def test_what_a_number_means_is_not_remembered_for_a_truth_that_equals_it() -> None:
    first = read_values(AnnualReport, {"events": 1}, context())
    assert first.values["events"] == 1
    assert "events" in read_values(AnnualReport, {"events": True}, context()).bad
    assert read_values(AnnualReport, {"events": 1.0}, context()).values["events"] == 1

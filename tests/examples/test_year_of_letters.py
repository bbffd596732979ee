"""All seventeen kinds for the demo's city in one run, and some of what they say counted by hand."""

import re
import shutil
from pathlib import Path

import pytest

from tests.examples.year_of_letters import (
    DAY,
    EXITED,
    PROPOSED,
    PUT_OFF,
    REFUSED,
    SETTINGS,
    WARNED,
    named,
    number,
    write_year,
)
from tests.letters.test_quotes import NOTICE, OUTER_QUOTE, dressed
from tests.letters.wordfiles import texts
from toolkit.letters.kinds import LETTER_KINDS
from toolkit.master.ledgers import LETTERS
from toolkit.master.state import Master
from toolkit.master.store import open_master, read_stored
from toolkit.steps.letters import LettersResult

Year = tuple[Master, dict[str, list[LettersResult]]]


@pytest.fixture(scope="module")
def year(demo: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    master = Path(shutil.copy(demo[0] / "总台账.xlsx", folder))
    done = write_year(master, demo[0] / "收件", folder / "文书")
    return open_master(read_stored(master), DAY, SETTINGS), done


def said(results: list[LettersResult], to: str = "") -> str:
    return "\n".join(text for result in results for item in result.written if to in item.letter.to for text in texts(item.data))


def test_every_kind_is_written(year: Year) -> None:
    _, done = year
    kinds = {kind.id for kind in LETTER_KINDS} - {"exit-decision"}  # the demo itself writes that one
    assert done.keys() == kinds
    assert {kind for kind, results in done.items() if not any(result.written for result in results)} == set()


def test_nothing_is_left_to_fill_and_no_tag_is_left(year: Year) -> None:
    _, done = year
    for results in done.values():
        text = said(results)
        assert "{" not in text
        assert "None" not in text
    unknown = [item for results in done.values() for result in results for item in result.written if item.letter.to_fill]
    assert {item.letter.kind for item in unknown} == {"correction-notice"}  # of a file that does not say whose it is
    assert [item.letter.to_fill for item in unknown] == [["主送"]]


def test_all_of_it_is_on_record_without_a_gap(year: Year) -> None:
    known, done = year
    lines = known.ledger_rows(LETTERS)
    assert [int(float(str(line["序号"]))) for line in lines] == list(range(1, len(lines) + 1))
    written = {(item.letter.kind, item.letter.data_hash) for results in done.values() for result in results for item in result.written}
    assert len([line for line in lines if line["数据哈希"] in {data for _, data in written}]) == len(written)
    assert {line["文种"] for line in lines} == {kind.name for kind in LETTER_KINDS}


def test_the_results_are_told_to_who_applied(year: Year) -> None:
    _, done = year
    assert "名单以我局公布的通知为准" in said(done["review-result"], PROPOSED[0])
    for name in (PUT_OFF, REFUSED):
        assert "暂缓确定" in said(done["review-result"], name)
    text = said(done["public-notice"])
    assert all(name in text for name in PROPOSED)
    assert PUT_OFF not in text
    assert "自2025年12月13日起至2025年12月19日止" in text


def test_the_exit_runs_through_notice_receipt_and_list(year: Year) -> None:
    _, done = year
    assert "保密管理制度废止后未再制定" in said(done["exit-notice"], WARNED)
    receipts = {(item.letter.to, item.letter.context["文书文号"]) for result in done["service-receipt"] for item in result.written}
    assert {(WARNED, number(905)), (EXITED, number(999)), (PROPOSED[0], number(901))} <= receipts
    assert [line for line in said(done["exit-list"]).splitlines() if line == EXITED] == [EXITED]
    assert "2025年12月16日" in said(done["exit-list"])


def test_the_list_lacks_who_left_and_counts_the_rest(year: Year) -> None:
    known, done = year
    (result,) = done["list-notice"]
    (item,) = result.written
    listed = item.letter.context["名单"]
    assert not isinstance(listed, str)
    assert len(listed) == 112 - (named(known, "pilots", EXITED).values["determined_year"] == 2025)
    assert item.letter.context["合计家数"] == str(len(listed))


def test_reminders_go_to_all_units_and_to_each_pilot_of_one(year: Year) -> None:
    _, done = year
    to_units, to_pilots = done["report-reminder"]
    assert len(to_units.written) == 16
    assert len({item.path for item in to_pilots.written}) == 1
    (forms,) = done["report-form"]
    assert {item.letter.to for item in forms.written} == {item.letter.to for item in to_pilots.written}


def test_what_is_not_answered_is_named(year: Year) -> None:
    _, done = year
    one, all_of_them = done["feedback-reply"]
    assert len(one.written) == 1
    assert (len(all_of_them.written), len(all_of_them.refused)) == (2, 14)


def test_no_letter_holds_a_phone_but_the_bureaus_own(year: Year) -> None:
    _, done = year
    mobile = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
    assert {kind: mobile.findall(said(results)) for kind, results in done.items() if mobile.search(said(results))} == {}


def test_what_letters_quote_is_the_notices_and_practice_is_not_said_in_its_name(year: Year) -> None:
    _, done = year
    for kind, results in done.items():
        if kind != "correction-notice":  # which repeats what was typed
            text = said(results)
            assert [quotation for quotation in OUTER_QUOTE.findall(text) if quotation not in NOTICE] == [], kind
            assert dressed(text) == [], kind

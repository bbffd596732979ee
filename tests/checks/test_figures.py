"""One value of all figures: what each counts, and that the parts add up to the whole."""

from datetime import date

from tests.checks.masters import SETTINGS, entry, master, pilot
from tests.records.factories import PARK, STATION, credit_code
from toolkit.checks.annual_report import Status
from toolkit.checks.figures import (
    OTHER_INDUSTRY,
    Figures,
    UnitFigures,
    by_category,
    by_group,
    by_industry,
    leading_industry,
    take_figures,
)
from toolkit.master.state import Entry
from toolkit.records.entity import entity_key

END = date(2025, 12, 31)


def taken(*entries: Entry, as_of: date = END, year: int | None = None) -> Figures:
    return take_figures(master(*entries), as_of, SETTINGS, year)


def of(figures: Figures, short: str) -> UnitFigures:
    (unit,) = (unit for unit in figures.units if unit.unit.short == short)
    return unit


def test_all_19_units_are_listed_and_the_direct_ones_have_no_quota() -> None:
    figures = taken(pilot("执法总队", territory="徐汇区"))
    assert len(figures.units) == 19
    assert of(figures, "执法总队").quota is None
    assert [of(figures, short).present for short in ("执法总队", "徐汇区")] == [1, 0]
    assert [of(figures, short).funnel.determined for short in ("执法总队", "徐汇区")] == [0, 1]


def test_an_empty_master_has_only_noughts() -> None:
    figures = taken()
    assert (figures.determined, figures.expected, len(figures.present), figures.reports_due) == (0, 0, 0, 0)
    assert figures.limits == (104, 136)


def test_the_steps_of_a_year_by_entity() -> None:
    figures = taken(
        entry("cultivation", "徐汇区", 1, uscc=None, is_target="否"), entry("cultivation", "徐汇区", 1, visited_on=date(2025, 4, 2)),
        entry("cultivation", "徐汇区", 2, is_target="否"), entry("cultivation", "徐汇区", 3, visited_on=date(2024, 12, 2)),
        entry("applications", "徐汇区", 1), entry("applications", "徐汇区", 4, status="已撤回"),
        entry("applications", "静安区", 5, applied_on=date(2026, 1, 5)), pilot("徐汇区", 1), pilot("静安区", 6, STATION),
    )  # fmt: skip
    funnel = of(figures, "徐汇区").funnel
    assert (funnel.visits, funnel.visited, funnel.targets, funnel.applied, funnel.withdrawn, funnel.determined) == (3, 2, 1, 1, 1, 1)
    assert (figures.funnel.visited, figures.funnel.applied, figures.funnel.determined) == (2, 1, 2)


def test_an_application_in_dispute_is_nobodys_step() -> None:
    assert taken(entry("applications", "徐汇区", 1), entry("applications", "静安区", 1)).funnel.applied == 0


def test_activities_are_the_years_and_outcomes_all_that_are_on_record() -> None:
    figures = taken(
        entry("activities", "徐汇区", 1, attendees=40, service_month="是"), entry("activities", "徐汇区", 2, attendees=None),
        entry("activities", "静安区", 3, attendees=15), entry("activities", "静安区", 4, held_on=date(2024, 6, 1), attendees=99),
        entry("activities", "静安区", 5, held_on=date(2026, 1, 1), attendees=99),
        entry("outcomes", "徐汇区", 1, formed_on=date(2025, 3, 1), replicable="是"),
        entry("outcomes", "徐汇区", 2, formed_on=None, publishable="否"), entry("outcomes", "静安区", 3, formed_on=date(2024, 3, 1)),
    )  # fmt: skip
    work = figures.work
    assert (work.activities, work.service_month, work.attendees) == (3, 1, 55)
    assert (work.outcomes, work.formed, work.replicable, work.publishable) == (3, 1, 1, 2)
    assert of(figures, "徐汇区").work.attendees == 40


def test_feedback_waits_until_it_is_answered() -> None:
    figures = taken(
        entry("feedback", "徐汇区", 1), entry("feedback", "徐汇区", 2, answer="已答复", answered_on=date(2025, 11, 1)),
        entry("feedback", "静安区", 3, raised_on=date(2025, 12, 20)), entry("feedback", "静安区", 4, raised_on=date(2024, 12, 1)),
    )  # fmt: skip
    assert [len(part) for part in (figures.feedback.raised, figures.feedback.answered, figures.feedback.open)] == [3, 1, 3]
    assert [entry.values["content"] for entry in figures.feedback.overdue] == ["样例问题4", "样例问题1"]
    assert of(figures, "静安区").feedback_open == 2


def test_who_left_in_the_year_is_counted_and_no_longer_present() -> None:
    gone = entry("tracking", "徐汇区", 1, tracked_on=date(2025, 9, 10), exit_on=date(2025, 10, 1), effective_on=date(2025, 10, 1))
    figures = taken(pilot("徐汇区", 1, state="已退出"), gone, pilot("徐汇区", 2), as_of=END)
    assert [entry.values["name"] for entry in figures.exited] == ["上海样例1号科技有限公司"]
    assert (len(figures.present), figures.determined, figures.reports_due) == (1, 2, 1)
    assert figures.report_counts[Status.EXEMPT] == 1


def test_mixes_list_every_kind_and_what_is_none_of_them() -> None:
    pilots = [pilot("徐汇区", 1), pilot("徐汇区", 2, PARK, industries="传统特色产业（中药）"), pilot("徐汇区", 3, industries=None)]
    assert list(by_category(pilots).values()) == [1, 0, 2]
    industries, groups = by_industry(pilots), by_group(pilots)
    assert [leading_industry(one) for one in pilots] == ["集成电路", "传统特色产业", OTHER_INDUSTRY]
    assert (sum(industries.values()), sum(groups.values()), industries["集成电路"], groups["三大先导产业"]) == (3, 3, 1, 1)


def test_every_year_since_the_first_is_counted() -> None:
    figures = taken(pilot("徐汇区", 1), pilot("徐汇区", 2, determined_on=date(2026, 7, 1)), as_of=date(2027, 2, 1))
    assert {year: len(pilots) for year, pilots in figures.by_year.items()} == {2025: 1, 2026: 1, 2027: 0}


def test_an_entitys_records_are_found_after_a_change_as_before() -> None:
    known = master(pilot("徐汇区", 1), entry("tracking", "徐汇区", 1), entry("tracking", "静安区", 1))
    (held,) = known.entries("pilots")
    key = entity_key(held.values)
    assert [found.unit for found in known.of_entity("tracking", key)] == ["徐汇区", "静安区"]
    assert known.of_entity("tracking", None) == ()
    first = known.entries("tracking")[0]
    known.change(first, {"uscc": credit_code(9)}, {"uscc": credit_code(9)})
    assert [found.unit for found in known.of_entity("tracking", key)] == ["静安区"]
    known.add(entry("tracking", "黄浦区", 1))
    assert [found.unit for found in known.of_entity("tracking", key)] == ["静安区", "黄浦区"]


def test_who_is_present_goes_by_the_day_an_exit_took_effect_and_only_else_by_the_state() -> None:
    gone = entry("tracking", "徐汇区", 1, tracked_on=date(2025, 8, 1), verdict="建议退出", effective_on=date(2025, 9, 1))
    assert not taken(pilot("徐汇区", 1), gone).present  # 试点中 still, though it left
    early = pilot("徐汇区", 1, determined_on=date(2025, 1, 6), state="已退出")
    assert len(taken(early, gone, as_of=date(2025, 8, 31)).present) == 1  # already 已退出, though it has not left yet
    assert not taken(early).present

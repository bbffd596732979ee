"""What happened to ten units in 2025, row by row: since when each row stands in a unit's workbook, and what of it changes when.

examples/year/说明.md tells it to people. All days are written out here, so that every figure of a month can be counted by hand.
Everybody is made up (see make_december.py).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from make_december import (
    AUTUMN,
    CLAIMED,
    JULY,
    NOVEMBER,
    PARK,
    SITE,
    STATION,
    YEAR,
    Batch,
    Entity,
    Maker,
    Row,
    Rows,
    application,
    exit_proposal,
    old_pilot,
    pilot,
    review,
    shared_rows,
    tracking,
    visit,
)
from make_past import listed_before, site_of_2024

from toolkit.policy import Unit, UnitKind, notice
from toolkit.records import FORMS

NEW_PILOTS = {
    "浦东新区": (2, 2, 3), "静安区": (1, 2, 4), "普陀区": (1, 2, 4), "宝山区": (1, 1, 4), "闵行区": (2, 2, 5), "嘉定区": (2, 2, 6),
    "松江区": (1, 2, 3), "青浦区": (1, 1, 4), "崇明区": (1, 1, 4), "临港新片区": (1, 1, 2),
}  # fmt: skip
"""Parks, stations and sites that become pilots. 浦东 and 临港 list one more that both claim, 松江 one that comes back."""
LOCAL = 12
"""Pilots of 嘉定's own level."""
VISITED, VISITED_LATER, VISITED_LAST = date(2025, 2, 20), date(2025, 3, 20), date(2025, 4, 17)
APPLIED, APPLIED_LATER = date(2025, 5, 15), date(2025, 6, 12)
EVENTS = (date(2025, 4, 15), date(2025, 6, 10), date(2025, 10, 22))
TRACKED, OUTCOME, QUESTION = date(2025, 10, 28), date(2025, 11, 14), date(2025, 11, 18)
REPORTS_FROM, FIRST_REPORTS = date(2025, 12, 1), date(2025, 12, 2)
FORMER_NUMBER = "SH-310117-2023-D-001"
"""The number of 松江's pilot that leaves in March and comes back in September."""


@dataclass
class Line:
    """A row: there since a day, other from later days on; `out` are the days from and until which it is left out."""

    since: date
    row: Row
    changes: list[tuple[date, Row]] = field(default_factory=list)
    out: tuple[date, date] | None = None

    def then(self, day: date, **changes: Any) -> "Line":
        """From that day on some cells say something else."""
        self.changes.append((day, changes))
        return self

    def on(self, day: date) -> Row | None:
        """As the unit writes it on a day; None where it does not."""
        if day < self.since or (self.out and self.out[0] <= day < self.out[1]):
            return None
        row = dict(self.row)
        for since, changes in self.changes:
            row |= changes if since <= day else {}
        return row


NEVER = date(2099, 1, 1)


@dataclass
class Story:
    """One unit's year, form by form; `entities` are its new pilots in their order, the one put off comes last."""

    unit: Unit
    maker: Maker
    entities: list[Entity] = field(default_factory=list)
    lines: dict[str, list[Line]] = field(default_factory=lambda: {form.id: [] for form in FORMS})

    def tell(self, form: str, since: date, row: Row) -> Line:
        """A row stands in the workbook since a day."""
        line = Line(since, row)
        self.lines[form].append(line)
        return line

    def of(self, form: str, entity: Entity) -> Line:
        """The row of somebody in a form; the last where there are several."""
        return [line for line in self.lines[form] if line.row["uscc"] == entity.uscc][-1]

    def rows(self, day: date) -> Rows:
        """What stands in the workbook on a day."""
        return {form: [row for line in lines if (row := line.on(day)) is not None] for form, lines in self.lines.items()}

    @property
    def sites(self) -> list[Entity]:
        """New pilots that are sites, the one put off left out."""
        return [entity for entity in self.entities[:-1] if entity.category is SITE]

    @property
    def put_off(self) -> Entity:
        """Who applied and is put off in October."""
        return self.entities[-1]


# ---------------------------------------------------------------- what all have in common


def tell_common(story: Story, extra: Sequence[Entity], batches: Mapping[int, Batch]) -> None:
    """The road all go: visits, applications, reviews, the list, a lead, one put off, activities, evaluations, reports.

    `batches` say of some new pilots, by their place, with whom they were determined; all others in autumn.
    """
    maker, unit = story.maker, story.unit
    categories = [category for category, count in zip((PARK, STATION, SITE), NEW_PILOTS[unit.short], strict=True) for _ in range(count)]
    pilots = [*(maker.entity(unit, category) for category in categories), *extra]
    for number, entity in enumerate(pilots):
        visited_on = VISITED if number < len(pilots) // 2 else VISITED_LATER
        story.tell("cultivation", visited_on, visit(maker, entity) | {"visited_on": visited_on})
        _determine(story, entity, batches.get(number, AUTUMN))
    story.tell("cultivation", VISITED_LAST, visit(maker, maker.entity(unit, SITE), target=False) | {"visited_on": VISITED_LAST})
    put_off = maker.entity(unit, SITE)
    story.tell("cultivation", VISITED_LAST, visit(maker, put_off) | {"visited_on": VISITED_LAST})
    _apply(story, put_off, APPLIED_LATER, NOVEMBER)
    story.tell("reviews", NOVEMBER.reviewed_on, review(maker, put_off, NOVEMBER, "暂缓"))
    story.entities = [*pilots, put_off]
    for entity in pilots[:2]:
        story.tell("tracking", TRACKED, tracking(maker, entity) | {"tracked_on": TRACKED})
    _tell_shared(story, pilots)


def _determine(story: Story, entity: Entity, batch: Batch) -> None:
    _apply(story, entity, APPLIED, batch)
    story.tell("reviews", batch.reviewed_on, review(story.maker, entity, batch))
    row = pilot(entity, batch)
    if story.unit.kind is UnitKind.LINGANG:
        row |= {"territory": "浦东新区"}
    story.tell("pilots", batch.determined_on, row)


def _apply(story: Story, entity: Entity, day: date, batch: Batch) -> None:
    row = application(story.maker, entity, "已受理") | {"applied_on": day}
    story.tell("applications", day, row).then(batch.reviewed_on, status="已送审")


def _tell_shared(story: Story, pilots: Sequence[Entity]) -> None:
    shared = shared_rows(story.maker, story.unit, pilots)
    for day, row in zip(EVENTS, shared["activities"], strict=True):
        story.tell("activities", day, row | {"held_on": day})
    story.tell("outcomes", OUTCOME, shared["outcomes"][0] | {"formed_on": OUTCOME})
    story.tell("feedback", QUESTION, shared["feedback"][0] | {"raised_on": QUESTION})


def tell_reports(story: Story) -> None:
    """In December each pilot of the list has its line; the first two reports are in at both bureaus, the rest by the year's end."""
    for number, line in enumerate(line for line in story.lines["pilots"] if _reports(line)):
        row = {name: line.row.get(name) for name in ("name", "park_name", "uscc", "category")} | {"report_year": YEAR}
        told = story.tell("annual_reports", REPORTS_FROM, row)
        day, sent_on = (FIRST_REPORTS, FIRST_REPORTS) if number < 2 else (date(2025, 12, 24), date(2025, 12, 29))
        summary = "制度执行正常，开展培训和自查。"
        told.then(day, district_received=day, city_received=sent_on, city_channel="区局转报", summary=summary)


def _reports(line: Line) -> bool:
    """Whether a unit has a line for a pilot's report: one of the city's level that is still there, and did not move to another."""
    row = line.on(REPORTS_FROM)
    return row is not None and row["level"] == "市级" and row["state"] == "试点中" and "迁出至" not in (row.get("change_note") or "")


def tell_old(story: Story, row: Row, since: date) -> Line:
    """A pilot of the years before stands in the list since a day."""
    return story.tell("pilots", since, row)


# ---------------------------------------------------------------- what befell each


def pudong_and_lingang(stories: Mapping[str, Story]) -> None:
    """Both list one company; the city gives it to 临港 in October, and from December on 浦东 leaves it out."""
    pudong = stories["浦东新区"]
    for number in (5, 8):
        tell_old(pudong, listed_before(number), date(2025, 3, 20))
    claimed = next(entity for entity in pudong.entities if entity.name == CLAIMED)
    pudong.of("pilots", claimed).out = (date(2025, 11, 20), NEVER)


def jingan_and_putuo(stories: Mapping[str, Story]) -> None:
    """A pilot moves: 普陀 lists it since October's end, 静安 says so a month later. And 静安 thinks again of the one put off."""
    jingan, putuo = stories["静安区"], stories["普陀区"]
    tell_old(jingan, listed_before(3), date(2025, 1, 20))
    gone = jingan.of("pilots", jingan.sites[0])
    tell_old(putuo, gone.row | {"pilot_id": "SH-310106-2025-D-001"}, date(2025, 10, 30)).then(
        date(2025, 11, 20), change_note="2025年10月自静安区迁入", territory="普陀区"
    )
    gone.then(date(2025, 11, 20), change_note="2025年10月迁出至普陀区", territory="普陀区")
    jingan.of("reviews", jingan.put_off).then(date(2025, 11, 26), opinion="不予确定", reason="整改未达到要求。")


def baoshan(stories: Mapping[str, Story]) -> None:
    """宝山: an old pilot leaves Shanghai in November; who was proposed in October takes the application back at the month's end."""
    story = stories["宝山区"]
    tell_old(story, listed_before(7), date(2025, 3, 20)).then(date(2025, 11, 20), change_note="2025年11月迁出本市")
    story.of("reviews", story.put_off).row |= {"opinion": "建议确定", "reason": "C03 部分符合，已承诺完善。"}
    note = {"status": "已撤回", "status_on": date(2025, 10, 30), "status_note": "单位书面撤回申请"}
    story.of("applications", story.put_off).then(date(2025, 10, 30), **note)


def minhang(stories: Mapping[str, Story]) -> None:
    """闵行: a pilot under its new name, explained only a month later; a park leaves of its own will in December."""
    story = stories["闵行区"]
    park = story.maker.entity(story.unit, PARK)
    listed = tell_old(story, old_pilot(story.unit, park, 1), date(2025, 1, 1)).then(date(2025, 12, 20), state="已退出")
    proposal = exit_proposal(listed.row, date(2025, 11, 12), "T4 自愿申请退出", (), "园区运营主体书面申请退出。")
    story.tell("tracking", date(2025, 11, 12), proposal)
    site = story.sites[0]
    new_name = site.name.replace("有限公司", "集团有限公司")
    story.of("pilots", site).then(date(2025, 10, 30), name=new_name).then(date(2025, 11, 24), change_note=f"曾用名{site.name}")


def jiading(stories: Mapping[str, Story]) -> None:
    """嘉定: ten of the city's level, two too many, and twelve of its own, which count nowhere."""
    story = stories["嘉定区"]
    tell_old(story, listed_before(6), date(2025, 1, 20))
    for _ in range(LOCAL):
        row = pilot(story.maker.entity(story.unit, SITE), AUTUMN, "区级", "嘉市监〔2025〕66号")
        story.tell("pilots", AUTUMN.determined_on, row)


def songjiang(stories: Mapping[str, Story], returned: Entity) -> None:
    """松江: a pilot of 2023 leaves in March and comes back in September; a second revision in December; three reports go astray."""
    story = stories["松江区"]
    former = tell_old(story, old_pilot(story.unit, returned, 1), date(2025, 1, 1)).then(date(2025, 4, 20), state="已退出")
    facts = "2025年2月18日走访发现涉密区域撤除物理隔离，未能恢复。"
    story.tell("tracking", date(2025, 2, 18), exit_proposal(former.row, date(2025, 2, 18), "T1 不再符合建设条件", ("C10",), facts))
    again = next(line for line in story.lines["pilots"] if line.row["uscc"] == returned.uscc)
    again.row |= {"origin": "重新纳入", "previous_id": FORMER_NUMBER}
    visited = story.of("cultivation", returned)  # only once it has left
    visited.since, visited.row["visited_on"] = VISITED_LAST, VISITED_LAST
    first, second = (story.of("pilots", site) for site in story.sites[:2])
    first.then(date(2025, 12, 9), determined_on=date(2025, 9, 26))
    second.out = (date(2025, 12, 9), date(2025, 12, 20))
    event = story.lines["activities"][-1].row | {"title": "松江区商业秘密保护经验交流会", "held_on": date(2025, 11, 28)}
    story.tell("activities", date(2025, 12, 9), event)
    outcome = story.lines["outcomes"][-1].row | {"title": "涉密区域恢复验收记录范本", "formed_on": date(2025, 11, 28)}
    story.tell("outcomes", date(2025, 12, 9), outcome)


def reports_astray(stories: Mapping[str, Story]) -> None:
    """松江: one report only at the city, one four days late there, one nowhere. 嘉定: one determined in November has none.

    闵行: the park that leaves has none either, and needs none.
    """
    story, end = stories["松江区"], date(2025, 12, 25)
    one, two, three = (story.of("annual_reports", site) for site in story.sites[:3])
    one.then(end, district_received=None, city_channel="直接报送", city_received=date(2025, 12, 30))
    two.then(end, district_received=date(2025, 12, 31), city_received=date(2026, 1, 4))
    nothing = {"district_received": None, "city_received": None, "city_channel": None, "summary": None}
    three.then(end, **nothing)
    stories["嘉定区"].of("annual_reports", stories["嘉定区"].sites[-1]).then(end, **nothing)
    stories["闵行区"].lines["annual_reports"][-1].then(end, **nothing)


def qingpu(stories: Mapping[str, Story]) -> None:
    """青浦: three sites of 2024, listed by the new form since February; the code of the third is mended in March."""
    story = stories["青浦区"]
    for number in (21, 22, 23):
        tell_old(story, site_of_2024(number), date(2025, 1, 20))


def chongming(stories: Mapping[str, Story]) -> None:
    """崇明: in November it marks the application of a pilot as taken back, by mistake."""
    story = stories["崇明区"]
    wrong = {"status": "已撤回", "status_on": date(2025, 10, 29), "status_note": "误填"}
    line = story.of("applications", story.sites[0])
    line.then(date(2025, 10, 29), **wrong).then(date(2025, 11, 20), status="已送审", status_on=None, status_note=None)


def tell_year() -> dict[str, Story]:
    """Everybody's year."""
    maker = Maker(random.Random(20250425))  # noqa: S311 - chance makes the example, not a secret
    stories = {short: Story(notice().unit_named(short), maker) for short in NEW_PILOTS}
    claimed = maker.named(stories["浦东新区"].unit, CLAIMED, "91", SITE, "企业", ("集成电路",))
    half_width = Entity(**(vars(claimed) | {"name": CLAIMED.replace("（", "(").replace("）", ")")}))
    returned = maker.entity(stories["松江区"].unit, SITE)
    extra = {"浦东新区": (claimed,), "临港新片区": (half_width,), "松江区": (returned,)}
    july, november = dict.fromkeys(range(7), JULY), dict.fromkeys(range(7, 10), NOVEMBER)
    for short, story in stories.items():
        tell_common(story, extra.get(short, ()), july | november if short == "嘉定区" else {})
    pudong_and_lingang(stories)
    jingan_and_putuo(stories)
    baoshan(stories)
    minhang(stories)
    jiading(stories)
    songjiang(stories, returned)
    qingpu(stories)
    chongming(stories)
    for story in stories.values():
        tell_reports(story)
    reports_astray(stories)
    return stories

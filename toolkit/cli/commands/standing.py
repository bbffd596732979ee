"""pilot standing: where each pilot stands, and the next lawful step of each case."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.checks.listed import named
from toolkit.checks.standing import PilotStanding, Standing
from toolkit.cli import options, show
from toolkit.records.pilots import EXITED
from toolkit.steps.judge import judge_standing

TABLED = ("TRACK-01", "TRACK-02", "TRACK-05")


@click.command("standing", options_metavar="[选项]", help="跟踪监测（四（四））：上次何时由谁跟踪、整改是否到期、可作退出事由的情况和证据、下一步和最早日期。是否退出由人决定。")
@options.master
@options.as_of
@options.strict
@options.as_json
def command(master: Path, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Judge and print."""
    return show.given(judge_standing(master, as_of, options.settings_here()), _print, strict=strict, as_json=as_json)


def _print(standing: Standing) -> None:
    show.say(f"跟踪监测，截至 {standing.as_of}")
    pressing = [pilot for pilot in standing.pilots if pilot.wants_action]
    if pressing:
        headers = ("单位", "名称", "最近跟踪", "状态", "意见", "不符合", "最早可办")
        show.table(headers, [_row(pilot) for pilot in pressing], folds=("名称", "不符合"))
        show.lines([line for pilot in pressing for line in _told(pilot)])
    exited = sum(pilot.pilot.values.get("state") == EXITED for pilot in standing.pilots)
    rest = len(standing.pilots) - len(pressing) - exited
    show.say(f"须办理 {len(pressing)} 家；其余现有试点 {rest} 家按期跟踪；已退出 {exited} 家。")
    show.findings(standing.findings, tabled=TABLED)


def _row(standing: PilotStanding) -> tuple[object, ...]:
    texts, latest = standing.pilot.texts, standing.latest
    elsewhere = standing.tracked_by if standing.tracked_by != standing.pilot.unit else ""
    last = f"{standing.last_tracked} {elsewhere}".rstrip() if latest else "未跟踪"
    return (
        standing.pilot.unit, named(standing.pilot), last, texts.get("state"), latest.texts.get("verdict") if latest else "",
        "、".join(standing.unmet), standing.earliest or "",
    )  # fmt: skip


def _told(standing: PilotStanding) -> Iterator[tuple[str, str]]:
    """What to do next, and what might be a ground."""
    yield "·", f"{named(standing.pilot)}：{standing.next_step}"
    yield from (("", f"事由线索 {ground}") for ground in standing.grounds if ground.ripe)

"""pilot review: who is ready to be determined, and who lacks what."""

from collections import Counter
from datetime import date
from pathlib import Path

import click

from toolkit.checks.listed import named
from toolkit.checks.review import PARTLY, Applicant, Readiness, Reviews
from toolkit.cli import options, show
from toolkit.policy import Category, Settings
from toolkit.steps.judge import judge_reviews


@click.command("review", options_metavar="[选项]", help="综合审定监测（三（三））：各单位谁可确定、谁还缺什么。只看有没有、符不符，不打分。")
@options.master
@options.year
@options.as_of
@options.strict
@options.as_json
def command(master: Path, year: int | None, as_of: date, *, strict: bool, as_json: bool) -> int:
    """Judge and print."""
    return show.given(judge_reviews(master, as_of, options.settings_here(), year), _print, strict=strict, as_json=as_json)


def _print(reviews: Reviews) -> None:
    show.say(f"{reviews.year}年综合审定监测，截至 {reviews.as_of}")
    rows = [_row(applicant, reviews.settings) for applicant in reviews.applicants if applicant.status is not Readiness.DETERMINED]
    if rows:
        show.table(("单位", "名称", "类别", "申请", "意见", "情况", "所缺、所待"), rows, folds=("名称", "所缺、所待"))
    counts = Counter(applicant.status for applicant in reviews.applicants)
    show.say("，".join(f"{status} {counts[status]}" for status in Readiness if counts[status]) or "没有申请")
    show.findings(reviews.findings, tabled=("DUP-05",), where="逐项见 --json")


def _row(applicant: Applicant, settings: Settings) -> tuple[object, ...]:
    values = applicant.review.values if applicant.review else {}
    category = applicant.entry.values.get("category")
    applied = applicant.application.values.get("applied_on") if applicant.application else None
    partly = applicant.answered(PARTLY)
    wants = [*applicant.lacking, applicant.waits_for(settings), f"部分符合 {'、'.join(partly)}" if partly else None]
    return (
        applicant.entry.unit, named(applicant.entry), category and Category(category).word, applied or "—",
        values.get("city_result") or values.get("opinion") or "—", applicant.status, "；".join(filter(None, wants)),
    )  # fmt: skip

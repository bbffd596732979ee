"""The shipped templates, built from their texts.

`python -m toolkit.letters.build templates` writes them, the same bytes each time.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.letters import layout
from toolkit.letters.charts import Bars
from toolkit.letters.measures import FONTS, Fonts
from toolkit.letters.texts import applicants, districts, exits, figures, lists, reports
from toolkit.letters.texts.common import Blocks


@dataclass(frozen=True, slots=True)
class Made:
    """How a kind's template is made: what it says, and whether it has a red head, a letter's head (信函格式), or none."""

    blocks: Callable[[], Blocks]
    head: Literal["document", "letter", "none"] = "letter"
    bars: tuple[Bars, ...] = ()


KINDS: Mapping[str, Made] = {
    "list-notice": Made(lists.list_notice, "document"),
    "report-reminder": Made(reports.report_reminder),
    "report-overdue": Made(reports.report_overdue),
    "correction-notice": Made(districts.correction_notice),
    "review-result": Made(applicants.review_result),
    "quota-reminder": Made(districts.quota_reminder),
    "rectification-notice": Made(exits.rectification_notice),
    "exit-notice": Made(exits.exit_notice),
    "exit-decision": Made(exits.exit_decision, "document"),
    "exit-list": Made(lists.exit_list, "document"),
    "service-receipt": Made(exits.service_receipt, "none"),
    "monthly-bulletin": Made(figures.monthly_bulletin, "document", (figures.UNIT_BARS,)),
    "annual-summary": Made(figures.annual_summary, "none", (figures.YEAR_BARS, figures.INDUSTRY_BARS)),
    "feedback-reply": Made(districts.feedback_reply),
    "public-notice": Made(lists.public_notice, "none"),
    "outcome-digest": Made(lists.outcome_digest, "none"),
    "report-form": Made(reports.report_form, "none"),
}


def template(kind: str, fonts: Fonts = FONTS) -> bytes:
    """The shipped template of a kind, as a .docx."""
    made = KINDS[kind]
    return layout.package(made.blocks(), letter=made.head == "letter", fonts=fonts, bars=made.bars)


def main(folder: Path) -> None:
    """Write every template into a folder."""
    for kind in KINDS:
        (folder / f"{kind}.docx").write_bytes(template(kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

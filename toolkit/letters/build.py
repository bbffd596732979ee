"""The shipped templates, built from their texts.

`python -m toolkit.letters.build templates` writes them, the same bytes each time.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.letters import layout
from toolkit.letters.measures import FONTS, Fonts
from toolkit.letters.texts import districts, exits, lists, reports
from toolkit.letters.texts.common import Blocks


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its Chinese name, what it says, whether it has the form of a letter (信函格式)."""

    name: str
    blocks: Callable[[], Blocks]
    letter: bool = True


KINDS: Mapping[str, Kind] = {
    "list-notice": Kind("公布名单通知", lists.list_notice, letter=False),
    "report-reminder": Kind("年度情况报送提醒函", reports.report_reminder),
    "report-overdue": Kind("催报通知", reports.report_overdue),
    "correction-notice": Kind("补正通知", districts.correction_notice),
    "quota-reminder": Kind("名额提醒函", districts.quota_reminder),
    "exit-notice": Kind("拟退出告知书", exits.exit_notice),
    "exit-decision": Kind("退出决定", exits.exit_decision, letter=False),
}


def template(kind: str, fonts: Fonts = FONTS) -> bytes:
    """The shipped template of a kind, as a .docx."""
    return layout.package(KINDS[kind].blocks(), letter=KINDS[kind].letter, fonts=fonts)


def main(folder: Path) -> None:
    """Write every template into a folder."""
    for kind in KINDS:
        (folder / f"{kind}.docx").write_bytes(template(kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

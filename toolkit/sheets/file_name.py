"""What a file is called, against what its cover says: the cover wins, a name is only a hint."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from toolkit.findings import Finding
from toolkit.findings.catalogue import sheets
from toolkit.policy import notice
from toolkit.policy.text import squeeze
from toolkit.sheets.submission import Submission

_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?:份|(?!\d{1,2}[日号]))|20\d{2}[年.\-_](1[0-2]|0?[1-9])(?![\d.\-_月])")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=年|[.\-_]?(?:1[0-2]|0[1-9]|[1-9])(?!\d))")


def told_of_name(submission: Submission) -> Iterator[Finding]:
    """A name that says another unit or month than the cover."""
    name = squeeze(PurePath(submission.file).stem)
    unit, cover = notice().unit_in(name), submission.unit
    if unit and cover and unit is not cover:
        yield Finding(sheets.FILE_NAME_DIFFERS, submission.place_on_cover("unit"), None, {"told": unit.short, "cover": cover.short})
    month = month_in(name)
    if submission.month and month and submission.month != month:
        told, own = f"{month}月", f"{submission.month}月"
        yield Finding(sheets.FILE_NAME_DIFFERS, submission.place_on_cover("month"), None, {"told": told, "cover": own})


def month_in(text: str) -> int | None:
    """The one month that a name tells; None where it tells none, or several."""
    months = {int(first or second) for first, second in _MONTH.findall(text)}
    return months.pop() if len(months) == 1 else None


def year_in(text: str) -> int | None:
    """The one year of the programme that a name tells."""
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None

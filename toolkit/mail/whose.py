"""Whose a workbook is and for which month: by its cover, else by names, else by who sent it. Disagreement is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from toolkit.findings import Finding, Place, Severity
from toolkit.findings.catalogue import mail, sheets
from toolkit.mail.parcel import Piece, Way
from toolkit.policy import Unit, notice
from toolkit.policy.text import squeeze
from toolkit.records import Context
from toolkit.sheets.file_name import month_in, year_in
from toolkit.sheets.read import read_submission_bytes
from toolkit.sheets.submission import Submission


@dataclass(frozen=True, slots=True)
class Whose:
    """Who reports in a file, for which month (year, month); and what is to be said of it, a refusal included."""

    unit: Unit | None
    month: tuple[int, int] | None
    findings: list[Finding]
    refused: bool


def whose(piece: Piece, context: Context) -> Whose:
    """Read a workbook for what it says of itself."""
    submission = read_submission_bytes(piece.data, piece.name, context)
    unit, told = _unit(submission, piece, context)
    month = _month(submission, piece, context.as_of)
    own = [finding for finding in submission.own_findings if _matters(finding, submission)]
    return Whose(unit, month, [*piece.way.remarks, *own, *told], submission.refused)


def sender_unit(way: Way, context: Context) -> tuple[Unit, str] | None:
    """The unit a mail came from and its address; of a mail inside another, the inner one's sender first."""
    for envelope in reversed(way.mails):
        if unit := context.settings.mail.unit_of(envelope.sender):
            return unit, envelope.sender
    return None


def hinted_unit(names: Iterator[str]) -> tuple[Unit, str] | None:
    """The first unit that one of some names tells, with that name."""
    return next(((unit, name) for name in names if (unit := notice().unit_in(squeeze(name)))), None)


def names_around(name: str, way: Way) -> Iterator[str]:
    """A file's own name, then what it lay in, the innermost first, then what the mails were about."""
    yield name
    yield from reversed(way.names)
    yield from (envelope.subject for envelope in reversed(way.mails))


def _matters(finding: Finding, submission: Submission) -> bool:
    """What whoever takes files out of the mail must know: why one is refused, and that its name says otherwise."""
    return finding.rule is sheets.FILE_NAME_DIFFERS or (submission.refused and finding.severity is Severity.E)


def _unit(submission: Submission, piece: Piece, context: Context) -> tuple[Unit | None, list[Finding]]:
    place, sender = Place(piece.name), sender_unit(piece.way, context)
    if cover := submission.unit:
        if sender and sender[0] is not cover:
            words = {"address": sender[1], "told": sender[0].short, "cover": cover.short}
            return cover, [Finding(mail.SENDER_DIFFERS, place, None, words)]
        return cover, []
    if named := hinted_unit(names_around(piece.name, piece.way)):
        return named[0], [Finding(mail.UNIT_GUESSED, place, None, {"hint": "文件名" if named[1] == piece.name else f"“{named[1]}”", "unit": named[0].short})]
    if sender:
        return sender[0], [Finding(mail.UNIT_GUESSED, place, None, {"hint": f"发件人 {sender[1]}", "unit": sender[0].short})]
    return None, [Finding(mail.UNIT_UNKNOWN, place)]


def _month(submission: Submission, piece: Piece, as_of: date) -> tuple[int, int] | None:
    """The cover's month, or else that of a name; one without its year is the last such month before it came in."""
    cover_year, cover_month = submission.year, submission.month
    for name in map(squeeze, names_around(piece.name, piece.way)):
        if cover_month:
            break
        cover_month, cover_year = month_in(name), cover_year or year_in(name)
    if cover_month is None:
        return None
    day = piece.way.received or as_of
    return cover_year or day.year - (cover_month > day.month), cover_month

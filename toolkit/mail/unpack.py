"""Any file → the workbooks in it: told by content, opened to the bounds, and nothing passed over without a word."""

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from toolkit.findings import Rule, Unreadable
from toolkit.findings.catalogue import files, mail
from toolkit.mail import archive, msg, tnef
from toolkit.mail.bounds import MAX_ARCHIVE_DEPTH, MAX_MAIL_DEPTH, MAX_PARCEL, MEGABYTE, too_much
from toolkit.mail.eml import Mail, read_mail
from toolkit.mail.names import base_name, is_system_name
from toolkit.mail.parcel import Find, Piece, Trouble, Way
from toolkit.sheets.content import Content, content_of
from toolkit.sheets.formats.ole import Container
from toolkit.sheets.formats.sniff import OUTLOOK_MAIL, ZIP_ARCHIVE, looks_like_mail

TABLE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv"})
_FAULTS = (ValueError, LookupError, ArithmeticError, RuntimeError, OSError, struct.error, MemoryError)
"""What libraries raise over broken bytes; RecursionError is a RuntimeError."""
_TOLD = {files.ARCHIVE: mail.ARCHIVE_UNREAD, files.DAMAGED: files.DAMAGED}
"""What is no workbook by its name, and yet may hold one."""

_Opening = Callable[[bytes, Way], Iterator[Find]]


def unpack(data: bytes, name: str, way: Way | None = None) -> list[Find]:
    """Every file in a file, which may be a workbook itself; never raises for what it may hold.

    A mail or an archive that gives no workbook and no reason is a trouble itself.
    """
    way = way or Way()
    if is_system_name(base_name(name)):
        return []
    try:
        return list(_opened(data, name, way))
    except Unreadable as why:
        return [Trouble.of(why, name, way)]
    except _FAULTS:
        return [Trouble(name, way, files.DAMAGED, {"detail": "内部结构自相矛盾"})]


def _opened(data: bytes, name: str, way: Way) -> Iterator[Find]:
    if len(data) > MAX_PARCEL:
        raise too_much("文件大小", f"{MAX_PARCEL // MEGABYTE} MB")
    content = _content(data)
    suffix = PurePosixPath(name.lower()).suffix
    if opening := _parcel(data, content, suffix):
        yield from _all_of(opening, data, name, way)
    elif content.rule in _TOLD and suffix not in TABLE_SUFFIXES:
        yield Trouble(name, way, _TOLD[content.rule], {"found": content.found, "detail": content.found})
    else:
        yield Piece(name, data, way, content.is_table or suffix in TABLE_SUFFIXES, content.found)


def _content(data: bytes) -> Content:
    try:
        return content_of(data)
    except _FAULTS:
        return Content(is_table=False, found="内部结构不完整", rule=files.DAMAGED)


def _parcel(data: bytes, content: Content, suffix: str) -> _Opening | None:
    """How a file that holds others is opened."""
    if content.is_table:
        return None
    if data.startswith(tnef.SIGNATURE):
        return _winmail
    if data.startswith(archive.SEVEN_ZIP):
        return _seven_zip
    if content.found == OUTLOOK_MAIL:
        return _outlook_mail
    if content.found == ZIP_ARCHIVE and not (content.rule is files.DAMAGED and suffix in TABLE_SUFFIXES):
        return _zip
    return _mail if looks_like_mail(data) or suffix == ".eml" else None


def _all_of(opening: _Opening, data: bytes, name: str, way: Way) -> Iterator[Find]:
    """What a parcel gives until it is done or cannot go on."""
    try:
        yield from opening(data, way.into(name))
    except Unreadable as why:
        yield Trouble.of(why, name, way)
    except _FAULTS:
        yield Trouble(name, way, files.DAMAGED, {"detail": "内部结构自相矛盾"})


def _unless_none(finds: Iterable[Find], way: Way, rule: Rule) -> Iterator[Find]:
    """Finds; where there is neither a workbook nor a reason among them, that is said of what they lay in."""
    any_told = False
    for find in finds:
        any_told = any_told or isinstance(find, Trouble) or find.is_table
        yield find
    if not any_told:
        yield Trouble(way.names[-1], way.outside, rule, {})


# ---------------------------------------------------------------- parcels


def _mail(data: bytes, way: Way) -> Iterator[Find]:
    return _delivered(read_mail(data), way)


def _delivered(taken: Mail, way: Way, inner: Iterable[tuple[str, _Opening]] = ()) -> Iterator[Find]:
    """What a mail brings: its attachments, the mails inside it, and what keeps others away."""
    way = way.by(taken.envelope)
    if len(way.mails) > MAX_MAIL_DEPTH:
        raise too_much("邮件套邮件的层数", f"{MAX_MAIL_DEPTH} 层")
    if taken.broken_off:
        way = way.noting(mail.BROKEN_OFF)
    way.purse.piece(len(taken.attachments) + len(taken.inner))
    way.purse.unpack(sum(len(content) for _, content in (*taken.attachments, *taken.inner)))
    yield from _unless_none(_brought(taken, way, inner), way, mail.NO_WORKBOOK)


def _brought(taken: Mail, way: Way, inner: Iterable[tuple[str, _Opening]]) -> Iterator[Find]:
    for name, content in taken.attachments:
        yield from unpack(content, name, way)
    for name, content in taken.inner:
        yield from _all_of(_mail, content, name, way)
    for name, opening in inner:
        yield from _all_of(opening, b"", name, way)
    for is_so, rule in ((taken.sealed, mail.SEALED), (taken.links, mail.KEPT_ELSEWHERE)):
        if is_so:
            yield Trouble(way.names[-1], way.outside, rule, {})


def _outlook_mail(data: bytes, way: Way) -> Iterator[Find]:
    return _outlook(msg.OutlookMail(Container(data), way.purse), way)


def _outlook(message: msg.OutlookMail, way: Way) -> Iterator[Find]:
    if len(way.mails) >= MAX_MAIL_DEPTH:
        raise too_much("邮件套邮件的层数", f"{MAX_MAIL_DEPTH} 层")
    taken, inner = message.read()
    return _delivered(taken, way, [(name, partial(_attached, own)) for name, own in inner])


def _attached(message: msg.OutlookMail, _data: bytes, way: Way) -> Iterator[Find]:
    return _outlook(message, way)


def _winmail(data: bytes, way: Way) -> Iterator[Find]:
    taken = tnef.read_tnef(data)
    if len(way.names) > MAX_MAIL_DEPTH + MAX_ARCHIVE_DEPTH:
        raise too_much("附件套附件的层数", f"{MAX_MAIL_DEPTH} 层")
    if taken.broken_off:
        way = way.noting(mail.BROKEN_OFF)
    contents = (*taken.attachments, *taken.inner)
    way.purse.piece(len(contents))
    way.purse.unpack(sum(len(content) for _, content in contents))
    finds = (find for name, content in contents for find in unpack(content, name, way))
    yield from _unless_none(finds, way, mail.NO_WORKBOOK)


def _zip(data: bytes, way: Way) -> Iterator[Find]:
    return _archived(archive.members_of_zip(data, way.purse), way)


def _seven_zip(data: bytes, way: Way) -> Iterator[Find]:
    return _archived(archive.members_of_7z(data, way.purse), way)


def _archived(members: Iterator[tuple[str, bytes | Unreadable]], way: Way) -> Iterator[Find]:
    inside = replace(way, archives=way.archives + 1)
    if inside.archives > MAX_ARCHIVE_DEPTH:
        raise too_much("压缩包套压缩包的层数", f"{MAX_ARCHIVE_DEPTH} 层")
    finds = (find for name, content in members for find in _member(name, content, inside))
    yield from _unless_none(finds, inside, mail.NO_WORKBOOK_IN_ARCHIVE)


def _member(name: str, content: bytes | Unreadable, way: Way) -> list[Find]:
    return [Trouble.of(content, name, way)] if isinstance(content, Unreadable) else unpack(content, name, way)

"""What a file is, without reading it: a table in some shape, or something else by name."""

import io
import zipfile
from dataclasses import dataclass

from toolkit.findings import Rule, Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.formats import sniff
from toolkit.sheets.formats.ole import Container
from toolkit.sheets.source import BIFF_STREAMS

TEXT = "文本"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class Content:
    """`found` says what it is where it is no table; `rule` is that of its refusal."""

    is_table: bool
    found: str = ""
    rule: Rule | None = None


def content_of(data: bytes) -> Content:
    """Tell a file by its content. A table that is damaged or locked is still one: its reader says what is wrong.

    Raises:
        Unreadable, OSError, ValueError…: as libraries do over a broken container.
    """
    try:
        kind = sniff.container(data)
    except Unreadable as why:
        return Content(why.rule is files.RIGHTS_MANAGED, str(why.words.get("found", "空文件")), why.rule)
    if kind is sniff.Container.ZIP:
        return _zipped(data)
    if kind is sniff.Container.OLE:
        return _in_ole(Container(data))
    return Content(kind is sniff.Container.BIFF, TEXT)


def _zipped(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in opened.namelist()}
    except (zipfile.BadZipFile, NotImplementedError):
        return Content(is_table=False, found=sniff.ZIP_ARCHIVE, rule=files.DAMAGED)
    for mark, (rule, found) in sniff.ARCHIVED.items():
        if mark in names:
            return Content(is_table=False, found=found, rule=rule)
    if "mimetype" in names and _OPEN_DOCUMENT in data[:512] and _SPREADSHEET not in data[:512]:
        return Content(is_table=False, found="OpenDocument 文档", rule=files.NOT_A_WORKBOOK)
    if "[content_types].xml" in names or {"content.xml", "mimetype"} <= names:
        return Content(is_table=True)
    return Content(is_table=False, found=sniff.ZIP_ARCHIVE, rule=files.ARCHIVE)


def _in_ole(ole: Container) -> Content:
    if ole.rights_managed or "EncryptedPackage" in ole or any(name in ole for name in BIFF_STREAMS):
        return Content(is_table=True)
    try:
        ole.refuse_foreign()
    except Unreadable as why:
        return Content(is_table=False, found=str(why.words["found"]), rule=why.rule)

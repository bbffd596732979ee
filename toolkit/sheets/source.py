"""Any spreadsheet file → `Book`: told by its content, read within bounds, refused in words.

The values of .xls come from xlrd, all else from our own readers, one module each in `formats/`. Nothing that a
file holds is run, evaluated or followed; what it may cost stands in `bounds.py`.
"""

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn
from xml.parsers.expat import ExpatError

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_FILE, MAX_OLE, MEGABYTE, OWN_TIMES, Budget, too_large
from toolkit.sheets.formats import encryption, ods, ooxml, sniff, text, xls, xlsb
from toolkit.sheets.formats.ole import Container
from toolkit.sheets.formats.package import Package, refuse_alike
from toolkit.sheets.grid import Book

BIFF_STREAMS = ("Workbook", "Book", "ET")  # Excel 97, Excel 5, early WPS
_UNOPENED = {
    FileNotFoundError: "找不到这个文件", IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取权限，或正被其他程序占用",
}  # fmt: skip
_TRUNCATED = "内容不完整或被改动，可能没有下载或保存完整"


def read_book(path: Path) -> Book:
    """The book in a file.

    Raises:
        Unreadable: whatever keeps it from being read, and nothing else.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise too_large("文件大小", f"{MAX_FILE // MEGABYTE} MB")
        data = path.read_bytes()
    except OSError as error:
        detail = next((words for kind, words in _UNOPENED.items() if isinstance(error, kind)), "无法打开")
        raise Unreadable(files.LOCKED, detail=detail) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str = "", *, own: bool = False) -> Book:
    """The book in the bytes of a file; the name only names a sheet that has no name of its own.

    `own` is a book of the city's own making, which may be larger than what is mailed.

    Raises:
        Unreadable: whatever keeps it from being read, and nothing else.
    """
    with _in_words(data, times := OWN_TIMES if own else 1):
        book = _READERS[sniff.container(data)](data, name, Budget(times))
    return _accepted(book)


def read_sheets(data: bytes, names: Sequence[str], ends: Collection[str] = ()) -> Iterator[Book]:
    """A book of the city's own making, of these sheets those that are there, in this order: each time the book with one.

    Whoever lets go of it before asking for the next never holds two. Other sheets are not read where the format
    (.xlsx, in which the city's books are) lets them be left alone. Of long sheets among `ends` only the first and the last
    rows are read, where that can be done.

    Raises:
        Unreadable: whatever keeps it from being read, and nothing else.
    """
    with _in_words(data, OWN_TIMES):
        package = Package(data, budget := Budget(OWN_TIMES)) if sniff.container(data) is sniff.Container.ZIP else None
        part = ooxml.workbook_part(package) if package else None
        if package and part and part.endswith(".xml"):
            yield from ooxml.read_sheets(package, part, budget, names, ends)
            return
    yield from one_by_one(read_bytes(data, own=True), names)


def one_by_one(book: Book, names: Sequence[str]) -> Iterator[Book]:
    """A book that was read, as `read_sheets` gives it."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return (replace(book, sheets=(sheets[name],)) for name in names if name in sheets)


@contextmanager
def _in_words(data: bytes, times: int) -> Iterator[None]:
    """Whatever keeps these bytes from being read, as `Unreadable`."""
    if len(data) > MAX_FILE * times:
        raise too_large("文件大小", f"{MAX_FILE // MEGABYTE} MB")
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
        raise Unreadable(files.DAMAGED, detail=_TRUNCATED) from error
    except ExpatError as error:
        raise Unreadable(files.DAMAGED, detail="内部标记不完整") from error
    except MemoryError as error:
        raise too_large("所需内存", "本机可用内存") from error
    except (ValueError, LookupError, ArithmeticError, RuntimeError, OSError, NotImplementedError) as error:
        raise Unreadable(files.DAMAGED, detail="内部结构自相矛盾") from error


def _accepted(book: Book) -> Book:
    """A book whose sheets can be told apart."""
    if not book.sheets:
        raise Unreadable(files.NO_SHEETS)
    refuse_alike(sheet.name for sheet in book.sheets)
    return book


def _read_zip(data: bytes, _name: str, budget: Budget) -> Book:
    package = Package(data, budget)
    part = ooxml.workbook_part(package)
    if part is None and ods.CONTENT in package:
        return ods.read(package, budget)
    if part is None:
        _refuse_archive(package)
    if part.endswith(".bin"):
        return xlsb.read(package, part, budget)
    return ooxml.read(package, part, budget)


def _refuse_archive(package: Package) -> NoReturn:
    for mark, (rule, found) in sniff.ARCHIVED.items():
        if mark in package:
            raise Unreadable(rule, found=found)
    raise Unreadable(files.ARCHIVE, found=sniff.ZIP_ARCHIVE)


def _read_ole(data: bytes, _name: str, budget: Budget) -> Book:
    _limit_ole(data)
    ole = Container(data)
    if ole.rights_managed:
        raise Unreadable(files.RIGHTS_MANAGED, found="权限管理（IRM/RMS）")
    if "EncryptedPackage" in ole:
        return _read_encrypted(ole, budget)
    stream = next((name for name in BIFF_STREAMS if name in ole), None)
    if stream is None:
        ole.refuse_foreign()
    return xls.read(bytearray(ole.read(stream)), budget, macros="_VBA_PROJECT_CUR" in ole)


def _read_encrypted(ole: Container, budget: Budget) -> Book:
    info, package = ole.read("EncryptionInfo"), ole.read("EncryptedPackage")
    try:
        opened = encryption.open_package(info, package, budget)
    except (LookupError, ValueError, ExpatError, struct.error):  # a way of encrypting that is none of ours
        opened = None
    if opened is None:
        raise Unreadable(files.ENCRYPTED)
    return _read_zip(opened, "", budget)


def _read_biff(data: bytes, _name: str, budget: Budget) -> Book:
    _limit_ole(data)
    return xls.read(bytearray(data), budget, macros=False)


def _limit_ole(data: bytes) -> None:
    if len(data) > MAX_OLE:
        raise too_large("文件大小", f"{MAX_OLE // MEGABYTE} MB")


_READERS = {
    sniff.Container.ZIP: _read_zip,
    sniff.Container.OLE: _read_ole,
    sniff.Container.BIFF: _read_biff,
    sniff.Container.TEXT: text.read,
}

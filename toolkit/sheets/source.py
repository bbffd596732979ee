"""Any spreadsheet file → `Book`: told by its content, read within bounds, refused in words.

Which library reads what: .xlsx and .xlsm our own streaming reader, .xls xlrd, everything else one module each
in `formats/`. Nothing a file holds is run, evaluated or followed.
"""

import struct
import zipfile
import zlib
from pathlib import Path
from xml.parsers.expat import ExpatError

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import MAX_FILE, MEGABYTE, Budget, too_large
from toolkit.sheets.formats import ooxml, sniff
from toolkit.sheets.formats.package import Package
from toolkit.sheets.grid import Book

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
        raise Unreadable(files.LOCKED, detail=error.strerror or "无法打开") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str = "") -> Book:
    """The book in the bytes of a file; the name only names a sheet that has no name of its own.

    Raises:
        Unreadable: whatever keeps it from being read, and nothing else.
    """
    if len(data) > MAX_FILE:
        raise too_large("文件大小", f"{MAX_FILE // MEGABYTE} MB")
    try:
        return _READERS[sniff.container(data)](data, name, Budget())
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
        raise Unreadable(files.DAMAGED, detail=_TRUNCATED) from error
    except ExpatError as error:
        raise Unreadable(files.DAMAGED, detail="内部标记不完整") from error
    except MemoryError as error:
        raise too_large("所需内存", "本机可用内存") from error
    except (ValueError, LookupError, ArithmeticError, RuntimeError, OSError, NotImplementedError) as error:
        raise Unreadable(files.DAMAGED, detail="内部结构自相矛盾") from error


def _read_zip(data: bytes, _name: str, budget: Budget) -> Book:
    package = Package(data, budget)
    part = ooxml.workbook_part(package)
    if part is None:
        raise Unreadable(files.NOT_A_WORKBOOK, found="压缩包")
    return ooxml.read(package, part, budget)


def _unknown(_data: bytes, _name: str, _budget: Budget) -> Book:
    raise Unreadable(files.NOT_A_WORKBOOK, found="无法识别的内容")


_READERS = {
    sniff.Container.ZIP: _read_zip,
    sniff.Container.OLE: _unknown,
    sniff.Container.BIFF: _unknown,
    sniff.Container.TEXT: _unknown,
}

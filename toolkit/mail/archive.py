"""Archives: .zip member by member, .7z where its library is installed; never unpacked to disk."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files, mail
from toolkit.mail.bounds import MAX_PIECES, Purse, too_much
from toolkit.mail.names import is_system_path, zip_name

SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_ENTRY_SIGNATURE = b"PK\x01\x02"
_ENCRYPTED = 0x1
_CONTENT_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError, OSError)


def members_of_zip(data: bytes, purse: Purse) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Each file in a .zip with its name, or why it cannot be had; system files are passed over.

    Raises:
        Unreadable: the archive itself cannot be read, or is beyond the bounds.
    """
    if data.count(_ENTRY_SIGNATURE) > 2 * MAX_PIECES:
        raise too_much("压缩包内的文件数", f"{MAX_PIECES} 个")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_CONTENT_FAULTS, NotImplementedError, LookupError) as error:
        raise Unreadable(mail.ARCHIVE_DAMAGED) from error
    with archive:
        for info in archive.infolist():
            name = zip_name(info)
            if not name.endswith(("/", "\\")) and not is_system_path(name):
                purse.piece()
                purse.unpack(info.file_size)
                yield name, _member(archive, info)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | Unreadable:
    if info.flag_bits & _ENCRYPTED:
        return Unreadable(mail.ARCHIVE_ENCRYPTED)
    try:
        return archive.read(info)
    except NotImplementedError:
        return Unreadable(mail.ARCHIVE_METHOD)
    except RuntimeError:  # what zipfile says of encrypted members
        return Unreadable(mail.ARCHIVE_ENCRYPTED)
    except _CONTENT_FAULTS:
        return Unreadable(files.DAMAGED, detail="压缩包里的这个文件不完整")


def members_of_7z(data: bytes, purse: Purse) -> Iterator[tuple[str, bytes | Unreadable]]:
    """Each file in a .7z with its name.

    Raises:
        Unreadable: the library is not installed, or the archive cannot be read or is beyond the bounds.
    """
    try:
        import py7zr  # noqa: PLC0415 - an extra: only those who receive .7z have it
        from py7zr.exceptions import ArchiveError, PasswordRequired  # noqa: PLC0415
        from py7zr.io import BytesIOFactory  # noqa: PLC0415
    except ImportError as error:
        raise Unreadable(mail.NO_SEVEN_ZIP) from error
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.needs_password():
                raise Unreadable(mail.ARCHIVE_ENCRYPTED)
            wanted = [info for info in archive.list() if info.is_file and not is_system_path(info.filename)]
            purse.piece(len(wanted))
            total = sum(info.uncompressed for info in archive.list())  # one stream: what is passed over is unpacked too
            purse.unpack(total)
            factory = BytesIOFactory(max(total, 1))
            archive.extract(targets=[info.filename for info in wanted], factory=factory)
            for info in wanted:
                if info.filename in factory.products:
                    yield info.filename, factory.products[info.filename].read()
    except PasswordRequired as error:
        raise Unreadable(mail.ARCHIVE_ENCRYPTED) from error
    except (ArchiveError, *_CONTENT_FAULTS, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError) as error:
        raise Unreadable(mail.ARCHIVE_DAMAGED) from error

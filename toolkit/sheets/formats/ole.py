"""OLE containers: what the older Office formats, and everything encrypted, are wrapped in."""

import io
from typing import NoReturn

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.formats.sniff import OUTLOOK_MAIL

_OTHER_PROGRAMS = {
    "WordDocument": "Word 文档", "PowerPoint Document": "PowerPoint 演示文稿", "VisioDocument": "Visio 图",
    "__properties_version1.0": OUTLOOK_MAIL, "CONTENTS": "Works 文档",
}  # fmt: skip


class Container:
    """The streams of an OLE file."""

    def __init__(self, data: bytes) -> None:
        import olefile  # type: ignore[import-untyped]  # noqa: PLC0415 - only older formats pay for it

        self._ole = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT)

    def __contains__(self, name: str) -> bool:
        return bool(self._ole.exists(name))

    def read(self, name: str) -> bytes:
        """A stream's bytes."""
        return bytes(self._ole.openstream(name).read())

    def size(self, name: str) -> int:
        """A stream's length, as the directory states it; it never gives more."""
        return int(self._ole.get_size(name))

    @property
    def names(self) -> tuple[str, ...]:
        """Every stream, with the storages it lies in: storage/stream."""
        return tuple("/".join(path) for path in self._ole.listdir())

    @property
    def rights_managed(self) -> bool:
        """Whether a rights server holds the key (IRM/RMS) rather than a password."""
        return any("drm" in name.casefold() for name in self.names)

    def refuse_foreign(self) -> NoReturn:
        """Raise `Unreadable` in the name of the program that wrote it."""
        found = next((words for name, words in _OTHER_PROGRAMS.items() if name in self), "其他程序的文档")
        raise Unreadable(files.A_MAIL if found == OUTLOOK_MAIL else files.NOT_A_WORKBOOK, found=found)

"""OLE containers: what the older Office formats, and everything encrypted, are wrapped in."""

import io
from typing import NoReturn

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files

_OTHER_PROGRAMS = {
    "WordDocument": "Word 文档", "PowerPoint Document": "PowerPoint 演示文稿", "VisioDocument": "Visio 图",
    "__properties_version1.0": "Outlook 邮件", "CONTENTS": "Works 文档",
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

    @property
    def rights_managed(self) -> bool:
        """Whether a rights server holds the key (IRM/RMS) rather than a password."""
        return any("drm" in "/".join(path).casefold() for path in self._ole.listdir())

    def refuse_foreign(self) -> NoReturn:
        """Raise `Unreadable` in the name of the program that wrote it."""
        found = next((words for name, words in _OTHER_PROGRAMS.items() if name in self), "其他程序的文档")
        raise Unreadable(files.NOT_A_WORKBOOK, found=found)

"""How much one mail or archive may cost; beyond it is refused in words, never cut."""

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import mail

MEGABYTE = 1024 * 1024

MAX_PARCEL = 80 * MEGABYTE
"""Bytes of one mail or archive: mailboxes take 50 MB of attachments, which base64 makes a third larger."""
MAX_UNPACKED = 200 * MEGABYTE
"""Bytes of all that one parcel holds, unpacked, at every depth: they are held in memory at once."""
MAX_PIECES = 200
"""Files of one parcel, at every depth: a district sends one workbook and some annexes, all of them send 17."""
MAX_MAIL_DEPTH = 5
"""Mails inside mails: a forwarded thread has two or three."""
MAX_ARCHIVE_DEPTH = 2
"""Archives inside archives: a folder of each district's archive; deeper ones are made to harm."""
MAX_LINES = 2_000_000
"""Lines of a mail: 80 MB of base64 has 1.1 million; each costs some hundred bytes while it is taken apart."""
MAX_BOUNDARIES = 200
"""Boundaries a mail declares: each is looked for in every line."""
MAX_PARTS = 10_000
"""Lines of a mail that may begin a part; each part costs some microseconds, whatever is in it."""
MAX_HEADER = 65_536
"""Characters of one header: the longest honest ones are lists of addressees, which are not read."""
MAX_NAME = 100
"""Characters of a name as a file is stored; file systems take 255 bytes, three or four for a Chinese character."""
MAX_BODY = MEGABYTE
"""Bytes of a mail's text that are searched for links to attachments kept elsewhere."""


class Purse:
    """What is left for one parcel; raises `Unreadable` once it is spent."""

    def __init__(self) -> None:
        self._bytes = 0
        self._pieces = 0

    def unpack(self, size: int) -> None:
        """Bytes about to be unpacked."""
        self._bytes += size
        if self._bytes > MAX_UNPACKED:
            raise too_much("解开后的内容", f"{MAX_UNPACKED // MEGABYTE} MB")

    def piece(self, count: int = 1) -> None:
        """Files found."""
        self._pieces += count
        if self._pieces > MAX_PIECES:
            raise too_much("里面的文件数", f"{MAX_PIECES} 个")


def too_much(what: str, limit: str) -> Unreadable:
    """The refusal for a parcel beyond one of the bounds."""
    return Unreadable(mail.TOO_MUCH, what=what, limit=limit)

"""The same document, the same bytes: what Office formats stamp with the clock is set to one fixed moment."""

import io
import re
import zipfile

_MOMENT = b"2025-04-25T00:00:00Z"  # the day of the notice; any fixed moment would do
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_PROGRAM = re.compile(rb"(<Application>)[^<]*|<AppVersion>[^<]*</AppVersion>")


def pin(document: bytes) -> bytes:
    """An Office file (.xlsx, .docx) with every zip time, both document dates and the program's name fixed.

    Members keep their order and are deflated anew, so nothing depends on how the writing library packed them.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("docProps/"):
                content = _PROGRAM.sub(_own_program, _STAMP.sub(rb"\g<1>" + _MOMENT, content))
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # else the machine's own
            packed.writestr(member, content, compresslevel=9)
    return target.getvalue()


def _own_program(match: re.Match[bytes]) -> bytes:
    # Writing libraries put their version here, which would make another file of the same content.
    return b"<Application>pilot toolkit" if match[1] else b""

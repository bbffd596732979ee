"""Small ways to read and spoil a .docx in tests."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from toolkit.letters import layout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def change(data: bytes, alter: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    held = parts(data)
    held[part] = alter(held[part].decode()).encode()
    return zipped(held)


def tree(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(data)[part])


def texts(data: bytes) -> list[str]:
    """The paragraphs of a letter that say something."""
    said = ("".join(t.text or "" for t in p.iter(W + "t")) for p in tree(data).iter(W + "p"))
    return [text for text in said if text]


def docx(*blocks: str) -> bytes:
    """A small template of paragraphs."""
    return layout.package(blocks, letter=False)


def written(*lines: str) -> bytes:
    """A small template, one paragraph of the body a line."""
    return docx(*(layout.body(line) for line in lines))

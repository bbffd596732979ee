"""Printed pages, for tests that measure: LibreOffice and stand-in fonts of the same widths."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

DPI = 150
MM = DPI / 25.4
POINT = 25.4 / 72

STAND_INS = {
    "仿宋": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "楷体": "LXGW WenKai",
}
BOLD = {"方正小标宋简体": "Noto Serif CJK SC"}


@dataclass(frozen=True)
class Word:
    """A piece of text and its box, in mm from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One printed page: its words and its ink."""

    words: list[Word] = field(repr=False)
    width: int
    height: int
    pixels: bytes = field(repr=False)

    def row(self, number: int) -> bytes:
        return self.pixels[number * self.width * 3 : (number + 1) * self.width * 3]

    def rows(self, shade: Callable[[bytes], bool], top: float = 0, bottom: float = 297) -> list[float]:
        """Where a row of pixels has such ink, in mm from the upper edge."""
        first, last = int(top * MM), min(int(bottom * MM), self.height)
        return [number / MM for number in range(first, last) if shade(self.row(number))]

    def across(self, y: float, shade: Callable[[bytes], bool]) -> tuple[float, float]:
        """From where to where a row of pixels has such ink, in mm from the left edge."""
        row = self.row(round(y * MM))
        inked = [x for x in range(self.width) if shade(row[3 * x : 3 * x + 3])]
        return inked[0] / MM, (inked[-1] + 1) / MM

    def word(self, text: str) -> Word:
        return next(word for word in self.words if text in word.text)


def red(pixels: bytes) -> bool:
    """Ink of the red of a 标志, and none that is black."""
    return min(pixels[1::3]) < 100 and min(pixels[::3]) > 150


def black(pixels: bytes) -> bool:
    return min(pixels[::3]) < 110


def print_all(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """Each document printed once."""
    return {name: _pages(file) for name, file in convert(documents, folder, "pdf").items()}


def convert(documents: Mapping[str, bytes], folder: Path, kind: str) -> dict[str, Path]:
    """Documents as LibreOffice saves them; skipped where it is missing, unless CI is set."""
    if shutil.which("soffice") is None and os.environ.get("CI") != "true":
        pytest.skip("needs LibreOffice")
    (folder / "in").mkdir()
    for name, data in documents.items():
        (folder / "in" / f"{name}.docx").write_bytes(data)
    environment = os.environ | {"FONTCONFIG_FILE": str(_font_settings(folder)), "HOME": str(folder)}
    files = [str(folder / "in" / f"{name}.docx") for name in documents]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300)
    return {name: folder / f"{name}.{kind}" for name in documents}


def _font_settings(folder: Path) -> Path:
    plain = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{other}</family></prefer></alias>'
        for name, other in STAND_INS.items()
    )
    bold = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{other}</string></edit>'
        '<edit name="weight" mode="assign" binding="same"><const>bold</const></edit></match>'
        for name, other in BOLD.items()
    )
    file = folder / "fonts.conf"
    system = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    file.write_text(f'<?xml version="1.0"?><fontconfig>{system}{plain}{bold}</fontconfig>', encoding="utf-8")
    return file


def _pages(pdf: Path) -> list[Page]:
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    subprocess.run(["pdftoppm", "-r", str(DPI), str(pdf), str(pdf.with_suffix(""))], check=True)
    images = sorted(pdf.parent.glob(f"{pdf.stem}-*.ppm"), key=lambda path: int(path.stem.rsplit("-", 1)[1]))
    texts = said.split("<page ")[1:]
    return [_page(text, image.read_bytes()) for text, image in zip(texts, images, strict=True)]


_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def _page(text: str, image: bytes) -> Page:
    words = [
        Word(said, *(float(place) * POINT for place in (left, top, right, bottom)))
        for left, top, right, bottom, said in _WORD.findall(text)
    ]
    _, size, _, pixels = image.split(b"\n", 3)
    width, height = map(int, size.split())
    return Page(words, width, height, pixels)

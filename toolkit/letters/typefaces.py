"""The city's own typefaces put into a template, shipped or edited, in place of ours."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import fields

from toolkit.letters.measures import FONTS, Fonts, Typeface
from toolkit.letters.styles import font_entry
from toolkit.letters.tags import read_parts

_WITH_DIGITS = ("body", "black", "script")
"""Parts whose figures and letters follow the text unless the city says otherwise."""
_IN_WORDS = re.compile(r"<w:rFonts\b[^>]*>")
_ATTRIBUTE = re.compile(r'(w:(ascii|hAnsi|cs|eastAsia)=")([^"]*)"')
_IN_CHART = re.compile(r'(<a:(?:latin|ea) typeface=")([^"]*)"')
_ENTRY = re.compile(r'<w:font w:name="([^"]*)".*?</w:font>', re.DOTALL)


def set_typefaces(template: bytes, fonts: Fonts) -> bytes:
    """The template with each of our typefaces replaced by the city's; others, which its editors chose, stay.

    Raises:
        TemplateFault: it is no .docx.
    """
    if fonts == FONTS:
        return template
    parts = read_parts(template)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _in_part(name, data, fonts))
    return target.getvalue()


def _in_part(name: str, data: bytes, fonts: Fonts) -> bytes:
    if not (name.startswith("word/") and name.endswith(".xml")):
        return data
    text = data.decode("utf-8")
    if name == "word/fontTable.xml":
        return _in_table(text, fonts).encode()
    chinese, latin = _names(fonts)
    if name.startswith("word/charts/"):
        return _IN_CHART.sub(lambda face: f'{face[1]}{(latin if "latin" in face[1] else chinese).get(face[2], face[2])}"', text).encode()

    def renamed(found: re.Match[str]) -> str:
        names = chinese if found[2] == "eastAsia" else latin
        return f'{found[1]}{names.get(found[3], found[3])}"'

    return _IN_WORDS.sub(lambda words: _ATTRIBUTE.sub(renamed, words[0]), text).encode()


def _names(fonts: Fonts) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Our name → the city's, for Chinese characters and for the rest."""
    chinese = {ours.name: theirs.name for ours, theirs in _pairs(fonts)}
    digits = {getattr(FONTS, part).name: fonts.digits.name for part in _WITH_DIGITS} if fonts.digits else {}
    return chinese, chinese | digits


def _pairs(fonts: Fonts) -> list[tuple[Typeface, Typeface]]:
    """Each typeface of ours with the city's for the same part."""
    parts = [part.name for part in fields(Fonts) if part.name != "digits"]
    return [(getattr(FONTS, part), getattr(fonts, part)) for part in parts]


def _in_table(text: str, fonts: Fonts) -> str:
    theirs = {ours.name: font_entry(face) for ours, face in _pairs(fonts)}
    text = _ENTRY.sub(lambda entry: theirs.get(entry[1], entry[0]), text)
    added = font_entry(fonts.digits) if fonts.digits else ""
    return text.replace("</w:fonts>", added + "</w:fonts>")

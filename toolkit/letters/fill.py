"""A template and its data → a letter.

A template is understood once: its tags are judged and compiled, its other parts are packed. Each letter then costs
the rendering and packing of its text only. The same template and data give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast
from xml.parsers import expat

from jinja2 import StrictUndefined
from jinja2 import Template as Compiled
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from toolkit.findings.catalogue import templates as say
from toolkit.letters.template import (
    MARK, Story, Tag, TemplateFault, Use, mark, near, read_parts, read_stories,
)

Rows = Sequence[Mapping[str, str]]
Context = Mapping[str, str | Rows]
"""Chinese name → text, or rows of Chinese column name → text; all preformatted, nothing empty that is printed."""

EPOCH = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES = {
    # Who last saved the template, and when, is nobody's business who reads the letter.
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>',
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"/>',
}


def fill(template: bytes, context: Context) -> bytes:
    """One letter; for more from one template make a `Template`.

    Raises:
        TemplateFault: the template is broken, or the data lacks what it prints; with places.
    """
    return Template(template).render(context)


class Template:
    """A template made ready for any number of letters."""

    def __init__(self, data: bytes) -> None:
        """Understand a .docx.

        Raises:
            TemplateFault: it is none, or its tags are broken; `findings` has all of them.
        """
        parts = read_parts(data)
        stories = [story for story in read_stories(parts) if story.tags or story.findings]
        if faults := [finding for story in stories for finding in story.findings]:
            raise TemplateFault(*faults)
        self.uses: tuple[Use, ...] = tuple(use for story in stories for use in story.uses)
        self._compiled = {story.name: _compile(story) for story in stories}
        self._rest = _pack((name, parts[name]) for name in parts if name not in self._compiled)

    def render(self, context: Context) -> bytes:
        """One letter.

        Raises:
            TemplateFault: the data lacks a variable the template uses, or has nothing to print for it.
        """
        _check_context(self.uses, context)
        texts = {name: compiled.render(context).encode() for name, compiled in self._compiled.items()}
        target = io.BytesIO(self._rest)
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                expat.ParserCreate().Parse(text, True)  # noqa: FBT003 - expat knows no keyword for it
                archive.writestr(_entry(name), text)
        return target.getvalue()


def _pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            pinned = _PROPERTIES.get(name)
            archive.writestr(_entry(name), (_DECLARATION + pinned).encode() if pinned else data)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


# From marked trees to code


def _compile(story: Story) -> Compiled:
    """The story's XML with code in place of its marks."""
    spots = story.tags
    for number, tag in enumerate(spots):
        if tag.level and (holder := tag.holder()) is not None:
            _lift(holder, mark(number))
    xml = etree.tostring(story.root, encoding="unicode")
    if stray := re.search(r"\{[{%#]", xml):
        raise TemplateFault(spots[0].spot.finding(say.OUT_OF_REACH, tag=stray[0]))
    environment = _environment(spots)
    return environment.from_string(_DECLARATION + MARK.sub(lambda found: _code(int(found[1]), spots), xml))


def _lift(holder: etree._Element, text: str) -> None:
    """Put text in place of a row or paragraph."""
    before, parent = holder.getprevious(), cast("etree._Element", holder.getparent())
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(holder)


def _code(number: int, tags: Sequence[Tag]) -> str:
    tag = tags[number]
    match tag.word:
        case "print":
            return f"{{{{ {tag.code}|printed({number}) }}}}"
        case "for":
            return f"{{% for {tag.code} in {tag.uses[0].name}|rows({number}) %}}"
        case "":
            return ""
        case word:
            return f"{{% {word} {tag.code} %}}"


def _environment(tags: Sequence[Tag]) -> ImmutableSandboxedEnvironment:
    """A sandbox whose only words are ours, with filters that know where each value goes."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    environment.filters = {"printed": _printer(tags), "rows": _row_giver(tags)}
    return environment


_SPECIAL = re.compile("[&<>\n\r\t\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_ALLOWED = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\r": "",
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}


def _printer(tags: Sequence[Tag]) -> Callable[[object, int], Markup]:
    def printed(value: object, number: int) -> Markup:
        """Text as XML: a newline breaks the line; nothing empty, nothing but text, nothing Word cannot hold."""
        if isinstance(value, str) and value and not _SPECIAL.search(value):
            return Markup(value)  # noqa: S704 - there is nothing to escape in it
        use = tags[number].uses[0]
        if not isinstance(value, str):
            raise TemplateFault(use.spot.finding(say.NOT_TEXT, use.name, wanted="文字"))
        if not value.strip():
            raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.shown))
        return Markup(_SPECIAL.sub(lambda found: _escaped(found[0], use), value))  # noqa: S704 - just escaped

    return printed


def _escaped(character: str, use: Use) -> str:
    if character not in _ALLOWED:
        found = f"U+{ord(character):04X}"
        raise TemplateFault(use.spot.finding(say.BAD_CHARACTER, use.shown, found=found))
    return _ALLOWED[character]


def _row_giver(tags: Sequence[Tag]) -> Callable[[object, int], Rows]:
    def rows(value: object, number: int) -> Rows:
        """The rows of a list; an empty one is never printed."""
        use = tags[number].uses[0]
        if not value:
            raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.name))
        return cast("Rows", value)

    return rows


# The data


def _check_context(uses: Iterable[Use], context: Context) -> None:
    """Every variable and column a template names is there, in branches not taken too."""
    faults = [fault for use in uses if (fault := _fault(use, context)) is not None]
    if faults:
        raise TemplateFault(*faults)


def _fault(use: Use, context: Context):  # type: ignore[no-untyped-def]
    if use.name not in context:
        return use.spot.finding(say.MISSING_VALUE, use.name, hint=near(use.name, context))
    value = context[use.name]
    if use.rows or use.column:
        if isinstance(value, str) or not isinstance(value, Sequence):
            return use.spot.finding(say.TEXT_AS_ROWS, use.name)
        lacking = next((row for row in value if use.column and use.column not in row), None)
        if lacking is not None:
            return use.spot.finding(say.MISSING_VALUE, use.shown, hint=near(use.column, lacking))
    elif use.printed and not isinstance(value, str):
        return use.spot.finding(say.ROWS_AS_TEXT, use.name)
    return None

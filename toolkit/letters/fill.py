"""A template and its data → a letter.

A template is understood once: its tags are judged and compiled, its other parts are packed. Each letter then
costs the rendering and packing of its text only. The same template and data give the same bytes.

Word opens well-formed text only. Every letter is, for two reasons, each looked at where it can be broken. Once a template:
what a tag gives or leaves out begins and ends inside the same elements (`tags` refuses any other), so that none of the
choices it offers leaves an element open. In every letter: each value becomes escaped text or is refused (`printed`).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined
from jinja2 import Template as Compiled
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.charts import Chart, charts_of
from toolkit.letters.context import Context, Rows
from toolkit.letters.tags import MARK, Story, Tag, TemplateFault, Use, mark, near, parse_part, read_parts, read_stories
from toolkit.letters.together import together
from toolkit.sheets.edit.package import Package

EPOCH = (1980, 1, 1, 0, 0, 0)
_DOCUMENT = "word/document.xml"
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
        self._charts = list(charts_of(parts, parse_part))
        tagged: list[Story | Chart] = [*stories, *self._charts]
        if faults := [finding for part in tagged for finding in part.findings]:
            raise TemplateFault(*faults)
        self._needs = _Needs(use for part in tagged for use in part.uses)
        self._compiled = {story.name: _compile(story) for story in stories}
        filled = {*self._compiled, *(chart.name for chart in self._charts)}
        self._package = Package(_pack((name, parts[name]) for name in parts if name not in filled))

    def render(self, context: Context) -> bytes:
        """One letter.

        Raises:
            TemplateFault: the data lacks a variable the template uses, or has nothing to print for it.
        """
        charts = {chart.name: chart.render(context) for chart in self._charts}
        return self._packed(self._texts(context) | charts)

    def render_together(self, contexts: Sequence[Context]) -> bytes:
        """Several letters in one file, each from a right-hand page on, its pages counted from 1.

        Raises:
            TemplateFault: as `render`; or the template has a chart, a header or a footer that differs by letter.
        """
        if self._charts or self._compiled.keys() != {_DOCUMENT}:
            raise TemplateFault(Finding(say.NOT_TOGETHER))
        return self._packed({_DOCUMENT: together([self._texts(context)[_DOCUMENT] for context in contexts])})

    def _texts(self, context: Context) -> dict[str, bytes]:
        self._needs.check(context)
        return {name: compiled.render(context).encode() for name, compiled in self._compiled.items()}

    def _packed(self, texts: Mapping[str, bytes]) -> bytes:
        for name, text in texts.items():
            self._package.write(name, [text])
        return self._package.save()


def _pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            pinned = _PROPERTIES.get(name)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (_DECLARATION + pinned).encode() if pinned else data)
    return target.getvalue()


# From marked trees to code


def _compile(story: Story) -> Compiled:
    """The story's XML with code in place of its marks."""
    tags = story.tags
    for number, tag in enumerate(tags):
        if tag.level and (holder := tag.holder()) is not None:
            _lift(holder, mark(number))
    xml = etree.tostring(story.root, encoding="unicode")
    code = MARK.sub(lambda found: _code(int(found[1]), tags), xml)
    return _environment(tags).from_string(_DECLARATION + code)


def _lift(holder: etree._Element, text: str) -> None:
    """Put text in place of a row or paragraph."""
    before = holder.getprevious()
    parent = holder.getparent()
    if parent is None:
        return
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
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {"printed": _printer(tags), "rows": _row_giver(tags)}
    return environment


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, escaped or not."""
_MOVES = {
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\r": "",
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}
"""A newline breaks the line, a tab goes to the next stop."""


def _printer(tags: Sequence[Tag]) -> Callable[[object, int], str]:
    def printed(value: object, number: int) -> str:
        """A value as the text of an element: escaped, never empty, nothing that Word cannot hold.

        Letters and digits alone, as most values are, need no more looking at.
        """
        if isinstance(value, str):
            if value.isalnum():
                return value
            if value.isprintable() and value.strip():
                return escape(value)
        return _text(value, tags[number].uses[0])

    return printed


def _text(value: object, use: Use) -> str:
    if not isinstance(value, str):
        raise TemplateFault(use.spot.finding(say.NOT_TEXT, use.shown, wanted="文字"))
    if not value.strip():
        raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.shown))
    if unfit := _UNFIT.search(value):
        raise TemplateFault(use.spot.finding(say.BAD_CHARACTER, use.shown, found=f"U+{ord(unfit[0]):04X}"))
    return escape(value, _MOVES)


def _row_giver(tags: Sequence[Tag]) -> Callable[[Rows, int], Rows]:
    def rows(value: Rows, number: int) -> Rows:
        """The rows of a list; an empty one is never printed."""
        if not value:
            use = tags[number].uses[0]
            raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.name))
        return value

    return rows


# The data


class _Needs:
    """What a template wants of the data."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._uses = tuple(uses)
        self._names = frozenset(use.name for use in self._uses)
        self._columns = {use.name: set[str]() for use in self._uses if use.rows}
        for use in self._uses:
            if use.column is not None:
                self._columns[use.name].add(use.column)

    def check(self, context: Context) -> None:
        """Every variable and column is there, those of branches not taken too.

        Raises:
            TemplateFault: with each one that is not, and where it is wanted.
        """
        if self._names <= context.keys() and all(
            isinstance(rows := context[name], list | tuple) and all(columns <= row.keys() for row in rows)
            for name, columns in self._columns.items()
        ):
            return
        if faults := [fault for use in self._uses if (fault := _fault(use, context)) is not None]:
            raise TemplateFault(*faults)


def _fault(use: Use, context: Context) -> Finding | None:
    if use.name not in context:
        return use.spot.finding(say.MISSING_VALUE, use.name, hint=near(use.name, context))
    if not use.rows and use.column is None:
        return None
    rows = context[use.name]
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        return use.spot.finding(say.TEXT_AS_ROWS, use.name)
    if use.column is None:
        return None
    lacking = next((row for row in rows if use.column not in row), None)
    if lacking is None:
        return None
    return use.spot.finding(say.MISSING_VALUE, use.shown, hint=near(use.column, lacking))

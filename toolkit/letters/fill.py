"""A template and its data → a letter.

A template is understood once: its tags are judged and compiled, its other parts are packed. Each letter then
costs the rendering and packing of its text only. The same template and data give the same bytes.

Word opens well-formed text only. Every letter is, for two reasons, each looked at where it can be broken. Once a template:
what a tag gives or leaves out begins and ends inside the same elements (`tags` refuses any other), so that none of the
choices it offers leaves an element open. In every letter: each value becomes escaped text or is refused (`pieces`).
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2 import Template as Compiled
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.charts import Chart, charts_of
from toolkit.letters.context import Context
from toolkit.letters.pieces import Piece, cells
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
        return {name: _render(compiled, context) for name, compiled in self._compiled.items()}

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
    for number, tag in enumerate(story.tags):
        if tag.level and (holder := tag.holder()) is not None:
            _lift(holder, mark(number))
    xml = _DECLARATION + etree.tostring(story.root, encoding="unicode")
    segments = list(_segments(xml, story.tags))
    return _environment(segments).from_string("".join(_code(segments)))


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


Segment = tuple[Piece, Tag | None]
"""A piece, and the statement that ends it; the last has none."""


def _segments(xml: str, tags: Sequence[Tag]) -> Iterator[Segment]:
    markup, values = [""], list[Tag]()
    texts = MARK.split(xml)  # with the number of a tag between each two
    for text, number in zip(texts[::2], texts[1::2], strict=False):
        markup[-1] += text
        tag = tags[int(number)]
        if tag.word == "print":
            markup.append("")
            values.append(tag)
        elif tag.word:
            yield Piece(markup, values), tag
            markup, values = [""], []
    yield Piece([*markup[:-1], markup[-1] + texts[-1]], values), None


def _code(segments: Sequence[Segment]) -> list[str]:
    """A loop that only prints its row is one table; all else is gone through step by step."""
    code, opened = list[str](), None
    for number, (piece, statement) in enumerate(segments):
        code.append(piece.code(number))
        if opened and statement and (opened.word, statement.word) == ("for", "endfor") and piece.is_row_of(opened):
            code[-2:] = [f"{{{{ {_rows(opened, number - 1)}|table({number}) }}}}"]
        elif statement:
            goes_through = f" in {_rows(statement, number)}" if statement.word == "for" else ""
            code.append(f"{{% {statement.word} {statement.code}{goes_through} %}}")
        opened = statement
    return code


def _rows(loop: Tag, number: int) -> str:
    return f"{loop.uses[0].name}|rows({number})"


class _Sandbox(ImmutableSandboxedEnvironment):
    """What its words give is given on as it is, not as text."""

    code_generator_class = NativeCodeGenerator


def _environment(segments: Sequence[Segment]) -> _Sandbox:
    """A sandbox whose only words are ours; each is told the number of its segment."""
    loops = {number: statement for number, (_, statement) in enumerate(segments) if statement is not None}
    environment = _Sandbox(undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {
        "text": lambda values, number: segments[number][0].text(values),
        "table": lambda rows, number: segments[number][0].table(rows),
        "rows": lambda rows, number: rows or _refuse(loops[number].uses[0]),
    }
    return environment


def _refuse(use: Use) -> NoReturn:
    """An empty list is never printed."""
    raise TemplateFault(use.spot.finding(say.BLANK_VALUE, use.name))


def _render(compiled: Compiled, context: Context) -> bytes:
    pieces: Iterable[Any] = compiled.root_render_func(compiled.new_context(dict(context), shared=True))
    return b"".join(chain.from_iterable(pieces))


# The data


class _Needs:
    """What a template wants of the data."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._uses = tuple(uses)
        self._names = frozenset(use.name for use in self._uses)
        columns = {use.name: set[str]() for use in self._uses if use.rows}
        for use in self._uses:
            if use.column is not None:
                columns[use.name].add(use.column)
        self._rows = {name: cells(sorted(found)) for name, found in columns.items()}

    def check(self, context: Context) -> None:
        """Every variable and column is there, those of branches not taken too.

        Raises:
            TemplateFault: with each one that is not, and where it is wanted.
        """
        if self._names <= context.keys() and all(_complete(context[name], taken) for name, taken in self._rows.items()):
            return
        if faults := [fault for use in self._uses if (fault := _fault(use, context)) is not None]:
            raise TemplateFault(*faults)


def _complete(rows: object, taken: Callable[[Mapping[str, str]], object]) -> bool:
    """Whether they are rows, and what is to be taken is in each."""
    if not isinstance(rows, list | tuple):
        return False
    try:
        for row in rows:
            taken(row)
    except KeyError:
        return False
    return True


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

"""The tags of a Word template: what each says, where it stands, how they stand to each other.

Staff write them in docxtpl's notation: `{{ 单位名称 }}`, or `{{ 试点.名称 }}` inside a loop; loops and
conditions as `{%tr … %}` alone in a table row, `{%p … %}` alone in a paragraph, `{% if … %}` within a line.
Anything else a template language could do is refused: a template is a form, not a program.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from jinja2 import Environment, TemplateSyntaxError, nodes
from lxml import etree

from toolkit.findings import Finding, Place, Rule
from toolkit.findings.catalogue import templates as say

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
MOST_BYTES = 50_000_000
LONGEST_TAG = 300

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#(.*?)#\}", re.DOTALL)
_OPENING = re.compile(r"\{[{%#]")
_BRACE = re.compile(r"[{}｛｝]")
_STATEMENT = re.compile(r"(?:(tr|p)\s+)?(for|endfor|if|elif|else|endif)\b", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "\u3000": " "})
_LANGUAGE = Environment(autoescape=True)


class TemplateFault(Exception):  # noqa: N818 - it names what is wrong, and is always shown as findings
    """A template that cannot be filled, or not with this data; `findings` say why and where."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("；".join(finding.message for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands, as staff would look for it."""

    story: str
    number: int
    words: str

    @property
    def where(self) -> str:
        """正文第3段“附件：…” or 第1张表第2行."""
        shown = f"“{self.words[:16]}{'…' if len(self.words) > 16 else ''}”" if self.words else ""
        unit = "行" if "表" in self.story else "段"
        return f"{self.story}第{self.number}{unit}{shown}"

    def finding(self, rule: Rule, name: str | None = None, **words: object) -> Finding:
        """A rule that speaks of this spot, and of a variable where `name` is given."""
        place = Place(sheet=self.story, row=self.number, header=name)
        return Finding(rule, place, words={"where": self.where, "name": name or "", **words})


@dataclass(frozen=True, slots=True)
class Use:
    """A variable as a tag uses it: printed, gone through row by row (`rows`), or compared with `values`.

    With a `column`, `name` is what the tag calls the row; `Story.uses` has the name of the rows instead, and
    knows whether an `if` around it may keep it away (`guarded`).
    """

    name: str
    spot: Spot
    column: str | None = None
    rows: bool = False
    printed: bool = False
    values: tuple[str, ...] = ()
    guarded: bool = False

    @property
    def shown(self) -> str:
        """As people write it."""
        return f"{self.name}.{self.column}" if self.column else self.name


@dataclass(slots=True)
class Tag:
    """A tag: the text staff wrote, where, what it does, and its code in safe words.

    `word` is print, for, endfor, if, elif, else, endif or nothing; `level` is tr, p or nothing. `node` is the
    text element that holds its mark.
    """

    text: str
    spot: Spot
    node: etree._Element
    word: str = ""
    level: str = ""
    code: str = ""
    uses: list[Use] = field(default_factory=list)

    def holder(self) -> etree._Element | None:
        """What the tag stands for alone: its row, its paragraph, or for one within a line its run."""
        kind = {"tr": W + "tr", "p": W + "p", "": W + "r"}[self.level]
        return next(self.node.iterancestors(kind), None)


@dataclass(slots=True)
class Story:
    """One part that holds text: its tree with marks in place of its tags, the tags, and what they use."""

    name: str
    root: etree._Element
    tags: list[Tag] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What people call it."""
        return _STORY_NAMES[self.name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")]


_STORY_NAMES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
}


# Reading the file


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name, in the file's order.

    Raises:
        TemplateFault: it is no .docx that could be a template.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise _no_template("文件过大")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            if len({name.lower() for name in parts}) < len(archive.infolist()):
                raise _no_template("里面有重名的部件")
    except _UNREADABLE as error:
        old = data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        raise _no_template("是旧版 .doc 或设有密码" if old else "不是 .docx 文件，或已损坏") from error
    if "word/document.xml" not in parts:
        raise _no_template("里面没有 Word 正文")
    if "word/vbaProject.bin" in parts:
        raise _no_template("含有宏")
    return parts


_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError,
)


def _no_template(detail: str) -> TemplateFault:
    return TemplateFault(Finding(say.NOT_A_TEMPLATE, words={"detail": detail}))


def parse_part(data: bytes) -> etree._Element:
    """A part as a tree; no entity is resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _no_template("内容已损坏") from error
    if b"<!DOCTYPE" in data:
        raise _no_template("含有不允许的声明")
    return root


def read_stories(parts: Mapping[str, bytes]) -> list[Story]:
    """Every part that holds text, its tags joined and judged.

    Raises:
        TemplateFault: a part cannot be read, or no part has a tag.
    """
    stories = [_read_story(name, parse_part(parts[name])) for name in parts if STORIES.fullmatch(name)]
    if any(not story.root.tag.startswith(W) for story in stories):
        raise _no_template("是“严格 Open XML”格式")
    if any({story.root.prefix, *(tag.node.prefix for tag in story.tags)} != {"w"} for story in stories):
        raise _no_template("不是 Word 或 WPS 保存的")
    if not any(story.tags or story.findings for story in stories):
        raise TemplateFault(Finding(say.NO_TAGS))
    return stories


def _read_story(name: str, root: etree._Element) -> Story:
    story = Story(name, root)
    for paragraph, spot in paragraphs(story):
        _join_tags(story, paragraph, spot)
    _judge_order(story)
    stray = _OPENING.search(etree.tostring(root, encoding="unicode"))
    if stray and not story.findings:
        spot = Spot(story.title, 1, "")
        story.findings.append(spot.finding(say.OUT_OF_REACH, tag=stray[0]))
    return story


def paragraphs(story: Story) -> Iterator[tuple[etree._Element, Spot]]:
    """Every paragraph in reading order, with the place a reader would name."""
    tables = {element: number for number, element in enumerate(story.root.iter(W + "tbl"), start=1)}
    count = 0
    for paragraph in story.root.iter(W + "p"):
        words = text_of(paragraph).strip()
        row = next(paragraph.iterancestors(W + "tr"), None)
        if row is None:
            count += 1
            yield paragraph, Spot(story.title, count, words)
        else:
            table = next(row.iterancestors(W + "tbl"))
            number = 1 + sum(1 for _ in row.itersiblings(W + "tr", preceding=True))
            yield paragraph, Spot(f"{story.title.removeprefix('正文')}第{tables[table]}张表", number, words)


def text_nodes(paragraph: etree._Element) -> list[etree._Element]:
    """The text elements of a paragraph itself, not of a text box that hangs in it."""
    return [node for node in paragraph.iter(W + "t") if next(node.iterancestors(W + "p")) is paragraph]


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph says."""
    return "".join(node.text or "" for node in text_nodes(paragraph))


def near(name: str, known: Iterable[str]) -> str:
    """What may have been meant, or else all there is."""
    names = list(known)
    close = get_close_matches(name, names, n=3, cutoff=0.5)
    return f"是否为：{'、'.join(close)}" if close else f"可用的有：{'、'.join(names)}"


# Joining and understanding tags


def mark(number: int) -> str:
    """What stands in a tree for the story's tag of this number; no document holds such characters."""
    return f"\ufdd0{number}\ufdd1"


MARK = re.compile("\ufdd0(\\d+)\ufdd1")


def _join_tags(story: Story, paragraph: etree._Element, spot: Spot) -> None:
    """Replace each tag of a paragraph, however Word has cut it up, by its mark."""
    text = text_of(paragraph)
    found = list(_TAG.finditer(text))
    rest = _TAG.sub("", text)
    if _BRACE.search(rest):
        story.findings.append(spot.finding(say.BROKEN_TAG, tag=_around_brace(rest)))
        return
    first = len(story.tags)
    texts = text_nodes(paragraph)
    for number, match in reversed(list(enumerate(found, start=first))):
        node = _replace(texts, match.start(), match.end(), mark(number))
        story.tags.insert(first, _understand(story, match, Tag(match[0].strip(), spot, node)))


def _around_brace(text: str) -> str:
    position = _BRACE.search(text)
    start = position.start() if position else 0
    return text[max(0, start - 2) : start + 14].strip()


def _replace(texts: list[etree._Element], start: int, end: int, new: str) -> etree._Element:
    """Put `new` in place of the characters start…end of the joined text; gives the element that holds it."""
    offset, holder = 0, texts[0]
    for node in texts:
        old = node.text or ""
        a, b = max(start - offset, 0), min(end - offset, len(old))
        if a < b:
            begins = a == start - offset
            node.text = old[:a] + (new if begins else "") + old[b:]
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            holder = node if begins else holder
        offset += len(old)
    return holder


def _understand(story: Story, match: re.Match[str], tag: Tag) -> Tag:
    printed, statement, _ = match.groups()
    try:
        if len(tag.text) > LONGEST_TAG:
            raise _Unfit
        if printed is not None:
            _understand_printed(tag, printed.translate(_QUOTES).strip())
        elif statement is not None:
            _understand_statement(tag, statement.translate(_QUOTES).strip())
    except (TemplateSyntaxError, RecursionError, _Unfit):
        story.findings.append(tag.spot.finding(say.BAD_EXPRESSION, tag=tag.text))
        tag.word = ""
    return tag


class _Unfit(Exception):  # noqa: N818 - caught beside TemplateSyntaxError, a few lines above
    """An expression a template has no business with."""


def _understand_printed(tag: Tag, expression: str) -> None:
    match _LANGUAGE.parse("{{ " + expression + " }}").body:
        case [nodes.Output(nodes=[value])]:
            tag.word = "print"
            tag.code = _value(tag, value)
        case _:
            raise _Unfit


def _understand_statement(tag: Tag, statement: str) -> None:
    found = _STATEMENT.match(statement)
    if not found:
        raise _Unfit
    tag.level, tag.word = found[1] or "", found[2]
    rest = statement[found.end() :].strip()
    if tag.word == "for":
        tag.code = _loop(tag, rest)
    elif tag.word in {"if", "elif"}:
        match _LANGUAGE.parse("{% if " + rest + " %}{% endif %}").body:
            case [nodes.If(test=test)]:
                tag.code = _test(tag, test)
            case _:
                raise _Unfit
    elif rest:
        raise _Unfit


def _loop(tag: Tag, rest: str) -> str:
    match _LANGUAGE.parse("{% for " + rest + " %}{% endfor %}").body:
        case [nodes.For(target=nodes.Name(name=row), iter=nodes.Name(name=rows), test=None, recursive=False)]:
            tag.uses.append(Use(rows, tag.spot, rows=True))
            return str(row)
        case _:
            raise _Unfit


def _value(tag: Tag, node: nodes.Node, values: tuple[str, ...] = ()) -> str:
    """A variable, or a column of a row, as code; subscripts, so that no attribute is ever reached."""
    match node:
        case nodes.Name(name=name):
            tag.uses.append(Use(name, tag.spot, printed=tag.word == "print", values=values))
            return str(name)
        case nodes.Getattr(node=nodes.Name(name=row), attr=column):
            tag.uses.append(Use(row, tag.spot, column, printed=tag.word == "print", values=values))
            return f"{row}[{column!r}]"
        case _:
            raise _Unfit


def _test(tag: Tag, node: nodes.Node) -> str:
    """A condition as code: a variable is filled, equals a text, is one of some texts; and, or, not."""
    match node:
        case nodes.Not(node=inner):
            return f"not ({_test(tag, inner)})"
        case nodes.And(left=left, right=right):
            return f"({_test(tag, left)}) and ({_test(tag, right)})"
        case nodes.Or(left=left, right=right):
            return f"({_test(tag, left)}) or ({_test(tag, right)})"
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="eq" | "ne" as sign, expr=right)]):
            values = _texts([right])
            return f"{_value(tag, left, values)} {'in' if sign == 'eq' else 'not in'} {values!r}"
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="in" | "notin" as sign, expr=right)]):
            values = _texts(right.items if isinstance(right, nodes.List | nodes.Tuple) else [])
            return f"{_value(tag, left, values)} {'in' if sign == 'in' else 'not in'} {values!r}"
        case _:
            return _value(tag, node)


def _texts(constants: Sequence[nodes.Node]) -> tuple[str, ...]:
    texts = tuple(
        constant.value
        for constant in constants
        if isinstance(constant, nodes.Const) and isinstance(constant.value, str)
    )
    if not texts or len(texts) != len(constants):
        raise _Unfit
    return texts


# Judging how tags stand to each other


def _judge_order(story: Story) -> None:
    """Blocks open and close in pairs, each in its own place; a row is known inside its loop only."""
    open_tags: list[Tag] = []
    for tag in story.tags:
        story.findings.extend(_judge_place(tag))
        if tag.word in {"elif", "else"} and not _pairs(open_tags, tag, "if"):
            story.findings.append(tag.spot.finding(say.UNOPENED, tag=tag.text))
        story.findings.extend(_resolve(story, tag, open_tags))
        if tag.word in {"for", "if"}:
            open_tags.append(tag)
        elif tag.word in {"endfor", "endif"}:
            if _pairs(open_tags, tag, tag.word.removeprefix("end")):
                open_tags.pop()
            else:
                story.findings.append(tag.spot.finding(say.UNOPENED, tag=tag.text))
    for tag in open_tags:
        level = tag.level and tag.level + " "
        story.findings.append(tag.spot.finding(say.UNCLOSED, tag=tag.text, level=level, end="end" + tag.word))


def _pairs(open_tags: list[Tag], tag: Tag, word: str) -> bool:
    """Whether the block opened last is the one this tag goes on with, in the same place.

    The same elements are open at both, so whatever the block gives, even nothing, leaves them as they were.
    """
    if not open_tags or (open_tags[-1].word, open_tags[-1].level) != (word, tag.level):
        return False
    if not tag.level and _within(open_tags[-1]) != _within(tag):
        return False
    opened, here = open_tags[-1].holder(), tag.holder()
    if opened is None or here is None:
        return opened is here
    return opened.getparent() is here.getparent()


def _within(tag: Tag) -> list[tuple[str | None, str]]:
    """What is open where a tag within a line stands, by the names that close it."""
    return [(element.prefix, element.tag) for element in (tag.node, *tag.node.iterancestors())]


def _judge_place(tag: Tag) -> Iterator[Finding]:
    """A tag for a row or a paragraph has it for itself, as it goes away with all it holds."""
    if not tag.level:
        return
    holder = tag.holder()
    if holder is None:
        yield tag.spot.finding(say.NOT_IN_ROW, tag=tag.text)
        return
    said = "".join(node.text or "" for node in holder.iter(W + "t"))
    things = any(True for kind in _THINGS for _ in holder.iter(W + kind))
    if things or MARK.sub("", said, count=1).strip():
        whole = "行" if tag.level == "tr" else "段"
        yield tag.spot.finding(say.NOT_ALONE, tag=tag.text, whole=whole)
    cell = holder.getparent()
    if tag.level == "p" and holder.getnext() is None and cell is not None and cell.tag == W + "tc":
        yield tag.spot.finding(say.EMPTY_CELL, tag=tag.text)


_THINGS = ("drawing", "pict", "object", "sectPr", "fldChar")


def _resolve(story: Story, tag: Tag, open_tags: list[Tag]) -> Iterator[Finding]:
    """Give each use of a row the name of its rows."""
    rows_of = {outer.code: outer.uses[0].name for outer in open_tags if outer.word == "for"}
    guarded = any(outer.word == "if" for outer in open_tags)
    for use in tag.uses:
        if use.column is None and use.name in rows_of:
            yield use.spot.finding(say.BAD_EXPRESSION, tag=tag.text)
        elif use.column is None:
            story.uses.append(replace(use, guarded=guarded))
        elif use.name in rows_of:
            story.uses.append(replace(use, name=rows_of[use.name], guarded=guarded))
        else:
            hint = f"“{use.name}.{use.column}”只能写在 {{%tr for {use.name} in … %}} 与 {{%tr endfor %}} 之间"
            yield use.spot.finding(say.UNKNOWN_VARIABLE, use.name, hint=hint)

"""What an edited template no longer takes from the data: every letter would say the same there.

Judged against the shipped template of its kind. Whoever types a date over a variable leaves the rest of the sentence, or of
the table, as it is; so each is looked for with anything in place of its variables. What has gone in another way is only
named: to leave something out is staff's right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.tags import MARK, Spot, Story, Tag, W, paragraphs, text_of

_LEAST = 2
"""Letters or figures a sentence has besides its variables if it is to be known by them."""


def check_fixed(edited: Sequence[Story], shipped: Sequence[Story]) -> list[Finding]:
    """What the shipped template prints, and this one says in fixed words or not at all."""
    told = [*_typed_over(edited, shipped), *_typed_in_columns(edited, shipped)]
    gone: dict[str, Spot] = {}
    known = {use.name for story in edited for use in story.uses} | {finding.place.header for finding in told}
    for use in (use for story in shipped for use in story.uses if use.name not in known):
        gone.setdefault(use.name, use.spot)
    return told + [Finding(say.UNUSED, words={"name": name, "spot": spot.where}) for name, spot in gone.items()]


# Sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph: its text with the tags as staff see them, and what it prints."""

    text: str
    prints: tuple[str, ...]
    spot: Spot

    def words_in(self, text: str) -> list[str] | None:
        """What a text has in place of what this prints; None if it is not otherwise this sentence, or this says nothing else."""
        first, *parts = _PRINTED.split(self.text)
        if not parts or len(re.findall(r"\w", "".join((first, *parts)))) < _LEAST or not text.startswith(first):
            return None
        found, at = list[str](), len(first)
        for part in parts[:-1]:
            end = text.find(part, at + 1)
            if end < 0:
                return None
            found.append(text[at:end])
            at = end + len(part)
        end = len(text) - len(parts[-1])
        return [*found, text[at:end]] if at < end and text.endswith(parts[-1]) else None


_PRINTED = re.compile(r"\{\{ .*? \}\}")


def _sentences(stories: Iterable[Story]) -> Iterator[Sentence]:
    for story in stories:
        for paragraph, spot in paragraphs(story):
            tags = [story.tags[int(number)] for number in MARK.findall(text_of(paragraph))]
            prints = tuple(tag.uses[0].shown for tag in tags if tag.word == "print")
            text = _shown(text_of(paragraph), story)
            yield Sentence(text, prints, replace(spot, words=text))


def _shown(text: str, story: Story) -> str:
    """A text with tags in place of their marks, spelt alike."""

    def tag(found: re.Match[str]) -> str:
        tag = story.tags[int(found[1])]
        return "{{ " + tag.uses[0].shown + " }}" if tag.word == "print" else tag.text

    return MARK.sub(tag, text).strip()


def _typed_over(edited: Sequence[Story], shipped: Sequence[Story]) -> Iterator[Finding]:
    """Something fixed where a sentence of the shipped template has a variable."""
    ours = list(_sentences(shipped))
    kept = {sentence.text for sentence in ours}
    for sentence in _sentences(edited):
        if sentence.text in kept:
            continue
        found = (zip(own.prints, words, strict=True) for own in ours if (words := own.words_in(sentence.text)))
        for name, word in next(found, ()):
            if "{" not in word:
                yield sentence.spot.finding(say.FIXED, name, found=word)


# Tables


def _typed_in_columns(edited: Sequence[Story], shipped: Sequence[Story]) -> Iterator[Finding]:
    """Something fixed in the cell of a row that stands for many, where the shipped template has a column."""
    columns = {(loop.uses[0].name, header): text for loop, header, text in _cells(shipped)}
    for loop, header, text in _cells(edited):
        column = columns.get((loop.uses[0].name, header), "")
        if text and "{" in column and "{" not in text:
            spot = replace(loop.spot, number=loop.spot.number + 1, words=text)
            yield spot.finding(say.FIXED, column.strip("{} "), found=text)


def _cells(stories: Iterable[Story]) -> Iterator[tuple[Tag, str, str]]:
    """(loop, header, text) of each cell in the row after the beginning of a loop."""
    for story in stories:
        for loop in (tag for tag in story.tags if (tag.word, tag.level) == ("for", "tr")):
            opening = loop.holder()
            table, row = (None, None) if opening is None else (opening.getparent(), opening.getnext())
            if table is None or row is None:
                continue
            headers = [_said(cell, story) for cell in next(table.iterchildren(W + "tr")).iterchildren(W + "tc")]
            texts = [_said(cell, story) for cell in row.iterchildren(W + "tc")]
            yield from ((loop, header, text) for header, text in zip(headers, texts, strict=False))


def _said(cell: etree._Element, story: Story) -> str:
    return _shown("".join(map(text_of, cell.iter(W + "p"))), story)

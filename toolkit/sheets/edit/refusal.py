"""Saying no before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from toolkit.findings import Rule
from toolkit.findings.catalogue import edits


class NotEditable(Exception):  # noqa: N818 - it names what the workbook is, like `Unreadable`
    """A workbook, or a place in it, that cannot be changed safely; carries the rule that says why."""

    def __init__(self, rule: Rule, **words: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.words = words

    @property
    def message(self) -> str:
        """Why, and what to do about it, in Chinese."""
        return f"{self.rule.message}；{self.rule.advice}".format_map(self.words)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what a file's own contradictions make Python raise into a refusal: a number that is none, say."""
    try:
        yield
    except (ValueError, LookupError) as error:
        raise malformed("内部结构自相矛盾") from error


def malformed(detail: str) -> NotEditable:
    """The file contradicts itself, or is built in a way nobody has taught us."""
    return NotEditable(edits.MALFORMED, detail=detail)

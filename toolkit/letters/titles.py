"""Where the lines of a title end: by sense, as a trapezium or a rhombus (GB/T 9704-2012 7.3.1)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

LONGEST = 20  # 2号 characters in 156 mm
_MOST_CHOICES = 10_000
"""Ways to break a title that are weighed; only what has no words that are known has more, and then one is like another."""

_WORDS = (
    "上海市市场监督管理局", "市场监督管理局", "上海市", "商业秘密保护", "商业秘密", "创新试点", "园区",
    "单位（站、点）", "名单", "培育建设", "工作方案", "情况", "报送", "催报", "补正", "退出", "提醒", "材料",
    "清单", "月报", "拟确定", "综合审定", "限期整改", "经验成果", "汇编", "年度", "工作通报", "名额", "确定", "应报送", "试点",
)  # fmt: skip
_LONGEST_FIRST = sorted(map(re.escape, _WORDS), key=len, reverse=True)
_WHOLE = re.compile(r"关于(?:[^《\d]{2})?|\d+年(?:度|\d+月)?|" + "|".join(_LONGEST_FIRST))
_COMPANY = re.compile("(?<=）)|(?=（|股份有限公司|有限责任公司|有限公司|集团|第[一二三四五六七八九]分公司)|(?<=中心|片区|学院)|(?<=研究院)")
_NEVER_FIRST = "的、，。：；）》”"
_NEVER_LAST = "（《“"
_NEVER = 1000
_UNKNOWN, _IN_NAME = 8, 30


def title_lines(text: str, keep: Sequence[str] = ()) -> list[str]:
    """The lines of a title, none longer than 20 characters, words whole.

    `keep` are names that are not to be cut, unless too long for a line with 关于 before them. A newline in the text is obeyed.
    """
    return [line for part in text.split("\n") if part for line in _break(part, keep)]


def _break(text: str, keep: Sequence[str]) -> list[str]:
    if _width(text) <= LONGEST:
        return [text]
    costs, most = _costs(text, keep), 1 - int(-_width(text) // LONGEST)  # one line more than will do
    for limit in (_UNKNOWN - 1, _IN_NAME + 1, _NEVER + 1):
        places = [place for place, cost in enumerate(costs) if 0 < place < len(text) and cost < limit]
        choices = list(islice(_choices(text, places, most), _MOST_CHOICES))
        if choices:
            return min(choices, key=lambda lines: (_shape(lines) + _sense(lines, costs), [len(line) for line in lines]))
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]


@cache
def _width(text: str) -> float:
    """In characters; digits and letters are half as wide, with a quarter between them and Chinese."""
    seams = sum(a.isascii() != b.isascii() for a, b in pairwise(text))
    return sum(0.5 if character.isascii() else 1 for character in text) + seams / 4


def _choices(text: str, places: Sequence[int], most: int, start: int = 0) -> Iterator[list[str]]:
    """Every way to break what follows a place at some others into so many lines at most, none too long."""
    rest = text[start:]
    if _width(rest) <= LONGEST:
        yield [rest]
    if most == 1 or _width(rest) > LONGEST * most:
        return
    for place in reversed(places):
        if place > start and _width(text[start:place]) <= LONGEST:
            for lines in _choices(text, places, most - 1, place):
                yield [text[start:place], *lines]


def _costs(text: str, keep: Sequence[str]) -> list[float]:
    """What a line's end before each character costs: nothing after a comma, much inside a word."""
    costs: list[float] = [_UNKNOWN] * (len(text) + 1)
    for found in _WHOLE.finditer(text):
        _hold(costs, found.start(), found.end(), _NEVER)
    for name in keep:
        for found in re.finditer(re.escape(name), text):
            fits = _width("关于" + name) <= LONGEST
            _hold(costs, found.start(), found.end(), _NEVER if fits else _IN_NAME)
            if not fits:
                for cut in _COMPANY.finditer(name):
                    costs[found.start() + cut.start()] = 2
    for place in range(1, len(text)):
        if text[place - 1] in "、》":
            costs[place] = 0 if costs[place] < _NEVER else costs[place]
        if text[place] in _NEVER_FIRST or text[place - 1] in _NEVER_LAST:
            costs[place] = _NEVER
    return costs


def _hold(costs: list[float], start: int, end: int, cost: float) -> None:
    """A word or name: no line ends within it, one may at its edges."""
    for place in (start, end):
        costs[place] = min(costs[place], 1)
    costs[start + 1 : end] = [cost] * (end - start - 1)


def _sense(lines: Sequence[str], costs: Sequence[float]) -> float:
    place, total = 0, 0.0
    for line in lines[:-1]:
        place += len(line)
        total += costs[place]
    return total


def _shape(lines: Sequence[str]) -> float:
    """Growing, shrinking, or growing and then shrinking; neither a block, nor an hourglass, nor ragged."""
    widths = [_width(line) for line in lines]
    steps = [b - a for a, b in pairwise(widths)]
    hourglass = any(down < 0 < up for down, up in pairwise(steps))
    block = all(abs(step) < 1 for step in steps)
    ragged = sum(max(0.0, abs(step) - 6) for step in steps)
    stub = sum(max(0.0, 6 - width) for width in widths)
    return 3 * len(lines) + 10 * hourglass + 2 * block + ragged + stub

"""The notice is quoted word for word or not at all, and what is only practice is not put into its mouth."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.letters.samples import SAMPLES
from tests.letters.wordfiles import texts
from toolkit.letters.build import KINDS, template
from toolkit.letters.fill import fill
from toolkit.letters.pilots import quoted
from toolkit.letters.texts.common import QUOTES
from toolkit.policy import notice

NOTICE = re.sub(r"\s", "", files("toolkit.policy").joinpath("notice_2025_108.txt").read_text(encoding="utf-8"))
OUTER_QUOTE = re.compile(r"“((?:[^“”]|“[^”]*”)*)”")
CITED = re.compile(r"工作方案|方案 }}|按照方案|方案“|方案要求|108号")
PRACTICE = ("公示", "陈述", "申辩", "工作日", "整改", "送达", "告知", "暂缓", "标牌", "复核", "补报", "回证", "缓", "公章")
"""Steps and terms the notice does not know: settings or due process, never its words."""

every_kind = pytest.mark.parametrize("kind", KINDS)


def said(kind: str) -> str:
    """All that a kind can say: its template with every branch, and a letter."""
    return "".join(f"{text}\n" for data in (template(kind), fill(template(kind), SAMPLES[kind]())) for text in texts(data))


def clauses(text: str) -> Iterator[str]:
    """What stands between full stops, semicolons and line ends; quotations are marked by ◇."""
    return (part for part in re.split(r"[。；\n]", OUTER_QUOTE.sub("◇", text)) if part)


@pytest.mark.parametrize("clause", QUOTES)
def test_a_quotation_of_ours_is_contiguous_in_the_notice(clause: str) -> None:
    assert QUOTES[clause] in NOTICE


@every_kind
def test_whatever_stands_in_quotation_marks_is_the_notices(kind: str) -> None:
    text = re.sub(r"\{%.*?%\}", "", said(kind))
    strange = [quotation for quotation in OUTER_QUOTE.findall(text) if quotation not in NOTICE]
    assert strange == []


def test_every_criterion_is_quoted_word_for_word() -> None:
    for row in quoted([criterion.id for criterion in notice().criterion]):
        (quotation,) = OUTER_QUOTE.findall(row["内容"])
        assert quotation in NOTICE


def dressed(text: str) -> list[str]:
    """Clauses that cite the plan for what it does not know."""
    known = [clause for clause in clauses(text) if CITED.search(clause)]
    return [clause for clause in known if any(word in clause and word not in NOTICE for word in PRACTICE)]


@every_kind
def test_what_is_practice_is_not_said_in_the_notices_name(kind: str) -> None:
    assert dressed(said(kind)) == []


def test_practice_in_the_notices_name_would_be_seen() -> None:
    assert dressed("按照工作方案，公示期为5个工作日。现予公示。") == ["按照工作方案，公示期为5个工作日"]
    assert dressed("工作方案明确，“有进有出”。公示期为5个工作日。") == []


@every_kind
def test_a_letter_cites_no_other_document_and_no_clause_number(kind: str) -> None:
    text = "".join(texts(template(kind)))
    assert re.findall(r"《[^》]*(?:法|条例|规定|办法)》", text) == []
    assert re.findall(r"第[一二三四五六七八九十百]+条", text) == []
    assert "108号" not in text, "the plan's name and number are data"


def test_what_the_notice_says_of_itself_is_data() -> None:
    context = SAMPLES["list-notice"]()
    assert context["方案"] == f"《{notice().plan}》（{notice().number}）"

import io
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from xml.parsers import expat

import pytest
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.letters.samples import EXITS, SAMPLES, exit_decision, pilots, report_overdue, report_reminder
from tests.letters.wordfiles import W, change, docx, parts, texts, tree, written, zipped
from toolkit.letters import layout
from toolkit.letters.build import KINDS, template
from toolkit.letters.context import Context
from toolkit.letters.fill import Template, fill
from toolkit.letters.layout import TableColumn
from toolkit.letters.pieces import Piece
from toolkit.letters.tags import TemplateFault, read_stories


def codes(fault: pytest.ExceptionInfo[TemplateFault]) -> list[str]:
    return [finding.code for finding in fault.value.findings]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_filled_and_no_tag_is_left(kind: str) -> None:
    letter = fill(template(kind), SAMPLES[kind]())
    said = "".join(texts(letter))
    assert "{" not in said
    assert "}" not in said
    assert "None" not in said
    addressee = [f"{SAMPLES[kind]()['主送']}："] if KINDS[kind].head != "none" else []
    assert set(addressee) <= set(texts(letter))


@pytest.mark.parametrize("kind", KINDS)
def test_another_engine_reads_the_same_template_the_same_way(kind: str) -> None:
    context = dict(SAMPLES[kind]())
    other = DocxTemplate(io.BytesIO(template(kind)))
    other.render(context, autoescape=True)
    target = io.BytesIO()
    other.save(target)
    assert texts(target.getvalue()) == texts(fill(template(kind), context))


VALUES = st.one_of(
    st.sampled_from(["", " ", "　", "甲", "甲 乙", " 甲", "甲&乙", "<甲>", "]]>", "\n", "甲\t乙", "甲\r", "\ufffe", "\ud800", "\x00", "\x85", "\xa0", "未收到"]),
    st.text(max_size=6),
)  # fmt: skip


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4))
def test_values_looked_at_together_are_printed_or_refused_as_each_alone(rows: list[tuple[str, str]]) -> None:
    tags = [tag for story in read_stories(parts(written("{{ 甲 }}{{ 乙 }}"))) for tag in story.tags]
    pair, single = Piece(["<", "><", ">"], tags), Piece(["<", ">"], tags[:1])
    values = [value for row in rows for value in row]
    alone = said_or_refused(lambda: [part for value in values for part in single.text([value])])
    assert said_or_refused(lambda: pair.text(values)) == alone


def said_or_refused(work: Callable[[], Sequence[bytes]]) -> bytes:
    try:
        return b"".join(work())
    except TemplateFault as fault:
        return fault.findings[0].code.encode()


def test_the_same_data_gives_the_same_bytes() -> None:
    once, twice = (Template(template("exit-decision")).render(exit_decision()) for _ in range(2))
    assert once == twice
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_template_serves_many_letters_without_a_trace_of_the_last() -> None:
    ready = Template(template("report-reminder"))
    first = ready.render(report_reminder(3))
    ready.render(report_reminder(60))
    assert ready.render(report_reminder(3)) == first


def test_a_missing_variable_is_named_with_its_place() -> None:
    context = {key: value for key, value in report_reminder().items() if key != "截止日期"}
    with pytest.raises(TemplateFault) as fault:
        fill(template("report-reminder"), context)
    finding, again = fault.value.findings  # once in each wording
    assert again.code == finding.code == "TPL-31"
    assert finding.place.header == "截止日期"
    assert "截止日期" in finding.message
    assert "正文第" in finding.message
    assert "截至日期" in finding.advice


def test_a_missing_column_is_named_with_its_table_row() -> None:
    rows = [{key: value for key, value in row.items() if key != "名称"} for row in pilots(3)]
    with pytest.raises(TemplateFault) as fault:
        fill(template("report-reminder"), report_reminder(试点名单=rows))
    assert codes(fault) == ["TPL-31"]
    assert "试点名单.名称" in str(fault.value)
    assert "第1张表第3行" in str(fault.value)


def test_a_variable_missing_in_a_branch_not_taken_is_missing() -> None:
    context = {key: value for key, value in exit_decision("自愿").items() if key != "申辩意见"}
    with pytest.raises(TemplateFault) as fault:
        fill(template("exit-decision"), context)
    assert codes(fault) == ["TPL-31"]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_nothing_empty_is_printed(blank: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        fill(template("exit-decision"), exit_decision(生效日期=blank))
    assert codes(fault) == ["TPL-32"]
    assert "生效日期" in str(fault.value)


def test_a_branch_taken_wants_its_values() -> None:
    with pytest.raises(TemplateFault) as fault:
        fill(template("exit-decision"), exit_decision("不成立", 复核意见=""))
    assert "复核意见" in str(fault.value)


def test_an_empty_list_is_not_printed() -> None:
    with pytest.raises(TemplateFault) as fault:
        fill(template("report-reminder"), report_reminder(0))
    assert codes(fault) == ["TPL-32"]
    assert "试点名单" in str(fault.value)


def test_an_empty_list_behind_a_condition_leaves_its_table_out() -> None:
    both, one = (tree(fill(template("report-overdue"), report_overdue(3, late))) for late in (2, 0))
    assert (len(list(both.iter(W + "tbl"))), len(list(one.iter(W + "tbl")))) == (2, 1)


@pytest.mark.parametrize("value", [None, 12, 1.5, True])
def test_what_is_no_text_is_our_fault_and_never_printed(value: object) -> None:
    with pytest.raises(TemplateFault) as fault:
        fill(written("{{ 年度 }}"), {"年度": value})  # type: ignore[dict-item]
    assert codes(fault) in (["TPL-06"], ["TPL-33"])


def test_a_list_is_no_text_and_a_text_no_list() -> None:
    with pytest.raises(TemplateFault):
        fill(written("{{ 名单 }}"), {"名单": [{"名称": "甲"}]})
    with pytest.raises(TemplateFault):
        fill(written("{%p for 行 in 年度 %}", "{%p endfor %}"), {"年度": "2025"})


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_any_text_is_printed_as_it_is_or_refused(text: str) -> None:
    template = written("「{{ 名称 }}」")
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text):
        with pytest.raises(TemplateFault, match="不能保存"):
            fill(template, {"名称": text})
    else:
        said = tree(fill(template, {"名称": text})).find(f".//{W}p")
        assert said is not None
        signs = {W + "br": "\n", W + "tab": "\t"}
        pieces = (signs.get(node.tag, node.text or "") for node in said.iter(W + "t", *signs))
        assert "".join(pieces) == f"「{text}」".replace("\r", "")


@pytest.mark.parametrize("text", ["甲&乙有限公司", "<甲>", "{{ 署名 }}", "{% if %}", '"甲"', "𠮷野家", "䶮"])
def test_a_name_may_hold_what_it_likes(text: str) -> None:
    assert texts(fill(written("{{ 名称 }}"), {"名称": text})) == [text]


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\x0b乙", "甲\ud800乙", "甲\uffff乙"])
def test_a_character_word_cannot_hold_is_named(text: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        fill(written("{{ 名称 }}"), {"名称": text})
    assert codes(fault) == ["TPL-34"]
    assert "U+" in str(fault.value)


def test_a_newline_in_a_text_breaks_the_line() -> None:
    letter = tree(fill(written("{{ 标题 }}"), {"标题": "甲\n乙"}))
    assert [node.tag.removeprefix(W) for node in letter.iter(W + "t", W + "br")] == ["t", "br", "t"]


def test_a_tag_that_word_cut_into_runs_is_whole_again() -> None:
    pieces = ("{{ 单", "位名称 }", "}，甲{% if 甲 %}乙{% endif %}")
    paragraph = layout.paragraph("Body", "<w:proofErr/>".join(map(layout.run, pieces)))
    assert texts(fill(docx(paragraph), {"单位名称": "丙", "甲": "丁"})) == ["丙，甲乙"]


def test_quotation_marks_that_word_made_curly_are_understood() -> None:
    made = fill(written("{% if 情形 == “超出” %}多{% else %}少{% endif %}"), {"情形": "超出"})
    assert texts(made) == ["多"]


@pytest.mark.parametrize("case", EXITS)
def test_an_exit_decision_says_what_happened_and_nothing_else(case: str) -> None:
    said = "".join(texts(fill(template("exit-decision"), exit_decision(case))))
    telling = {
        "未提出": "届满，上海样例微电子有限公司未提出陈述、申辩", "提前": "在期限届满前作出决定", "放弃": "放弃陈述、申辩。", "不成立": "不予采纳",
        "自愿": "自愿申请退出本市", "注销": "注销登记",
    }
    assert [words in said for words in telling.values()] == [key == case for key in telling]
    put_off = case in {"未提出", "提前", "放弃", "不成立"}
    assert ("“对于不符合要求的，予以退出本市商业秘密保护创新试点园区、单位（站、点）名单”" in said) == put_off
    assert ("“有进有出”" in said) != put_off
    assert ("拟退出告知书" in said) == put_off


def test_without_copies_no_line_speaks_of_them() -> None:
    assert "抄送" not in "".join(texts(fill(template("exit-decision"), exit_decision(抄送=""))))
    assert "抄送：甲。" in texts(fill(template("exit-decision"), exit_decision(抄送="甲")))


def test_who_edited_the_template_is_told_to_nobody() -> None:
    held = parts(template("exit-decision"))
    held["docProps/core.xml"] = b"<cp:coreProperties><dc:creator>x</dc:creator></cp:coreProperties>"
    held["docProps/app.xml"] = b"<Properties><Company>x</Company></Properties>"
    made = parts(fill(zipped(held), exit_decision()))
    assert b"creator" not in made["docProps/core.xml"]
    assert b"Company" not in made["docProps/app.xml"]
    for name in ("docProps/core.xml", "docProps/app.xml"):
        etree.fromstring(made[name])


def test_headers_and_footers_are_filled_too() -> None:
    def with_tag(text: str) -> str:
        return text.replace("— ", "{{ 区 }}— ")

    made = fill(change(written("{{ 甲 }}"), with_tag, "word/footer1.xml"), {"甲": "乙", "区": "徐汇区"})
    assert "徐汇区— ".encode() in parts(made)["word/footer1.xml"]


def test_other_parts_come_through_untouched() -> None:
    before = parts(template("list-notice"))
    after = parts(fill(template("list-notice"), SAMPLES["list-notice"]()))
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def test_rows_and_numbers_stand_in_the_order_given() -> None:
    table = layout.table("行", "名单", [TableColumn("序号", "{{ 行.序号 }}", 20)])
    made = fill(docx(table), {"名单": [{"序号": str(number)} for number in (3, 1, 2)]})
    assert texts(made) == ["序号", "3", "1", "2"]


# Well-formed by how it is made


def well_formed(letter: bytes) -> bool:
    """What a parser says that knows nothing of how the letter was made."""
    try:
        expat.ParserCreate().Parse(parts(letter)["word/document.xml"], True)
    except expat.ExpatError:
        return False
    return True


BLOCKS = st.recursive(
    st.lists(st.sampled_from(("{{ 甲 }}", "字")), max_size=2),
    lambda inner: st.one_of(
        inner.map(lambda texts: ["{% if 甲 %}", *texts, "{% endif %}"]),
        st.tuples(inner, inner).map(lambda both: ["{% if not 甲 %}", *both[0], "{% else %}", *both[1], "{% endif %}"]),
        inner.map(lambda texts: ["{% for 行 in 名单 %}", *texts, "{{ 行.乙 }}", "{% endfor %}"]),
        st.tuples(inner, inner).map(lambda both: [*both[0], *both[1]]),
    ),
    max_leaves=4,
)
AROUND = st.sampled_from((
    "{}", "{}", "</w:t><w:t>{}", "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{}", "</w:t><w:br/><w:t>{}", "<w:x>{}</w:x>",
    "</w:t></w:r><w:hyperlink><w:r><w:t>{}</w:t></w:r></w:hyperlink><w:r><w:t>", "</w:t></w:r></w:p><w:p><w:r><w:t>{}",
    "</w:t><w:x><w:t>{}</w:t></w:x><w:t>", "</w:t></w:r><w:r><w:x><w:t>{}</w:t></w:x></w:r><w:r><w:t>", "</w:t></w:r><w:t>{}</w:t><w:r><w:t>",
))  # fmt: skip
"""What may stand around a piece of a paragraph's text: another run, a link, elements Word would not write there."""


@given(st.lists(BLOCKS, min_size=1, max_size=2), st.data(), st.text(min_size=1), st.lists(st.text(), max_size=2))
def test_every_letter_that_is_made_is_well_formed(
    paragraphs: list[list[str]], data: st.DataObject, value: str, column: list[str]
) -> None:
    lines = ("".join(data.draw(AROUND).format(piece) for piece in pieces) for pieces in paragraphs)
    try:
        ready = Template(docx(*(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)))
    except TemplateFault:
        return
    contexts: list[Context] = [{"甲": value, "名单": [{"乙": text} for text in column]}, {"甲": "", "名单": [{"乙": "&<"}]}]
    for context in contexts:
        with suppress(TemplateFault):
            assert well_formed(ready.render(context))


@pytest.mark.parametrize("between", ["<w:x>{}</w:x>", "<w:smartTag>{}</w:smartTag>"])
def test_a_choice_that_would_leave_an_element_open_is_refused(between: str) -> None:
    held = between.format("<w:t>{% if 甲 %}乙</w:t>")
    with pytest.raises(TemplateFault) as fault:
        Template(docx(f"<w:p><w:r>{held}</w:r><w:r><w:t>丙{{% endif %}}</w:t></w:r></w:p>"))
    assert set(codes(fault)) == {"TPL-08", "TPL-09"}


def cost(work: Callable[[], object], times: int) -> float:
    """CPU seconds, of the best of a few rounds."""
    rounds = []
    for _ in range(4):
        started = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - started) / times)
    return min(rounds)


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer slows one side only")
def test_a_letter_of_a_batch_costs_a_25th_of_the_usual_way() -> None:
    data, context = template("report-reminder"), report_reminder(12)
    ready = Template(data)

    def usual() -> None:
        document = DocxTemplate(io.BytesIO(data))
        document.render(dict(context), autoescape=True)
        document.save(io.BytesIO())

    assert cost(usual, 2) > 25 * cost(lambda: ready.render(context), 20)


# Several in one file


def sections(data: bytes) -> list[etree._Element]:
    return list(tree(data).iter(W + "sectPr"))


def test_letters_together_say_what_each_says_alone() -> None:
    ready, contexts = Template(template("report-reminder")), [report_reminder(2), report_reminder(30), report_reminder(1)]
    bound = ready.render_together(contexts)
    assert texts(bound) == [text for context in contexts for text in texts(ready.render(context))]
    assert bound == ready.render_together(contexts)


def test_each_letter_of_a_file_begins_on_an_odd_page_and_counts_from_one() -> None:
    bound = Template(template("exit-decision")).render_together([exit_decision(), exit_decision("自愿"), exit_decision("注销")])
    found = sections(bound)
    assert len(found) == 3
    for section in found:
        names = [etree.QName(element).localname for element in section]
        assert names == ["footerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "docGrid"]
        assert section.find(W + "type").get(W + "val") == "oddPage"
        assert section.find(W + "pgNumType").get(W + "start") == "1"
    assert [section.getparent().tag for section in found] == [W + "pPr", W + "pPr", W + "body"]


def test_what_has_a_chart_is_not_bound_together() -> None:
    with pytest.raises(TemplateFault) as fault:
        Template(template("monthly-bulletin")).render_together([SAMPLES["monthly-bulletin"]()] * 2)
    assert codes(fault) == ["TPL-28"]

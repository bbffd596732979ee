import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.letters.paper import convert
from tests.letters.samples import SAMPLES, Context, exit_decision
from tests.letters.wordfiles import change, docx, parts, texts, written, zipped
from toolkit.findings import Finding, Severity
from toolkit.letters import layout
from toolkit.letters.build import KINDS, template
from toolkit.letters.fill import Template, fill
from toolkit.letters.fixed import Sentence
from toolkit.letters.tags import Spot, TemplateFault
from toolkit.letters.template import Variable, check_template
from toolkit.letters.variables import VARIABLES

SMALL = (
    Variable("单位名称"),
    Variable("年度"),
    Variable("抄送", optional=True),
    Variable("情形", choices=("不足", "超出")),
    Variable("名单", columns=("序号", "名称")),
)
HEAD = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
PICTURE = "<w:r><w:drawing/></w:r>"


def table(*rows: str) -> str:
    """A table of one column; each row a text, or several paragraphs."""
    cells = ("".join(layout.line("TableText", text) for text in row.split("\n")) for row in rows)
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{cell}</w:tc></w:tr>" for cell in cells)
    return f"<w:tbl>{HEAD}{body}</w:tbl>" + layout.body("{{ 年度 }}")


def said(text: str, more: str) -> str:
    """A paragraph with something besides its text."""
    return layout.paragraph("Body", layout.run(text), more)


def judged(data: bytes) -> list[Finding]:
    return check_template(data, SMALL)


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_template_is_sound(kind: str) -> None:
    shipped = template(kind)
    assert [finding.message for finding in check_template(shipped, VARIABLES[kind], shipped=shipped)] == []


LOOP = "{%tr for 行 in 名单 %}"
BROKEN = [
    ("a brace too few", written("{{ 单位名称 }"), "TPL-02"),
    ("a brace too many", written("{{{ 单位名称 }}"), "TPL-03"),
    ("full-width braces", written("｛｛ 单位名称 ｝｝"), "TPL-02"),
    ("a tag over two paragraphs", written("{{ 单位", "名称 }}"), "TPL-02"),
    ("a lone brace", written("{{ 年度 }}}"), "TPL-02"),
    ("an empty tag", written("{{ }}"), "TPL-03"),
    ("a sum", written("{{ 年度 + 1 }}"), "TPL-03"),
    ("a call", written("{{ 年度.upper() }}"), "TPL-03"),
    ("a filter", written("{{ 年度|upper }}"), "TPL-03"),
    ("a way out of the sandbox", written("{{ ''.__class__.__mro__ }}"), "TPL-03"),
    ("a name with brackets", written("{{ 单位（站）家数 }}"), "TPL-03"),
    ("another statement", written("{% set 年度 = 1 %}"), "TPL-03"),
    ("an include", written('{% include "x" %}'), "TPL-03"),
    ("a comparison with a number", written("{% if 年度 > 3 %}{% endif %}"), "TPL-03"),
    ("a row printed whole", docx(table(LOOP, "{{ 行 }}", "{%tr endfor %}")), "TPL-03"),
    ("a word as long as a page", written("{{ 年度" + " " * 400 + "}}"), "TPL-03"),
    ("brackets without end", written("{{ " + "(" * 200 + "年度" + " }}"), "TPL-03"),
    ("a variable unknown", written("{{ 单位名 }}"), "TPL-04"),
    ("a condition on a variable unknown", written("{% if 单位 %}甲{% endif %}"), "TPL-04"),
    ("a list unknown", docx(table("{%tr for 行 in 试点 %}", "甲", "{%tr endfor %}")), "TPL-04"),
    ("a column outside its loop", written("{{ 行.名称 }}"), "TPL-04"),
    ("a column unknown", docx(table(LOOP, "{{ 行.姓名 }}", "{%tr endfor %}")), "TPL-05"),
    ("a list printed as a text", written("{{ 名单 }}"), "TPL-06"),
    ("a text gone through by rows", docx(table("{%tr for 行 in 年度 %}", "甲", "{%tr endfor %}")), "TPL-07"),
    ("a loop without end", docx(table(LOOP, "{{ 行.名称 }}")), "TPL-08"),
    ("a condition without end", written("{%p if 抄送 %}", "{{ 抄送 }}"), "TPL-08"),
    ("an end without beginning", written("{%p endif %}", "{{ 年度 }}"), "TPL-09"),
    ("an end of another kind", written("{%p if 抄送 %}", "甲", "{%p endfor %}"), "TPL-09"),
    ("an end of another level", written("{%p if 抄送 %}", "{% endif %}"), "TPL-09"),
    ("an end in another place", docx(layout.tag("{%p if 抄送 %}"), table("{%p endif %}\n甲")), "TPL-09"),
    ("an else of a loop", docx(table(LOOP, "{%tr else %}", "{%tr endfor %}")), "TPL-09"),
    ("a loop in the row of its data", docx(table(LOOP + "{{ 行.名称 }}", "{%tr endfor %}")), "TPL-10"),
    ("a condition in the paragraph it is for", written("{%p if 抄送 %}抄送", "{%p endif %}"), "TPL-10"),
    ("two tags in a paragraph", written("{%p if 抄送 %}{%p endif %}"), "TPL-10"),
    ("a picture with a tag", docx(said("{%p if 抄送 %}", PICTURE), layout.tag("{%p endif %}")), "TPL-10"),
    ("a row's tag in no table", written("{%tr if 抄送 %}", "{%tr endif %}"), "TPL-11"),
    ("a cell left empty", docx(table("甲\n{%p if 抄送 %}\n乙\n{%p endif %}")), "TPL-12"),
    ("a value that never comes", written('{% if 情形 == "超过" %}甲{% endif %}'), "TPL-13"),
    ("one value that never comes", written('{% if 情形 in ["不足", "超额"] %}甲{% endif %}'), "TPL-13"),
    ("a revision", docx(said("{{ 年度 }}", f"<w:ins>{layout.run('甲')}</w:ins>")), "TPL-15"),
    ("a comment", docx(said("{{ 年度 }}", '<w:r><w:commentReference w:id="1"/></w:r>')), "TPL-16"),
    ("a letter for a template", written("关于公布名单的通知"), "TPL-26"),
]


@pytest.mark.parametrize(("data", "code"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_template_is_told_apart(data: bytes, code: str) -> None:
    found = [finding for finding in judged(data) if finding.severity is Severity.E]
    assert code in {finding.code for finding in found}
    assert {finding.code for finding in found} <= {code, *ALONG.get(code, ())}
    for finding in found:
        assert not re.search(r"\ufdd0|None|\{where|%%", finding.message + finding.advice)


ALONG = {"TPL-08": (), "TPL-09": ("TPL-08",), "TPL-10": (), "TPL-03": ("TPL-08", "TPL-09")}


@pytest.mark.parametrize("data", [case[1] for case in BROKEN if case[2] < "TPL-13"])
def test_what_cannot_be_filled_is_not_filled(data: bytes) -> None:
    context: Context = {
        "单位名称": "甲", "年度": "2025", "抄送": "", "情形": "不足", "名单": [{"序号": "1", "名称": "乙"}],
    }
    with pytest.raises(TemplateFault):
        fill(data, context)


def swap(old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The decision's template with some XML altered."""

    def alter(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change(template("exit-decision"), alter, part)


NO_TEMPLATE = [
    ("empty", b""),
    ("no zip", b"hello"),
    ("an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("a zip of something else", zipped({"a.txt": b"x"})),
    ("cut short", template("exit-decision")[:9000]),
    ("damaged inside", change(template("exit-decision"), lambda text: text[:-20])),
    ("strict", swap("http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml")),
    ("with a declaration", swap("<w:document", '<!DOCTYPE x [<!ENTITY e "甲">]><w:document')),
    ("with other prefixes", change(template("exit-decision"), lambda text: re.sub(r"(</?|xmlns:| )w(?=[:=])", r"\1x", text))),
    ("with a part twice", zipped(parts(template("exit-decision")) | {"word/Styles.xml": b"<x/>"})),
    ("with macros", zipped(parts(template("exit-decision")) | {"word/vbaProject.bin": b"x"})),
]


@pytest.mark.parametrize("data", [case[1] for case in NO_TEMPLATE], ids=[case[0] for case in NO_TEMPLATE])
def test_a_file_that_is_no_template_is_refused_with_the_reason(data: bytes) -> None:
    (finding,) = check_template(data, SMALL)
    assert finding.code == "TPL-01"
    with pytest.raises(TemplateFault):
        Template(data)


def test_a_tag_in_a_field_is_out_of_reach() -> None:
    data = docx(said("{{ 年度 }}", "<w:r><w:instrText>{{ 年度 }}</w:instrText></w:r>"))
    assert [finding.code for finding in judged(data)] == ["TPL-14"]
    with pytest.raises(TemplateFault):
        Template(data)


@pytest.mark.parametrize("part", ["word/styles.xml", "word/_rels/document.xml.rels"])
def test_a_damaged_part_beside_the_text_is_said_too(part: str) -> None:
    (finding,) = check_template(change(template("exit-decision"), lambda text: text[:-9], part), SMALL)
    assert finding.code == "TPL-01"


def test_an_unknown_variable_is_named_with_its_place_and_what_was_meant() -> None:
    (finding,) = judged(written("甲", "关于{{ 单位名 }}的决定"))
    assert finding.message == "正文第2段“关于{{ 单位名 }}的决定”：没有名为“单位名”的变量"
    assert finding.advice == "是否为：单位名称"
    assert (finding.place.sheet, finding.place.row, finding.place.header) == ("正文", 2, "单位名")


def test_an_unknown_column_is_named_with_its_table_and_row() -> None:
    (finding,) = judged(docx(table(LOOP, "{{ 行.名 }}", "{%tr endfor %}")))
    assert finding.message == "第1张表第3行“{{ 行.名 }}”：“名单”的行里没有“名”这一列"
    assert "名称" in finding.advice


def test_every_fault_is_told_at_once() -> None:
    found = judged(written("{{ 甲 }}", "{{ 乙", "{{ 年度 + 1 }}"))
    assert sorted(finding.code for finding in found) == ["TPL-02", "TPL-03", "TPL-04"]


@pytest.mark.parametrize("text", [
    "{{ 单位名称 }}",
    "{{单位名称}}",
    "{% if 抄送 %}甲{{ 抄送 }}{% endif %}",
    "{% if not 抄送 %}甲{% else %}乙{% endif %}",
    '{% if 情形 == "不足" %}甲{% elif 情形 != "超出" %}乙{% endif %}',
    "{% if 抄送 and 年度 or 年度 %}甲{% endif %}",
    '{% if 情形 in ["不足", "超出"] %}甲{% endif %}',
    '{% if 情形 not in ["不足"] %}甲{% endif %}',
    "{# 备注 #}{{ 年度 }}",
])
def test_what_staff_may_write_is_right(text: str) -> None:
    assert [finding.message for finding in judged(written(text))] == []


def test_a_variable_that_may_be_empty_wants_a_condition() -> None:
    (finding,) = judged(written("{{ 抄送 }}"))
    assert (finding.code, finding.severity) == ("TPL-25", Severity.W)


def looking(properties: str) -> bytes:
    """The decision's template, with some text of its body looking otherwise."""
    return swap(BODY, f"<w:r><w:rPr>{properties}</w:rPr>{BODY[5:]}")


def placed(style: str, properties: str) -> bytes:
    """The decision's template, with paragraphs of a style standing otherwise."""
    named = f'<w:pStyle w:val="{style}"/>'
    return swap(named, named + properties)


BODY = '<w:r><w:t xml:space="preserve">3. 请'
STYLES = "word/styles.xml"
STRAYED = [
    ("another margin", swap('w:top="2098"', 'w:top="1440"'), "TPL-17", "上边距为25毫米"),
    ("letter paper", swap('w:w="11906"', 'w:w="12240"'), "TPL-17", "纸张宽度"),
    ("no grid", swap("<w:docGrid", "<w:noGrid"), "TPL-18", "没有设定"),
    ("a line too few", swap('w:linePitch="579"', 'w:linePitch="580"'), "TPL-18", "21行"),
    ("a character too few", swap('w:charSpace="-848"', 'w:charSpace="0"'), "TPL-18", "27字"),
    ("another typeface", looking('<w:rFonts w:eastAsia="微软雅黑"/>'), "TPL-19", "微软雅黑"),
    ("a typeface of the theme", looking('<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'), "TPL-19", "主题字体"),
    ("another size", looking('<w:sz w:val="28"/>'), "TPL-20", "14磅"),
    ("a colour", looking('<w:color w:val="0000FF"/>'), "TPL-21", "0000FF"),
    ("red text", looking('<w:color w:val="FF0000"/>'), "TPL-21", "FF0000"),
    ("a picture", swap(BODY, PICTURE + BODY), "TPL-22", "图片"),
    ("text not to be hidden", looking('<w:vanish w:val="0"/><w:color w:val="FF0000"/>'), "TPL-21", "FF0000"),
    ("bold", looking("<w:b/>"), "TPL-36", "3. 请"),
    ("a bold style", swap("<w:qFormat/><w:pPr>", "<w:qFormat/><w:rPr><w:b/></w:rPr><w:pPr>", STYLES), "TPL-36", "加粗"),
    ("a date at the edge", placed("Date", '<w:ind w:rightChars="0" w:right="0"/>'), "TPL-35", "右缩进为0字符（应为4字符）"),
    ("a title at the left", placed("Title", '<w:jc w:val="left"/>'), "TPL-35", "对齐方式为左对齐（应为居中）"),
    ("wide lines", placed("BodyLast", '<w:spacing w:line="360" w:lineRule="auto"/>'), "TPL-35", "行距为1.5倍（应为固定值28.95磅）"),
    ("lines at least", placed("BodyLast", '<w:spacing w:lineRule="atLeast"/>'), "TPL-35", "行距为最小值28.95磅"),
    ("no indent", placed("BodyLast", '<w:ind w:firstLineChars="0" w:firstLine="0"/>'), "TPL-35", "首行缩进为0字符（应为2字符）"),
    ("space above", placed("BodyLast", '<w:spacing w:before="240"/>'), "TPL-35", "段前为12磅（应为0磅）"),
    ("a style moved", swap('w:val="公文·成文日期"/>', 'w:val="公文·成文日期"/><w:pPr><w:jc w:val="left"/></w:pPr>', STYLES), "TPL-35", "左对齐"),
    ("other styles", swap('w:eastAsia="仿宋"', 'w:eastAsia="等线"', STYLES), "TPL-19", "等线"),
]


@pytest.mark.parametrize(("data", "code", "words"), [c[1:] for c in STRAYED], ids=[c[0] for c in STRAYED])
def test_what_strays_from_the_standard_is_said_and_no_more(data: bytes, code: str, words: str) -> None:
    found = check_template(data, VARIABLES["exit-decision"])
    assert {(finding.code, finding.severity) for finding in found} == {(code, Severity.W)}
    assert words in found[0].message
    assert fill(data, exit_decision())


def test_small_shifts_of_a_paragraph_and_other_ways_to_write_them_are_allowed() -> None:
    for properties in ('<w:jc w:val="end"/>', '<w:ind w:right="1270"/>', '<w:spacing w:before="12"/>', '<w:ind w:end="1256"/>'):
        assert check_template(placed("Date", properties), VARIABLES["exit-decision"]) == []


def test_hidden_text_is_never_let_through() -> None:
    (finding,) = check_template(looking("<w:vanish/>"), VARIABLES["exit-decision"])
    assert (finding.code, finding.severity) == ("TPL-29", Severity.E)
    assert "3. 请" in finding.message


def test_a_template_whose_page_setup_is_gone_is_told_and_not_bound_together() -> None:
    gone = change(template("exit-decision"), lambda text: re.sub("<w:sectPr.*</w:sectPr>", "", text, flags=re.DOTALL))
    found = check_template(gone, VARIABLES["exit-decision"])
    assert [finding.code for finding in found] == ["TPL-17", "TPL-18", "TPL-23", "TPL-23"]
    assert "页面设置" in found[0].message
    with pytest.raises(TemplateFault) as fault:
        Template(gone).render_together([exit_decision()])
    assert [finding.code for finding in fault.value.findings] == ["TPL-30"]


def test_small_shifts_of_the_margins_are_allowed() -> None:
    assert check_template(swap('w:top="2098"', 'w:top="2110"'), VARIABLES["exit-decision"]) == []


def edited(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """What is said of the overdue notice's template after some changes of its words."""
    shipped = template("report-overdue")

    def alter(text: str) -> str:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    found = check_template(change(shipped, alter), VARIABLES["report-overdue"], shipped=shipped)
    return [(finding.code, finding.message) for finding in found]


def test_a_date_typed_over_a_variable_is_told_with_its_sentence() -> None:
    ((code, message),) = edited(("{{ 补报期限 }}", "2026年1月31日"))
    assert code == "TPL-37"
    assert message == "正文第8段“请提醒上述试点于2026年1月3…”：原模板此处印“补报期限”，现为固定文字“2026年1月31日”，每份文书都会一样"


def test_a_variable_typed_over_in_one_of_its_places_is_told() -> None:
    assert [code for code, _ in edited(("，{{ 区 }}应报送", "，徐汇区应报送"))] == ["TPL-37"]


def test_a_column_typed_over_says_the_same_of_every_row() -> None:
    found = edited(("{{ 试点.类别 }}", "园区"))
    assert [message.partition("：")[2] for _, message in found] == ["原模板此处印“试点.类别”，现为固定文字“园区”，每份文书都会一样"] * 2
    assert "第1张表第3行“园区”" in found[0][1]


def test_a_variable_that_has_gone_is_named_and_no_more() -> None:
    assert edited(("{{ 署名 }}", "上海市市场监督管理局")) == [("TPL-38", "没有用到“署名”（原模板在正文第15段“{{ 署名 }}”）")]


PIECES = st.text(alphabet="于前，年", max_size=2)


@given(PIECES, st.lists(st.tuples(st.text(alphabet="于前，甲", min_size=1, max_size=3), PIECES), min_size=1, max_size=4))
def test_a_sentence_typed_over_is_known_whatever_was_typed(first: str, rest: list[tuple[str, str]]) -> None:
    own = Sentence("请于" + first + "".join("{{ 日期 }}" + piece for _, piece in rest), ("日期",) * len(rest), Spot("正文", 1, ""))
    text = "请于" + first + "".join(word + piece for word, piece in rest)
    words = own.words_in(text)
    assert words is not None
    assert "请于" + first + "".join(word + piece for word, (_, piece) in zip(words, rest, strict=True)) == text
    assert own.words_in("另" + text) is None


@pytest.mark.parametrize("changes", [
    [("情况不一致的，请一并告知。", "情况不一致的，请于{{ 补报期限 }}前一并告知。")],
    [("联系人：{{ 联系人 }}", "经办人：{{ 联系人 }}")],
    [("{{ 区 }}应报送", "你{{ 区 }}辖区内应报送")],
    [("{{ 试点.试点编号 }}", "")],
    [("{{ 试点.试点编号 }}", "{{ 试点.名称 }}"), ("试点编号", "全称")],
])  # fmt: skip
def test_sensible_changes_pass_without_a_word(changes: list[tuple[str, str]]) -> None:
    assert edited(*changes) == []


def test_missing_page_numbers_are_said() -> None:
    held = parts(template("exit-decision"))
    held["word/footer2.xml"] = held["word/footer3.xml"]
    for data in (zipped(held), swap("<w:evenAndOddHeaders/>", "", "word/settings.xml")):
        (finding,) = check_template(data, VARIABLES["exit-decision"])
        assert finding.message == "双页没有页码"


def test_tables_that_would_tear_are_said() -> None:
    whole = parts(template("list-notice"))
    for lost in (b"<w:tblHeader/>", b"<w:cantSplit/>"):
        torn = zipped(whole | {"word/document.xml": whole["word/document.xml"].replace(lost, b"")})
        assert [finding.code for finding in check_template(torn, VARIABLES["list-notice"])] == ["TPL-24"]


LINES = st.lists(
    st.sampled_from((
        "{%p if 抄送 %}", "{%p if 年度 %}", "{%p for 行 in 名单 %}", "{%p else %}", "{%p endif %}",
        "{%p endfor %}", "甲", "{{ 年度 }}", "{{ 行.名称 }}", "{{ 年度", "{% if 年度 %}", "{% endif %}", "|",
        "乙{% if 抄送 %}丙{% else %}丁{% endif %}", "{% for 行 in 名单 %}{{ 行.名称 }}、{% endfor %}",
        "{%tr for 行 in 名单 %}", "{%tr if 抄送 %}", "{%tr endif %}", "{%tr endfor %}",
    )),
    max_size=8,
)  # fmt: skip


@given(LINES, LINES, LINES)
def test_whatever_is_written_is_refused_or_gives_a_sound_letter(
    above: list[str], rows: list[str], below: list[str]
) -> None:
    data = docx(*map(layout.body, above), table("{{ 年度 }}", *rows), *map(layout.body, below))
    context: Context = {"年度": "2025", "抄送": "", "名单": [{"名称": "甲"}, {"名称": "乙&丙"}]}
    try:
        ready = Template(data)
    except TemplateFault as fault:
        refused = {finding.code for finding in fault.findings}
        assert refused <= {finding.code for finding in judged(data)}
    else:
        assert "2025" in texts(ready.render(context))


@pytest.mark.office
def test_a_template_saved_by_another_program_is_still_the_same_template(tmp_path: Path) -> None:
    saved = convert({kind: template(kind) for kind in KINDS}, tmp_path, "docx")
    for kind, file in saved.items():
        found = check_template(file.read_bytes(), VARIABLES[kind], shipped=template(kind))
        assert [finding.message for finding in found] == []
        context = SAMPLES[kind]()
        assert texts(fill(file.read_bytes(), context)) == texts(fill(template(kind), context))

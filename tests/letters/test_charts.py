"""Charts in letters: native, their figures those of the text beside them, with nothing behind that could differ."""

import re

import pytest
from lxml import etree

from tests.letters.samples import annual_summary, monthly_bulletin
from tests.letters.wordfiles import change, parts, tree
from toolkit.letters.build import KINDS, template
from toolkit.letters.charts import C
from toolkit.letters.fill import Template, fill
from toolkit.letters.tags import TemplateFault
from toolkit.letters.template import check_template
from toolkit.letters.variables import VARIABLES

PART = "word/charts/chart1.xml"


def shown(root: etree._Element) -> list[tuple[str, list[str], list[str]]]:
    """Each series: its name, its categories, its figures."""
    series = []
    for each in root.iter(C + "ser"):
        texts = [[v.text or "" for v in found.iter(C + "v")] for kind in ("tx", "cat", "val") if (found := each.find(C + kind)) is not None]
        series.append((texts[0][0], texts[1], texts[2]))
    return series


def test_a_chart_shows_the_rows_of_the_table_below_it() -> None:
    context = monthly_bulletin()
    units = context["单位情况"]
    assert not isinstance(units, str)
    names = [row["单位"] for row in units]
    assert shown(tree(fill(template("monthly-bulletin"), context), PART)) == [
        ("已确定", names, [row["已确定"] for row in units]), ("在办", names, [row["在办"] for row in units]),
    ]  # fmt: skip


def test_no_workbook_and_no_colour_travels_with_it() -> None:
    held = parts(fill(template("annual-summary"), annual_summary()))
    assert not [name for name in held if "embed" in name or name.endswith(".xlsx")]
    chart = held[PART].decode()
    greys = set(re.findall(r'srgbClr val="([0-9A-F]{6})"', chart))
    assert all(color[:2] == color[2:4] == color[4:] for color in greys)
    assert "externalData" not in chart


def test_two_series_are_told_apart_without_colour() -> None:
    assert "pattFill" in parts(template("monthly-bulletin"))[PART].decode()


def test_every_chart_of_a_kind_is_in_its_package_and_in_its_text() -> None:
    for kind, made in KINDS.items():
        held = parts(template(kind))
        assert len([name for name in held if name.startswith("word/charts/")]) == len(made.bars)
        for number in range(1, len(made.bars) + 1):
            assert f'r:id="rIdChart{number}"' in held["word/document.xml"].decode()
            assert f'PartName="/word/charts/chart{number}.xml"' in held["[Content_Types].xml"].decode()
            assert f"charts/chart{number}.xml" in held["word/_rels/document.xml.rels"].decode()


def test_a_figure_that_is_none_is_refused() -> None:
    units = monthly_bulletin()["单位情况"]
    assert not isinstance(units, str)
    with pytest.raises(TemplateFault) as fault:
        fill(template("monthly-bulletin"), monthly_bulletin(单位情况=[{**units[0], "已确定": "八"}]))
    assert fault.value.findings[0].code == "TPL-33"


def test_a_name_that_no_document_can_hold_is_refused_in_words() -> None:
    units = monthly_bulletin()["单位情况"]
    assert not isinstance(units, str)
    compiled = Template(template("monthly-bulletin"))
    (chart, *_) = compiled._charts
    (_, _, _, category), *_ = chart._bound
    with pytest.raises(TemplateFault) as fault:
        chart.render(monthly_bulletin(单位情况=[{**units[0], category: "浦东\x01新区"}]))
    assert (fault.value.findings[0].code, "U+0001" in fault.value.findings[0].message) == ("TPL-34", True)


def test_a_figure_the_city_does_not_have_is_no_bar() -> None:
    units = monthly_bulletin()["单位情况"]
    assert not isinstance(units, str)
    (series, _) = shown(tree(fill(template("monthly-bulletin"), monthly_bulletin(单位情况=[{**units[0], "已确定": "—"}])), PART))
    assert series[2] == ["0"]


def told(alter: str, to: str) -> list[str]:
    spoilt = change(template("monthly-bulletin"), lambda text: text.replace(alter, to), PART)
    return [finding.code for finding in check_template(spoilt, VARIABLES["monthly-bulletin"])]


@pytest.mark.parametrize(
    ("alter", "to", "code"),
    [
        ("{{ 单位情况.已确定 }}", "已确定", "TPL-27"), ("{{ 单位情况.已确定 }}", "{{ 单位.已确定 }}", "TPL-27"),
        ("{{ 单位情况.已确定 }}", "{{ 单位情况.确定数 }}", "TPL-05"), ("单位情况.", "各区.", "TPL-04"),
    ],
)  # fmt: skip
def test_a_chart_that_names_no_rows_of_the_kind_is_told(alter: str, to: str, code: str) -> None:
    assert code in told(alter, to)


def test_a_chart_that_was_restyled_is_sound_and_filled() -> None:
    restyled = change(template("monthly-bulletin"), lambda text: text.replace('val="40"', 'val="80"'), PART)
    assert check_template(restyled, VARIABLES["monthly-bulletin"]) == []
    assert 'gapWidth val="80"' in parts(Template(restyled).render(monthly_bulletin()))[PART].decode()


def test_a_workbook_that_another_program_put_behind_a_chart_is_cut_off() -> None:
    """As LibreOffice saves it: references with caches, and a workbook beside."""
    held = change(
        template("monthly-bulletin"),
        lambda text: text.replace("<c:tx><c:v>", "<c:tx><c:strRef><c:f>A!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>")
        .replace("</c:v></c:tx>", "</c:v></c:pt></c:strCache></c:strRef></c:tx>")
        .replace("</c:chartSpace>", '<c:externalData r:id="rId1" xmlns:r="x"/></c:chartSpace>'),
        PART,
    )  # fmt: skip
    assert check_template(held, VARIABLES["monthly-bulletin"]) == []
    filled = parts(fill(held, monthly_bulletin()))[PART].decode()
    assert "externalData" not in filled
    assert "strRef" not in filled

from pathlib import Path

import pytest

from tests.letters.samples import SAMPLES
from tests.letters.wordfiles import parts, texts
from toolkit.letters.build import KINDS, main, template
from toolkit.letters.charts import charts_of
from toolkit.letters.fill import fill
from toolkit.letters.measures import Fonts, Typeface
from toolkit.letters.tags import parse_part, read_parts, read_stories
from toolkit.letters.texts.common import QUOTES
from toolkit.letters.variables import VARIABLES

SHIPPED = Path(__file__).parents[2] / "templates"

def test_the_shipped_templates_are_those_the_builder_makes(tmp_path: Path) -> None:
    main(tmp_path)
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    shipped = {file.name: file.read_bytes() for file in SHIPPED.glob("*.docx")}
    assert built.keys() == shipped.keys()
    assert [name for name in built if built[name] != shipped[name]] == []


@pytest.mark.parametrize("kind", ["report-reminder", "report-overdue"])
def test_a_reminder_quotes_the_duty_and_names_both_bureaus(kind: str) -> None:
    said = "".join(texts(fill(template(kind), SAMPLES[kind]())))
    assert f"“{QUOTES['四（三）']}”" in said
    assert "市、区市场监督管理局" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_uses_every_variable_of_its_kind_and_no_other(kind: str) -> None:
    parts_of = read_parts(template(kind))
    uses = [use for story in read_stories(parts_of) for use in story.uses]
    uses += [use for chart in charts_of(parts_of, parse_part) for use in chart.uses]
    known = {variable.name: set(variable.columns) for variable in VARIABLES[kind]}
    assert {use.name for use in uses} == known.keys()
    for name, columns in known.items():
        assert {use.column for use in uses if use.name == name and use.column} == columns


def test_no_list_has_a_column_for_contacts() -> None:
    columns = {column for kind in VARIABLES for variable in VARIABLES[kind] for column in variable.columns}
    assert not [column for column in columns if "联系" in column or "电话" in column]


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_of_these_tests_are_what_a_kind_takes(kind: str) -> None:
    assert SAMPLES[kind]().keys() >= {variable.name for variable in VARIABLES[kind]}


def test_other_typefaces_are_a_matter_of_configuration() -> None:
    fonts = Fonts(body=Typeface("仿宋_GB2312", ("仿宋",)), digits=Typeface("Times New Roman", ()))
    held = parts(template("exit-decision", fonts))
    styles = held["word/styles.xml"].decode()
    assert 'w:eastAsia="仿宋_GB2312"' in styles
    assert 'w:ascii="Times New Roman"' in styles
    assert 'w:eastAsia="仿宋"' not in styles
    assert 'w:name="Times New Roman"' in held["word/fontTable.xml"].decode()

"""The city's typefaces, set in pilot.toml, in every kind of letter and in edited templates."""

from pathlib import Path

import pytest

from tests.letters.samples import SAMPLES
from tests.letters.wordfiles import W, change, parts, tree
from toolkit.letters.build import KINDS, template
from toolkit.letters.fill import fill
from toolkit.letters.measures import FONTS, Fonts
from toolkit.letters.template import check_template
from toolkit.letters.typefaces import set_typefaces
from toolkit.letters.variables import VARIABLES
from toolkit.policy import Settings, SettingsError, load_settings
from toolkit.steps.letters import read_template

OWN = """[policy.fonts]
title = "方正小标宋_GBK"
body = "仿宋_GB2312"
script = "楷体_GB2312"
digits = "Times New Roman"
"""


def settings_of(folder: Path, text: str = OWN) -> Settings:
    (folder / "pilot.toml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def faces(data: bytes, script: str) -> set[str]:
    return {
        name
        for part in ("word/styles.xml", "word/document.xml")
        for run in tree(data, part).iter(W + "rFonts")
        if (name := run.get(W + script))
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_its_drafts_take_the_citys_typefaces(kind: str, tmp_path: Path) -> None:
    letter = fill(read_template(kind, settings_of(tmp_path)), SAMPLES[kind]())
    assert faces(letter, "eastAsia") == {"方正小标宋_GBK", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    assert faces(letter, "ascii") == {"方正小标宋_GBK", "Times New Roman", "宋体"}
    table = {font.get(W + "name"): font for font in tree(letter, "word/fontTable.xml")}
    assert table.keys() >= {"方正小标宋_GBK", "仿宋_GB2312", "Times New Roman"}
    stand_ins = table["仿宋_GB2312"].find(W + "altName")
    assert stand_ins is not None
    assert stand_ins.get(W + "val") == "仿宋,FangSong,华文仿宋"


def test_without_any_of_it_a_template_stays_byte_for_byte() -> None:
    assert Fonts.named(load_settings().fonts) == FONTS
    assert set_typefaces(template("exit-decision"), FONTS) == template("exit-decision")


def test_an_edited_template_keeps_a_typeface_of_its_own(tmp_path: Path) -> None:
    edited = change(template("exit-decision"), lambda text: text.replace("<w:r><w:t", '<w:r><w:rPr><w:rFonts w:eastAsia="隶书"/></w:rPr><w:t', 1))
    assert "隶书" in faces(set_typefaces(edited, Fonts.named(settings_of(tmp_path).fonts)), "eastAsia")


def test_an_edited_template_in_the_citys_or_our_typefaces_is_sound(tmp_path: Path) -> None:
    fonts = Fonts.named(settings_of(tmp_path).fonts)
    for data in (template("exit-decision"), set_typefaces(template("exit-decision"), fonts)):
        assert check_template(data, VARIABLES["exit-decision"], fonts) == []
    (told,) = {finding.code for finding in check_template(set_typefaces(template("exit-decision"), Fonts.named(
        load_settings().fonts.model_copy(update={"body": "隶书"}))), VARIABLES["exit-decision"])}
    assert told == "TPL-19"


@pytest.mark.parametrize("text", ['[policy.fonts]\nbody = ""\n', '[policy.fonts]\nheading = "黑体"\n'])
def test_a_typeface_without_a_name_or_a_part_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="fonts"):
        settings_of(tmp_path, text)


def test_a_built_template_has_the_same_typefaces_as_a_shipped_one_set(tmp_path: Path) -> None:
    fonts = Fonts.named(settings_of(tmp_path).fonts)
    built, put = parts(template("list-notice", fonts)), parts(set_typefaces(template("list-notice"), fonts))
    assert built["word/styles.xml"] == put["word/styles.xml"]

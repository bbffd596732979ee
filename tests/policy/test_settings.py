"""Defaults, and what pilot.toml may override."""

from pathlib import Path

import pytest

from toolkit.policy import Range, SettingsError, load_settings, notice


def write(folder: Path, text: str) -> Path:
    (folder / "pilot.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_national_pilot_district_has_the_higher_quota() -> None:
    settings = load_settings()
    assert settings.quota_of(notice().unit_named("浦东新区"), 2025) == Range(least=8, most=10)
    assert settings.quota_of(notice().unit_named("徐汇区"), 2025) == Range(least=6, most=8)


def test_no_quota_is_invented_for_lingang_or_direct_units() -> None:
    settings = load_settings()
    assert settings.quota_of(notice().unit_named("临港新片区"), 2025) is None
    assert settings.quota_of(notice().unit_named("执法总队"), 2025) is None


def test_a_year_that_is_not_listed_takes_the_last_one_before_it() -> None:
    assert load_settings().national_units(2030) == load_settings().national_units(2026)
    assert load_settings().national_units(2024) == ()


def test_pilot_toml_overrides_a_default(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "[policy]\nlingang_quota = [3, 5]\nissuer = {contact = '样例科'}\n"))
    assert settings.quota_of(notice().unit_named("临港新片区"), 2025) == Range(least=3, most=5)
    assert settings.issuer.contact == "样例科"
    assert settings.issuer.mark == "沪市监价竞"


def test_pilot_toml_is_found_from_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path, "[policy]\nbackups = 3\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load_settings(below).backups == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[policy]\nno_such = 1\n", "no_such"),
        ("[policy]\nbackups = 0\n", "backups"),
        ("[policy\n", "TOML"),
        ("[policy]\nbackups = 3\n[mail]\n[policy]\n", "第 4 行写的一节或一项前面已经写过"),
        ("[policy]\nbackups = 3\nbackups = 4\n", "第 3 行写的一节或一项前面已经写过"),
        ("policy = 3\n", "[policy]"),
    ],
)
def test_what_cannot_be_used_is_told_by_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told.replace("[", r"\[").replace("]", r"\]")) as caught:
        load_settings(write(tmp_path, text))
    assert "pilot.toml" in str(caught.value)

"""What the city has decided where the notice is silent: the notice's defaults under pilot.toml's overrides."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from toolkit.policy.model import Notice, Range, Unit, UnitKind, notice
from toolkit.policy.toml_lines import line_of
from toolkit.policy.trouble import trouble

CONFIG_NAME = "pilot.toml"


class SettingsError(Exception):
    """pilot.toml cannot be used; the text says which key and why, in Chinese."""


class Issuer(BaseModel):
    """Who signs the letters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    office: str
    mark: str
    contact: str
    phone: str
    address: str


class Mail(BaseModel):
    """With whom mail is exchanged: our own address, and those of each unit by its short name.

    A unit's addresses (or @domains) tell whose a mail is; what goes back is addressed to them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: str = ""
    units: dict[str, tuple[str, ...]] = {}

    @field_validator("units")
    @classmethod
    def _by_short_name(cls, units: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        found = {name: notice().find_unit(name) for name in units}
        if unknown := [name for name, unit in found.items() if unit is None]:
            raise ValueError(f"{unknown[0]}不是报送单位")
        return {unit.short: units[name] for name, unit in found.items() if unit}

    def unit_of(self, address: str) -> Unit | None:
        """The unit that writes from an address: by the address itself first, then by its domain."""
        full = address.strip().lower()
        for wanted in (full, "@" + full.rpartition("@")[2]):
            for short, known in self.units.items():
                if wanted in {one.strip().lower() for one in known}:
                    return notice().unit_named(short)
        return None

    def addresses_of(self, unit: str) -> tuple[str, ...]:
        """Where mail to a unit goes; domains are none."""
        return tuple(one for one in self.units.get(unit, ()) if not one.startswith("@"))


class FontNames(BaseModel):
    """The typefaces of letters by the part they play; `digits` is empty where figures follow the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    body: str = Field(min_length=1)
    black: str = Field(min_length=1)
    script: str = Field(min_length=1)
    page_number: str = Field(min_length=1)
    digits: str


class Settings(BaseModel):
    """Every open question with the answer in use. Field names are the ids under [open] in the notice file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    national_pilots: dict[int, tuple[str, ...]]
    lingang_quota: tuple[()] | tuple[int, int]
    determination_level: Literal["city", "district"]
    report_reminder_days: tuple[int, ...]
    new_pilot_grace_days: int = Field(ge=0)
    report_earliest_month: int = Field(ge=1, le=12)
    tracking_months: int = Field(ge=1)
    statement_working_days: int = Field(ge=0)
    reply_working_days: int = Field(ge=0)
    letter_reply_working_days: int = Field(ge=1)
    feedback_days: int = Field(ge=0)
    exit_grounds: dict[str, str]
    grounds_without_notice: tuple[str, ...]
    holidays: frozenset[date]
    extra_workdays: frozenset[date]
    issuer: Issuer
    month_closes_on: int = Field(ge=1, le=28)
    recheck_working_days: int = Field(ge=0)
    public_notice_working_days: int = Field(ge=1)
    citations: tuple[str, ...]
    copies: dict[str, str]
    fonts: FontNames
    backups: int = Field(ge=1)
    severity: dict[str, Literal["E", "W", "I"]] = {}
    """How grave a finding is, by its code, where the city sees it otherwise than the catalogue ([severity])."""
    mail: Mail = Mail()
    """Addresses ([mail])."""

    def national_units(self, year: int) -> tuple[str, ...]:
        """Short names of that year's national pilot districts; the last year listed before it where it is not."""
        known = [listed for listed in self.national_pilots if listed <= year]
        return self.national_pilots[max(known)] if known else ()

    def looks_early(self, received: date, report_year: int) -> bool:
        """Whether a report of a year came so early in it that the date's year is probably wrong."""
        return received < date(report_year, self.report_earliest_month, 1)

    def quota_of(self, unit: Unit, year: int) -> Range | None:
        """The range a unit is held to in a year; None where the notice states none (Lin-gang, direct units)."""
        quota = notice().quota
        if unit.kind is UnitKind.DISTRICT:
            return quota.national if unit.short in self.national_units(year) else quota.ordinary
        if unit.kind is UnitKind.LINGANG and self.lingang_quota:
            least, most = self.lingang_quota
            return Range(least=least, most=most)
        return None


SECTIONS = ("policy", "severity", "mail")
"""What pilot.toml may hold. [policy] answers the notice's open questions, the others are settings by their own name."""


def find_config(folder: Path) -> Path | None:
    """pilot.toml in a folder or the nearest one above it."""
    candidates = (parent / CONFIG_NAME for parent in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}：编码不是 UTF-8。请用记事本另存为 UTF-8 后重试") from error
    except OSError as error:
        raise SettingsError(f"{path}：无法读取（{trouble(error)}）。请关闭正在打开它的程序后重试") from error


def _overrides(path: Path, text: str) -> dict[str, object]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "末尾"
        if "twice" in str(error) or "overwrite" in str(error):
            raise SettingsError(f"{path}：{where}写的一节或一项前面已经写过。同一节只能写一次，请合并到一处后重试") from error
        raise SettingsError(f"{path}：{where}不是有效的 TOML 写法。请对照说明修改后重试") from error
    for name, section in document.items():
        where = f"{path}：{_line(text, name)}"
        if name not in SECTIONS:
            raise SettingsError(f"{where}“{name}”不认识，各项设置应写在 {'、'.join(f'[{s}]' for s in SECTIONS)} 之下")
        if not isinstance(section, dict):
            raise SettingsError(f"{where}[{name}] 应为一节设置。请写成 [{name}] 后逐行填写")
    policy, severity = document.get("policy", {}), document.get("severity", {})
    if misplaced := [name for name in SECTIONS if name in policy]:
        where, name = _line(text, "policy", misplaced[0]), misplaced[0]
        raise SettingsError(f"{path}：{where}[policy] 中的 {name} 不认识。请另起一节 [{name}]，在其下逐行填写")
    grades = {code.strip().upper(): grade for code, grade in severity.items()}
    return {**policy, "severity": grades, "mail": document.get("mail", {})}


def load_settings(folder: Path | None = None, law: Notice | None = None) -> Settings:
    """The settings in force in a folder: defaults of the notice, overridden by pilot.toml.

    Raises:
        SettingsError: pilot.toml has an unknown key or an unusable value.
    """
    values = {name: question.default for name, question in (law or notice()).open.items()}
    path = find_config(folder.resolve()) if folder else None
    text = _read(path) if path else ""
    for key, value in _overrides(path, text).items() if path else ():
        if isinstance(value, dict) and isinstance(values.get(key), dict):
            values[key] = {**values[key], **value}
        else:
            values[key] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        told = "；".join(dict.fromkeys(_told(text, item["loc"], item["type"], item["msg"]) for item in error.errors()))
        raise SettingsError(f"{path}：{told}。请对照说明修改后重试") from error


def _told(text: str, loc: tuple[str | int, ...], kind: str, said: str) -> str:
    """第 3 行：[policy] 中的 issuer.name 不认识."""
    place = loc if loc[0] in SECTIONS else ("policy", *loc)
    section, *rest = place[: 2 if place[0] == "severity" else 3]
    wrong = "不认识" if kind == "extra_forbidden" else "取值不对"
    if kind == "value_error":
        wrong += f"（{said.partition(', ')[2]}）"
    return f"{_line(text, *place)}[{section}] 中的 {'.'.join(map(str, rest))} {wrong}"


def _line(text: str, *keys: object) -> str:
    number = line_of(text, keys)
    return f"第 {number} 行，" if number else ""

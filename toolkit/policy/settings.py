"""What the city has decided where the notice is silent: the notice's defaults under pilot.toml's overrides."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toolkit.policy.model import Notice, Range, Unit, UnitKind, notice

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


class Settings(BaseModel):
    """Every open question with the answer in use. Field names are the ids under [open] in the notice file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    national_pilots: dict[int, tuple[str, ...]]
    lingang_quota: tuple[()] | tuple[int, int]
    determination_level: Literal["city", "district"]
    new_pilot_grace_days: int = Field(ge=0)
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
    backups: int = Field(ge=1)
    severity: dict[str, Literal["E", "W", "I"]] = {}
    """How grave a finding is, by its code, where the city sees it otherwise than the catalogue ([severity])."""

    def national_units(self, year: int) -> tuple[str, ...]:
        """Short names of that year's national pilot districts; the last year listed before it where it is not."""
        known = [listed for listed in self.national_pilots if listed <= year]
        return self.national_pilots[max(known)] if known else ()

    def quota_of(self, unit: Unit, year: int) -> Range | None:
        """The range a unit is held to in a year; None where the notice states none (Lin-gang, direct units)."""
        quota = notice().quota
        if unit.kind is UnitKind.DISTRICT:
            return quota.national if unit.short in self.national_units(year) else quota.ordinary
        if unit.kind is UnitKind.LINGANG and self.lingang_quota:
            least, most = self.lingang_quota
            return Range(least=least, most=most)
        return None


def _find_config(folder: Path) -> Path | None:
    """pilot.toml in a folder or the nearest one above it."""
    candidates = (parent / CONFIG_NAME for parent in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def _overrides(path: Path) -> dict[str, object]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "编码"
        raise SettingsError(f"{path}：{where}不是有效的 TOML（UTF-8）写法。请按 pilot.toml 样例修改") from error
    policy, severity = document.get("policy", {}), document.get("severity", {})
    for name, section in (("policy", policy), ("severity", severity)):
        if not isinstance(section, dict):
            raise SettingsError(f"{path}：[{name}] 应为一节设置。请写成 [{name}] 后逐行填写")
    if "severity" in policy:
        raise SettingsError(f"{path}：[policy] 中的 severity 不认识。请另起一节 [severity]，逐行写 代码 = \"E\"、\"W\" 或 \"I\"")
    return {**policy, "severity": {code.strip().upper(): grade for code, grade in severity.items()}}


def load_settings(folder: Path | None = None, law: Notice | None = None) -> Settings:
    """The settings in force in a folder: defaults of the notice, overridden by [policy] of pilot.toml.

    Raises:
        SettingsError: pilot.toml has an unknown key or an unusable value.
    """
    values = {name: question.default for name, question in (law or notice()).open.items()}
    path = _find_config(folder.resolve()) if folder else None
    if path:
        for key, value in _overrides(path).items():
            if isinstance(value, dict) and isinstance(values.get(key), dict):
                values[key] = {**values[key], **value}
            else:
                values[key] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        keys = "、".join(sorted({_key(item["loc"]) for item in error.errors()}))
        raise SettingsError(f"{path}：{keys} 不认识或取值不对。请对照说明修改后重试") from error


def _key(place: tuple[str | int, ...]) -> str:
    """A setting as it stands in the file: [policy] 中的 issuer.name."""
    section, rest = ("severity", place[1:2]) if place[0] == "severity" else ("policy", place[:2])
    return f"[{section}] 中的 {'.'.join(map(str, rest))}"

"""Options that several commands share, and how their values are read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from toolkit.policy.workspace import Workspace

YEARS = range(2025, 2101)
"""The notice is of 2025."""


class DateType(click.ParamType[date]):
    """A day such as 2025-12-08."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or fail in Chinese."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2025-12-08", param, ctx)


class UnitType(click.ParamType[str]):
    """A submitting unit by any of its usual names; gives the short name."""

    name = "单位"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Find it, or fail with the list."""
        from toolkit.policy import notice  # noqa: PLC0415 - start-up stays light

        unit = notice().find_unit(str(value))
        if unit is None:
            names = "、".join(known.short for known in notice().unit)
            self.fail(f"“{value}”不是报送单位，应为：{names}", param, ctx)
        return unit.short


class MonthType(click.ParamType[tuple[int, int]]):
    """A month such as 2025-12; gives (year, month)."""

    name = "年-月"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read it, or fail in Chinese."""
        from toolkit.master.batch import parse_month  # noqa: PLC0415 - start-up stays light

        month = value if isinstance(value, tuple) else parse_month(str(value))
        if month is None:
            self.fail(f"“{value}”不是月份，请写成 2025-12", param, ctx)
        return month


class YearType(click.ParamType[int]):
    """A year of the programme, such as 2025."""

    name = "年度"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or fail in Chinese."""
        text = str(value).removesuffix("年")
        if not (text.isdecimal() and int(text) in YEARS):
            self.fail(f"“{value}”不是年度，请写成 {YEARS[0]} 至 {YEARS[-1]} 之间的四位数字", param, ctx)
        return int(text)


class Several(click.Command):
    """A command whose options that may be given several times take several values at once: --with a.xlsx b.xlsx."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the option again before each further value of it."""
        greedy = {name for parameter in self.params if isinstance(parameter, click.Option) and parameter.multiple for name in parameter.opts}
        named: list[str] = []
        current, values = "", 0
        for argument in args:
            if argument.startswith("-"):
                current, values = argument, 0
            elif current in greedy:
                named += [current] if values else []
                values += 1
            named.append(argument)
        return super().parse_args(ctx, named)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

existing = click.Path(exists=True, path_type=Path)
any_path = click.Path(path_type=Path)
existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
existing_folder = click.Path(exists=True, file_okay=False, path_type=Path)


def _today() -> date:
    """The one place where a command reads the clock."""
    return date.today()  # noqa: DTZ011 - the user's own day


as_of = click.option("--as-of", type=DateType(), metavar="日期", default=_today, help="以哪一天为准，默认今天")
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON（UTF-8）")
strict = click.option("--strict", is_flag=True, help="把提醒（W）也当作错误（E）")
year = click.option("--year", type=YearType(), metavar="年度", help="哪个年度")
templates = click.option("--templates", type=existing_folder, metavar="文件夹", help="改用此文件夹中的文书模板")


def workspace_here() -> "Workspace | None":
    """The workspace the current folder stands in."""
    from toolkit.policy.workspace import find_workspace  # noqa: PLC0415 - start-up stays light

    return find_workspace(Path.cwd())


def workspace_or(missing: str) -> "Workspace":
    """The workspace for an argument left out; where there is none, wrong usage."""
    found = workspace_here()
    if found is None:
        raise click.UsageError(f"请给出{missing}；只有在工作区（有 pilot.toml 的文件夹，用 pilot init 建立）里才可以不写。")
    return found


def _master_or_ours(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    return value or workspace_or("总台账").master


def master_if_here() -> Path | None:
    """A workspace's own list where it has one: for commands that also work without."""
    found = workspace_here()
    return found.master if found and found.master.is_file() else None


def paths_or_inbox(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    """Files and folders as named; none named means the workspace's 收件箱."""
    return value or (workspace_or("文件或文件夹").inbox,)


master = click.argument("master", required=False, type=existing_file, metavar="[总台账]", callback=_master_or_ours)
"""The city list; in a workspace it may be left out."""


def settings_here() -> Any:
    """The settings in force in the current folder."""
    from toolkit.policy import load_settings  # noqa: PLC0415 - start-up stays light

    return load_settings(Path.cwd())

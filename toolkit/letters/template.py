"""What a template of a kind may use, and whether an edited one still may be used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.charts import Chart, charts_of
from toolkit.letters.fixed import check_fixed
from toolkit.letters.measures import FONTS, Fonts
from toolkit.letters.standard import check_layout
from toolkit.letters.tags import Story, TemplateFault, Use, near, parse_part, read_parts, read_stories


@dataclass(frozen=True, slots=True)
class Variable:
    """What a template of some kind may use: a text, or rows where it has `columns`.

    `choices` are the only values it ever has; `optional` that it may be empty and wants an `if`.
    """

    name: str
    help: str = ""
    columns: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    optional: bool = False


def check_template(
    data: bytes, kind_variables: Iterable[Variable], fonts: Fonts = FONTS, shipped: bytes | None = None
) -> list[Finding]:
    """Everything wrong with an edited template: its tags first, then its page; `fonts` are the city's.

    Where the `shipped` template of its kind is given, also what that prints and this one does not.
    Level E means letters cannot be made from it, W that they would say or look what nobody meant.
    """
    try:
        parts = read_parts(data)
        stories = read_stories(parts)
        tagged: list[Story | Chart] = [*stories, *charts_of(parts, parse_part)]
        strayed = check_layout(data, parts, fonts)
    except TemplateFault as fault:
        return list(fault.findings)
    broken = [finding for part in tagged for finding in part.findings]
    uses = [use for part in tagged for use in part.uses]
    fixed = check_fixed(stories, read_stories(read_parts(shipped))) if shipped and not broken else []
    return broken + check_vocabulary(uses, kind_variables) + fixed + strayed


def check_vocabulary(uses: Iterable[Use], variables: Iterable[Variable]) -> list[Finding]:
    """Whether every variable is one the kind has, used as what it is."""
    known = {variable.name: variable for variable in variables}
    return [finding for use in uses for finding in _check_use(use, known)]


def _check_use(use: Use, known: Mapping[str, Variable]) -> Iterator[Finding]:
    variable = known.get(use.name)
    if variable is None:
        yield use.spot.finding(say.UNKNOWN_VARIABLE, use.name, hint=near(use.name, known))
    elif use.rows and not variable.columns:
        yield use.spot.finding(say.TEXT_AS_ROWS, use.name)
    elif use.column is not None and use.column not in variable.columns:
        hint = near(use.column, variable.columns)
        yield use.spot.finding(say.UNKNOWN_COLUMN, use.column, rows=use.name, hint=hint)
    elif use.printed and use.column is None and variable.columns:
        yield use.spot.finding(say.ROWS_AS_TEXT, use.name)
    elif variable.optional and not use.guarded and (use.printed or use.rows):
        yield use.spot.finding(say.UNGUARDED, use.name)
    elif use.column is None and variable.choices:
        for value in use.values:
            if value not in variable.choices:
                choices = "、".join(variable.choices)
                yield use.spot.finding(say.UNKNOWN_CHOICE, use.name, value=value, choices=choices)

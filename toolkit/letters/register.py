"""What 文书登记 says of letters written before: what a later letter rests on."""

from dataclasses import dataclass
from datetime import date

from toolkit.checks.entered import typed, typed_day_or_none
from toolkit.letters.pilots import pilot_name
from toolkit.master.ledgers import LETTERS
from toolkit.master.state import Entry, Master
from toolkit.policy import Settings

DRAFT, ISSUED, VOID = "草稿", "已发", "作废"


@dataclass(frozen=True, slots=True)
class Registered:
    """One letter on record."""

    kind: str
    number: str
    title: str
    to: str
    signed_on: date | None
    status: str

    def is_about(self, entity: Entry) -> bool:
        """Whether it went to an entity, on its own matter (an operator may have several parks)."""
        return self.to == entity.values["name"] and pilot_name(entity) in self.title


def registered(master: Master, as_of: date, settings: Settings) -> list[Registered]:
    """Every letter on record that is not void, in the register's order."""
    lines = []
    for line in master.ledger_rows(LETTERS):
        kind, number, title, to, status = (typed(line.get(header)) for header in ("文种", "文号", "标题", "主送", "状态"))
        signed_on = typed_day_or_none(line.get("成文日期"), as_of, settings)
        lines.append(Registered(kind, number, title, to, signed_on, status))
    return [line for line in lines if line.status != VOID]

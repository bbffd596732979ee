"""What is taken out of a parcel: pieces, and what stands in the way of others. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.findings import Finding, Place, Rule, Unreadable
from toolkit.mail.bounds import Purse


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sent a mail, about what; and when it came in."""

    sender: str = ""
    subject: str = ""
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How a piece was come by: the names of what it lay in and the mails it came with, the outermost first."""

    purse: Purse = field(default_factory=Purse)
    names: tuple[str, ...] = ()
    mails: tuple[Envelope, ...] = ()
    archives: int = 0
    remarks: tuple[Finding, ...] = ()

    def into(self, name: str, *, archive: bool = False) -> "Way":
        """Into something that has a name."""
        return replace(self, names=(*self.names, name), archives=self.archives + archive)

    @property
    def outside(self) -> "Way":
        """Out of the innermost thing again, with the mails it brought."""
        return replace(self, names=self.names[:-1])

    def by(self, envelope: Envelope) -> "Way":
        """With a mail."""
        return replace(self, mails=(*self.mails, envelope))

    def noting(self, rule: Rule, **words: object) -> "Way":
        """With something to be said of all that is found from here on."""
        return replace(self, remarks=(*self.remarks, Finding(rule, Place(self.source), words=words)))

    @property
    def source(self) -> str:
        """月报.zip › 徐汇.eml."""
        return " › ".join(self.names)

    @property
    def received(self) -> date | None:
        """The day on which the outermost mail came in."""
        return self.mails[0].received if self.mails else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A file out of a parcel, or a file as it stands in a folder; `is_table` where it is or pretends to be a workbook."""

    name: str
    data: bytes = field(repr=False)
    way: Way
    is_table: bool = True
    what: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be opened: which, and why."""

    name: str
    way: Way
    rule: Rule
    words: Mapping[str, object]

    @classmethod
    def of(cls, why: Unreadable, name: str, way: Way) -> "Trouble":
        """A refusal."""
        return cls(name, way, why.rule, why.words)


Find = Piece | Trouble

"""模板核对: may an edited Word template still be used for its kind of letter?"""

from dataclasses import dataclass
from pathlib import Path

from toolkit.findings import Finding, Unreadable
from toolkit.findings.catalogue import templates as say
from toolkit.letters.build import template
from toolkit.letters.kinds import LETTER_KINDS, LetterKind
from toolkit.letters.measures import Fonts
from toolkit.letters.template import check_template
from toolkit.letters.variables import VARIABLES
from toolkit.policy import Settings
from toolkit.policy.trouble import trouble


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """One template, judged as one of a kind."""

    path: Path
    kind: LetterKind
    findings: list[Finding]

    @property
    def is_none(self) -> bool:
        """Whether the file is no template at all."""
        return any(finding.rule is say.NOT_A_TEMPLATE for finding in self.findings)

    def to_json(self) -> dict[str, object]:
        """File, kind and findings."""
        return {"file": str(self.path), "kind": self.kind.id, "findings": [finding.to_json() for finding in self.findings]}


def kind_of(path: Path) -> LetterKind | None:
    """The kind a template's name begins with, by id or Chinese name: exit-notice（改）.docx."""
    found = [kind for kind in LETTER_KINDS if path.stem.startswith((kind.id, kind.name))]
    return found[0] if found else None


def judge_template(path: Path, kind: LetterKind, settings: Settings) -> TemplateCheck:
    """Hold a template against the variables of its kind, the shipped template and GB/T 9704-2012.

    Raises:
        Unreadable: the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(say.NOT_A_TEMPLATE, detail=trouble(error)) from error
    fonts = Fonts.named(settings.fonts)
    return TemplateCheck(path, kind, check_template(data, VARIABLES[kind.id], fonts, template(kind.id, fonts)))

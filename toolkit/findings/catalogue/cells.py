"""What a single cell can have wrong (CELL-…)."""

from toolkit.findings.finding import Rule, Severity

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741 - the contract's own names

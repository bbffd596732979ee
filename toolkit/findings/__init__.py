"""What is wrong, where, and what to do about it: values, never exceptions."""

from toolkit.findings.finding import Finding, Place, Problem, Rule, Severity, Unreadable, Waiver

__all__ = ["Finding", "Place", "Problem", "Rule", "Severity", "Unreadable", "Waiver"]

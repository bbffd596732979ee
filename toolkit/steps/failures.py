"""What people may cause, in their words: the same for terminal and Excel."""

from toolkit.findings import Finding, Unreadable
from toolkit.policy import SettingsError
from toolkit.sheets.edit import NotEditable
from toolkit.sheets.files import NotWritten


def told(error: Exception) -> str | None:
    """What went wrong and what people can do about it; None where it is a fault of ours."""
    if isinstance(error, NotWritten):
        return error.message
    if isinstance(error, Unreadable | NotEditable):
        finding = Finding(error.rule, words=error.words)
        return f"{finding.message}。{finding.advice}"
    if isinstance(error, SettingsError):
        return str(error)
    from toolkit.letters.tags import TemplateFault  # noqa: PLC0415 - needs the Word libraries

    if isinstance(error, TemplateFault):
        return "；".join(f"{finding.message}。{finding.advice}" for finding in error.findings)
    return None

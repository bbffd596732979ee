"""The forms: one file a form, THE definition of its columns, values and row rules."""

from toolkit.records import (
    activities,
    annual_reports,
    applications,
    cultivation,
    feedback,
    outcomes,
    pilots,
    reviews,
    tracking,
)  # fmt: skip
from toolkit.records.column import BoundColumn, Column, Record, columns_of
from toolkit.records.cover import COVER_SHEET, TEMPLATE_VERSION, Cover
from toolkit.records.form import Form, Key
from toolkit.records.kinds import Context

FORMS: tuple[Form, ...] = (
    cultivation.FORM, applications.FORM, reviews.FORM, pilots.FORM, annual_reports.FORM, tracking.FORM,
    activities.FORM, outcomes.FORM, feedback.FORM,
)  # fmt: skip
"""The nine record sheets in the order of the standard workbook."""


def form_of(form_id: str) -> Form:
    """The form of an id; a KeyError is a slip in our code."""
    return {form.id: form for form in FORMS}[form_id]


__all__ = [
    "COVER_SHEET", "FORMS", "TEMPLATE_VERSION", "BoundColumn", "Column", "Context", "Cover", "Form", "Key", "Record",
    "columns_of", "form_of",
]  # fmt: skip

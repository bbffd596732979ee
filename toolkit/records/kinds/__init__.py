"""The types a cell can have: how each is read from what people type, and written back."""

from toolkit.records.kinds.base import Bad, Context, Kind, Reading
from toolkit.records.kinds.choice import Choice, Choices, YesNo
from toolkit.records.kinds.code import CreditCode
from toolkit.records.kinds.day import Day
from toolkit.records.kinds.number import Number, Whole
from toolkit.records.kinds.text import DocumentNumber, Name, Phone, PilotId, Text

__all__ = [
    "Bad",
    "Choice",
    "Choices",
    "Context",
    "CreditCode",
    "Day",
    "DocumentNumber",
    "Kind",
    "Name",
    "Number",
    "Phone",
    "PilotId",
    "Reading",
    "Text",
    "Whole",
    "YesNo",
]

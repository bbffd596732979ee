"""The notice as data: what it says word for word, how we read it, and what it leaves to the city."""

from toolkit.policy.model import (
    Category,
    CategoryRule,
    Criterion,
    Industry,
    Notice,
    Range,
    Unit,
    UnitKind,
    notice,
)
from toolkit.policy.settings import Settings, SettingsError, load_settings

__all__ = [
    "Category",
    "CategoryRule",
    "Criterion",
    "Industry",
    "Notice",
    "Range",
    "Settings",
    "SettingsError",
    "Unit",
    "UnitKind",
    "load_settings",
    "notice",
]

"""What people open and edit travels with the package: blank workbooks, letter templates, examples."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """The folder `workbooks`, `templates` or `examples`: inside an installed package, or at the repository's top."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name

"""The VBA project of a macro workbook: xlwings' own module as installed, and ours.

pyOpenVBA makes the project in a bare workbook of ours, never in people's: it works on files, and rewrites them.
"""

import tempfile
import zipfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pyopenvba

from toolkit.sheets.edit.macros import DocumentModule

XLWINGS, OURS = "xlwings", "pilot_buttons"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def sources() -> dict[str, str]:
    """The standard modules by name. xlwings' is read from the installed package, so that it fits the version."""
    homes = {XLWINGS: resources.files("xlwings") / "xlwings.bas", OURS: resources.files("toolkit.excel") / "pilot_buttons.bas"}
    return {name: home.read_bytes().decode("ascii") for name, home in homes.items()}


def vba_project(documents: Sequence[DocumentModule]) -> bytes:
    """The project with our modules beside a module for the book and each sheet; the same bytes for the same names."""
    with tempfile.TemporaryDirectory() as folder:
        bare, made = Path(folder) / "bare.xlsm", Path(folder) / "made.xlsm"
        _write_bare(bare, documents)
        with pyopenvba.ExcelFile(bare) as file:
            project = file.add_vba_project()
            for name, source in sources().items():
                project.add_module(name, source)
            file.save(made)
        with zipfile.ZipFile(made) as archive:
            return archive.read("xl/vbaProject.bin")


def foreign_modules(project: bytes) -> list[str]:
    """The modules of a project that hold code of people's own."""
    return [name for name, source in modules_of(project).items() if name not in {XLWINGS, OURS} and _says_something(source)]


def modules_of(project: bytes) -> dict[str, str]:
    """Every module of a project with its source."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "carrier.xlsm"
        _write_bare(path, [DocumentModule("ThisWorkbook", "workbook"), DocumentModule("Sheet1", "worksheet")], project)
        with pyopenvba.ExcelFile(path) as file:
            return dict(file.vba_modules())


def _says_something(source: str) -> bool:
    lines = (line.strip() for line in source.splitlines())
    return any(line and not line.startswith(("Attribute ", "'", "Option ")) for line in lines)


def _write_bare(path: Path, documents: Sequence[DocumentModule], project: bytes | None = None) -> None:
    """A workbook of empty sheets that bear the code names."""
    book, *sheets = documents
    parts = {f"xl/{one.kind}s/sheet{number}.xml": one for number, one in enumerate(sheets, start=1)}
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(parts) + 1))
    relations = [(one.kind, f"/{part}") for part, one in parts.items()]
    types = [(part, f"{_TYPE}.{one.kind}+xml") for part, one in parts.items()]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _types([("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), *types]))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "/xl/workbook.xml")]))
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="{book.name}"/>'
            f"<sheets>{listed}</sheets></workbook>",
        )
        if project is not None:
            archive.writestr("xl/vbaProject.bin", project)
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(relations))
        for part, one in parts.items():
            archive.writestr(part, f'{_HEAD}<{one.kind} xmlns="{_MAIN}"><sheetPr codeName="{one.name}"/></{one.kind}>')


def _types(parts: Sequence[tuple[str, str]]) -> str:
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in parts)
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'

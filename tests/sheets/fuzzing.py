"""What may become of a damaged book: accepted and equal, accepted with findings, or refused. Nothing else."""

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from tests.sheets import binary, hostile, locked, oracle_books
from tests.sheets.test_ods import book as ods_book
from toolkit.findings import Unreadable
from toolkit.sheets.grid import Book
from toolkit.sheets.source import read_bytes

EVERYBODYS = "VelvetSweatshop"
EQUAL, FINDINGS, CHANGED, FEWER = "accepted and equal", "accepted with findings", "accepted, changed", "FEWER CELLS"
_CELL, _VALUE, _FORMULA, _TEXT = (f"{{{hostile.MAIN}}}{name}" for name in ("c", "v", "f", "t"))


def originals() -> dict[str, bytes]:
    """One whole book of every kind."""
    texts = ["企业名称", "上海样例科技有限公司", "浦东新区"]
    xls = b"".join(
        binary.label(r, 1, r % 3) + binary.number(r, 2, 45992 + r, binary.DATE) + binary.formula(r, 3, r / 2)
        for r in range(1, 40)
    )
    xlsb = b"".join(
        binary.row(r, binary.cell(7, 1, (r % 3).to_bytes(4, "little")), binary.cell(6, 2, binary.wide(f"样例{r}")))
        for r in range(1, 40)
    )
    cell = '<table:table-cell office:value-type="string"><text:p>样例{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cell.format(r)}{cell.format(-r)}</table:table-row>" for r in range(40))
    html = "".join(f"<tr><td>样例{r}</td><td>{r}</td></tr>" for r in range(40))
    return {
        "xlsx": oracle_books.ledger(),
        "xlsx of Excel": oracle_books.as_excel(),
        "xlsx of hazards": oracle_books.hazards(),
        "xls": binary.stream(xls, xls, texts=texts),
        "xls in its container": binary.ole({"Workbook": binary.stream(xls, texts=texts)}),
        "encrypted xlsx": locked.agile(oracle_books.as_excel(), EVERYBODYS),
        "encrypted xls": locked.newer_rc4(binary.stream(xls, texts=texts), EVERYBODYS),
        "xlsb": hostile.archive(binary.xlsb_parts(xlsb, xlsb, texts=texts)),
        "ods": ods_book(f'<table:table table:name="甲">{rows}</table:table>'),
        "csv": "".join(f'样例{r},"{r},{r}",x\r\n' for r in range(60)).encode("gb18030"),
        "html": f"<html><table>{html}</table></html>".encode(),
    }


def judge(data: bytes, original: Book, *, count: Callable[[bytes], int] | None = None) -> str:
    """What became of a mutant; any exception but a refusal passes through."""
    try:
        book = read_bytes(data)
    except Unreadable as refusal:
        refusal.rule.message.format_map(refusal.words)
        return refusal.rule.code
    if book.sheets == original.sheets:
        return EQUAL
    if count is not None and sum(1 for sheet in book.sheets for _ in sheet.cells()) < count(data):
        return FEWER
    faults = any(cell.fault for sheet in book.sheets for _, cell in sheet.cells())
    return FINDINGS if faults or any(sheet.disordered for sheet in book.sheets) else CHANGED


def told_cells(data: bytes) -> int:
    """How many filled cells the worksheets of an archive name at least, counted by other means.

    Two that claim the same place count once; an index may point to an empty text, so those do not count.
    """
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            if name.startswith("xl/worksheets/sheet"):
                try:
                    root = ElementTree.fromstring(source.read(name))  # noqa: S314 - our own mutants
                except ElementTree.ParseError:
                    continue
                total += len({_place(cell, at) for at, cell in enumerate(root.iter(_CELL)) if _filled(cell)})
    return total


def _place(cell: ElementTree.Element, at: int) -> str:
    reference = cell.get("r", "")
    return reference if reference.isalnum() and reference.isascii() else str(at)


def _filled(cell: ElementTree.Element) -> bool:
    if cell.get("t") == "s":
        return False
    return any(part.text for name in (_VALUE, _TEXT) for part in cell.iter(name)) or cell.find(_FORMULA) is not None

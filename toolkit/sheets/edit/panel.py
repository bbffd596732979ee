"""A sheet to work from: texts at fixed places, cells to fill in, and buttons that run macros.

The buttons are form controls of the kind Excel has drawn since 1997, in a legacy drawing of their own: every
Excel shows them, and openpyxl's `keep_vba` carries such a drawing over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from toolkit.sheets.edit.book import Book
from toolkit.sheets.edit.cells import escape
from toolkit.sheets.edit.notes import DRAWING, NAMES, free_block
from toolkit.sheets.edit.ranges import reference
from toolkit.sheets.edit.sheetlist import insert_sheet
from toolkit.sheets.edit.styles import Styles
from toolkit.sheets.grid import Area, address
from toolkit.sheets.look import INK, NAVY

_PART = "xl/drawings/vmlDrawing{}.vml"
_FAINT_INK = "6B6B6B"
_GAP = 6
"""Pixels between a button and the one before it."""
_DRAWING_XML = (
    '<xml {names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>'
    '<o:lock v:ext="edit" shapetype="t"/></v:shapetype>{shapes}</xml>'
)
_BUTTON = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t201" style="position:absolute;z-index:{order}" o:button="t"'
    ' fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
    '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
    '<v:textbox style="mso-direction-alt:auto" o:singleclick="f">'
    '<div style="text-align:center"><font face="黑体" size="220" color="#{ink}">{caption}</font></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject>'
    "<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{macro}</x:FmlaMacro><x:TextHAlign>Center</x:TextHAlign>"
    "<x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
)


class PanelLook(Enum):
    """What a cell of a panel is to the person before it."""

    TITLE = "title"
    FAINT = "faint"
    HINT = "hint"
    LABEL = "label"
    INPUT = "input"
    HEAD = "head"
    BODY = "body"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Button:
    """A button over whole cells; `macro` is the name of a public Sub."""

    caption: str
    macro: str
    over: Area


@dataclass(frozen=True, slots=True)
class Panel:
    """The sheet. `texts` and `looks` are by (row, column), `choices` make dropdowns, `merges` run over looks of their first.

    `widths` are in characters by column from the first, `heights` in points by row. Below what is named here the sheet is
    free for texts that come later.
    """

    name: str
    texts: Mapping[tuple[int, int], str]
    looks: Mapping[tuple[int, int], PanelLook]
    choices: Mapping[tuple[int, int], Sequence[str]]
    merges: Sequence[Area]
    widths: Sequence[float]
    heights: Mapping[int, float]
    buttons: Sequence[Button]


def add_panel(book: Book, panel: Panel) -> None:
    """Put a panel first among the sheets, and in view."""
    insert_sheet(book, panel.name, b"", first=True)
    part = book.sheets[0].part
    drawing = book.add_part(part, "vmlDrawing", book.free_part(_PART), DRAWING, _drawing(book, panel))
    book.package.write(part, [_sheet(book, panel, drawing).encode()])


def _drawing(book: Book, panel: Panel) -> bytes:
    block = free_block(book)
    shapes = (
        _BUTTON.format(
            number=1024 * block + order, order=order, caption=escape(button.caption), macro=escape(button.macro),
            ink=INK, anchor=_anchor(button.over),
        )
        for order, button in enumerate(panel.buttons, start=1)
    )
    return _DRAWING_XML.format(names=NAMES, block=block, shapes="".join(shapes)).encode()


def _anchor(over: Area) -> str:
    """Left, top, right, bottom, each as a cell counted from 0 and pixels into it.

    The far edges are those of the cells themselves: how wide a column is in pixels depends on the program's fonts.
    """
    return f"{over.left - 1}, {_GAP}, {over.top - 1}, {_GAP}, {over.right}, 0, {over.bottom}, 0"


def _sheet(book: Book, panel: Panel, drawing: str) -> str:
    cells: dict[int, list[str]] = {row: [] for row in panel.heights}
    for row, column in sorted({*panel.texts, *panel.looks}):
        cells.setdefault(row, []).append(_cell(book.styles, panel, (row, column)))
    rows = (
        f'<row r="{row}"{_height(panel, row)}>{"".join(cells[row])}</row>' for row in sorted(cells)
    )
    merges = "".join(f'<mergeCell ref="{reference(area)}"/>' for area in panel.merges)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{book.namespace}"'
        f' xmlns:r="{book.relationship_types}"><sheetPr><tabColor rgb="FF{NAVY}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'{_columns(book.styles, panel)}<sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="{len(panel.merges)}">{merges}</mergeCells>{_dropdowns(panel)}'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f'<legacyDrawing r:id="{drawing}"/></worksheet>'
    )


def _cell(styles: Styles, panel: Panel, place: tuple[int, int]) -> str:
    look, text = panel.looks.get(place, PanelLook.BODY), panel.texts.get(place)
    content = f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else "/>"
    return f'<c r="{address(*place)}" s="{_style(styles, look)}"{content}'


_LEFT = {"horizontal": "left", "wrapText": "1"}
_INDENTED = {"horizontal": "left", "indent": "1"}
_LOOKS: Mapping[PanelLook, Mapping[str, Any]] = {
    PanelLook.TITLE: {"font": ("黑体", 18, NAVY)},
    PanelLook.FAINT: {"font": ("宋体", 10, _FAINT_INK), "align": _LEFT},
    PanelLook.HINT: {"font": ("宋体", 10, _FAINT_INK), "align": {**_LEFT, "indent": "1"}},
    PanelLook.LABEL: {"font": ("黑体", 11, NAVY), "rgb": "EEF3F8", "grid": True, "align": _INDENTED},
    PanelLook.INPUT: {"font": ("宋体", 11, INK), "rgb": "FFFDF2", "grid": True, "align": _INDENTED, "code": "@"},
    PanelLook.HEAD: {"font": ("黑体", 10.5, "FFFFFF"), "rgb": "35587A", "grid": True, "align": {"horizontal": "center"}, "code": "@"},
    PanelLook.TOLD: {"font": ("黑体", 12, NAVY), "align": _LEFT, "code": "@"},
    PanelLook.BODY: {"font": ("宋体", 10, INK), "align": {**_LEFT, "vertical": "top"}, "code": "@"},
}


def _style(styles: Styles, look: PanelLook) -> int:
    return styles.dressed(**_LOOKS[look])


def _height(panel: Panel, row: int) -> str:
    return f' ht="{panel.heights[row]:g}" customHeight="1"' if row in panel.heights else ""


def _columns(styles: Styles, panel: Panel) -> str:
    style = _style(styles, PanelLook.BODY)
    columns = (
        f'<col min="{number}" max="{number}" width="{width:g}" style="{style}" customWidth="1"/>'
        for number, width in enumerate(panel.widths, start=1)
    )
    return f'<cols>{"".join(columns)}</cols>'


def _dropdowns(panel: Panel) -> str:
    rules = (
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{address(*place)}">'
        f'<formula1>"{escape(",".join(choices))}"</formula1></dataValidation>'
        for place, choices in panel.choices.items()
    )
    return f'<dataValidations count="{len(panel.choices)}">{"".join(rules)}</dataValidations>' if panel.choices else ""

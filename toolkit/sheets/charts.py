"""Native charts over fixed cells, in tones a grey printer keeps apart."""

from dataclasses import dataclass
from typing import Literal

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as DataSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets.grid import Area

TONES = (("1F3F60", "FFFFFF"), ("8FA9C4", "000000"), ("DCE5EE", "000000"))
"""Fill and label colour of the first, second and third bar."""
PATTERNS = (None, None, None, "dkUpDiag", "ltDnDiag", "pct25", "smGrid")
"""What tells further bars of a stack apart where tones no longer do, on paper in grey above all."""
LIMIT, RULE = "404040", "D9D9D9"


@dataclass(frozen=True, slots=True)
class Strip:
    """The cells a chart shows; rows and columns count from 1.

    Downwards: row `top` names the series, column `names` holds the labels, `last` is the last row. `across`: the
    labels stand in row `top` from column `names` to `right`, the figures in row `last`.
    """

    top: int
    names: int
    last: int
    right: int
    across: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart over a strip of cells; it covers `area`.

    Downwards, `bars` are the columns shown (several are stacked) and two of `lines` are marked at each (the least, the most).
    """

    title: str
    cells: Strip
    area: Area
    bars: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    lying: bool = False


def add_chart(sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart once; it shows whatever its cells hold ever after."""
    drawn, cells = BarChart(), chart.cells
    drawn.type = "bar" if chart.lying else "col"
    drawn.title = _title(chart.title)
    drawn.gapWidth = 60
    if cells.across:
        row = Reference(sheet, min_col=cells.names, max_col=cells.right, min_row=cells.last, max_row=cells.last)
        drawn.series.append(_bar(Series(row, title=chart.title), 0, alone=True))
        names = Reference(sheet, min_col=cells.names, max_col=cells.right, min_row=cells.top, max_row=cells.top)
    else:
        for number, column in enumerate(chart.bars):
            drawn.series.append(_bar(_series(sheet, chart, column), number, alone=len(chart.bars) == 1))
        names = Reference(sheet, min_col=cells.names, min_row=cells.top + 1, max_row=cells.last)
    drawn.set_categories(names)
    _set_axes(drawn, lying=chart.lying)
    if len(chart.bars) > 1:
        drawn.grouping, drawn.overlap, drawn.legend.position = "stacked", 100, "b"
    else:
        drawn.legend = None
    if chart.lines:
        drawn += _lines(sheet, chart)
    drawn.anchor = _anchor(chart.area)  # type: ignore[assignment]  # the stubs know the cell's name only
    sheet.add_chart(drawn)


def _set_axes(drawn: BarChart, *, lying: bool) -> None:
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = "0"
    drawn.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=RULE)))
    drawn.x_axis.tickLblSkip = 1  # every label, however little room a program sees
    if lying:
        drawn.x_axis.scaling.orientation = "maxMin"  # the first label on top
        drawn.y_axis.delete, drawn.y_axis.majorGridlines = True, None  # each bar says its figure


def _anchor(area: Area) -> TwoCellAnchor:
    """From cell to cell, so that charts stand side by side whatever a program makes of column widths."""
    start = AnchorMarker(col=area.left - 1, row=area.top - 1)
    return TwoCellAnchor(editAs="oneCell", _from=start, to=AnchorMarker(col=area.right, row=area.bottom))


def _title(text: str) -> Title:
    style = CharacterProperties(sz=1200, b=True, solidFill=TONES[0][0])
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=style), r=[RegularTextRun(rPr=style, t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _series(sheet: Worksheet, chart: Chart, column: int) -> DataSeries:
    cells = Reference(sheet, min_col=column, min_row=chart.cells.top, max_row=chart.cells.last)
    series: DataSeries = Series(cells, title_from_data=True)
    return series


def _bar(series: DataSeries, number: int, *, alone: bool) -> DataSeries:
    fill, ink = TONES[number % len(TONES)]
    series.graphicalProperties.line.solidFill = TONES[0][0]
    if pattern := PATTERNS[number]:  # no figure could be read on it; the table beside has it
        strokes = ColorChoice(srgbClr=TONES[0][0])  # type: ignore[arg-type]  # the stubs know elements only
        white = ColorChoice(srgbClr="FFFFFF")  # type: ignore[arg-type]
        series.graphicalProperties.pattFill = PatternFillProperties(prst=pattern, fgClr=strokes, bgClr=white)  # type: ignore[arg-type]
        return series
    series.graphicalProperties.solidFill = fill
    text = CharacterProperties(sz=900, solidFill="000000" if alone else ink)
    series.dLbls = DataLabelList(
        numFmt="0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False,
        dLblPos="outEnd" if alone else "ctr",
        txPr=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=text), endParaRPr=CharacterProperties())]),
    )  # fmt: skip
    return series


def _lines(sheet: Worksheet, chart: Chart) -> LineChart:
    drawn = LineChart()
    symbols: tuple[Literal["triangle", "dash"], ...] = ("triangle", "dash")
    for symbol, column in zip(symbols, chart.lines, strict=True):
        series = _series(sheet, chart, column)
        series.graphicalProperties.line.noFill = True  # what would join one unit's limit to the next means nothing
        series.marker = Marker(symbol=symbol, size=9)
        series.marker.graphicalProperties = GraphicalProperties(solidFill=LIMIT)
        series.marker.graphicalProperties.line.solidFill = LIMIT
        series.smooth = False
        drawn.series.append(series)
    return drawn

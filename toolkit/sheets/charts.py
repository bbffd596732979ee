"""Native charts over fixed cells, in tones a grey printer keeps apart."""

from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as DataSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.sheets.grid import Area

TONES = (("1F3F60", "FFFFFF"), ("8FA9C4", "000000"), ("DCE5EE", "000000"))
"""Fill and label colour of the first, second and third bar."""
LIMIT, RULE = "404040", "D9D9D9"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart over cells; rows and columns count from 1.

    Row `header` names the series, `names` is the column of labels, `last` the last row shown. Several `bars` are
    stacked, `lines` are drawn across them; the chart covers `area`.
    """

    title: str
    header: int
    last: int
    names: int
    bars: tuple[int, ...]
    area: Area
    lines: tuple[int, ...] = ()
    lying: bool = False


def add_chart(sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart once; it shows whatever its cells hold ever after."""
    drawn = BarChart()
    drawn.type = "bar" if chart.lying else "col"
    drawn.title = _title(chart.title)
    drawn.gapWidth = 60
    for number, column in enumerate(chart.bars):
        drawn.series.append(_bar(_series(sheet, chart, column), number, alone=len(chart.bars) == 1))
    drawn.set_categories(Reference(sheet, min_col=chart.names, min_row=chart.header + 1, max_row=chart.last))
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
    if lying:
        drawn.x_axis.scaling.orientation = "maxMin"  # the first label on top


def _anchor(area: Area) -> TwoCellAnchor:
    """From cell to cell, so that charts stand side by side whatever a program makes of column widths."""
    start = AnchorMarker(col=area.left - 1, row=area.top - 1)
    return TwoCellAnchor(editAs="oneCell", _from=start, to=AnchorMarker(col=area.right, row=area.bottom))


def _title(text: str) -> Title:
    style = CharacterProperties(sz=1200, b=True, solidFill=TONES[0][0])
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=style), r=[RegularTextRun(rPr=style, t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _series(sheet: Worksheet, chart: Chart, column: int) -> DataSeries:
    cells = Reference(sheet, min_col=column, min_row=chart.header, max_row=chart.last)
    series: DataSeries = Series(cells, title_from_data=True)
    return series


def _bar(series: DataSeries, number: int, *, alone: bool) -> DataSeries:
    fill, ink = TONES[number]
    series.graphicalProperties.solidFill = fill
    series.graphicalProperties.line.solidFill = TONES[0][0]
    text = CharacterProperties(sz=900, solidFill="000000" if alone else ink)
    series.dLbls = DataLabelList(
        numFmt="0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False,
        dLblPos="outEnd" if alone else "ctr",
        txPr=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=text), endParaRPr=CharacterProperties())]),
    )  # fmt: skip
    return series


def _lines(sheet: Worksheet, chart: Chart) -> LineChart:
    drawn = LineChart()
    for dash, column in zip(("sysDash", "solid"), chart.lines, strict=True):
        series = _series(sheet, chart, column)
        series.graphicalProperties.line.solidFill = LIMIT
        series.graphicalProperties.line.prstDash = dash
        series.marker = Marker(symbol="none")
        series.smooth = False
        drawn.series.append(series)
    return drawn

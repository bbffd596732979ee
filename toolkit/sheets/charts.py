"""Native charts over fixed cells, in tones a grey printer keeps apart."""

from dataclasses import dataclass

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as DataSeries
from openpyxl.worksheet.worksheet import Worksheet

TONES = ("1F3F60", "8FA9C4", "DCE5EE")
LIMIT = "404040"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart over cells; rows and columns count from 1.

    Row `header` names the series, `names` is the column of labels, `last` the last row shown. Several `bars` are
    stacked, `lines` are drawn across them; `anchor` is the upper left cell, `size` width and height in centimetres.
    """

    title: str
    header: int
    last: int
    names: int
    bars: tuple[int, ...]
    anchor: str
    size: tuple[int, int]
    lines: tuple[int, ...] = ()
    lying: bool = False


def add_chart(sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart once; it shows whatever its cells hold ever after."""
    drawn = BarChart()
    drawn.type = "bar" if chart.lying else "col"
    drawn.title = chart.title
    drawn.gapWidth = 60
    drawn.width, drawn.height = chart.size
    for tone, column in zip(TONES, chart.bars, strict=False):
        drawn.series.append(_bar(_series(sheet, chart, column), tone))
    drawn.set_categories(Reference(sheet, min_col=chart.names, min_row=chart.header + 1, max_row=chart.last))
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = "0"
    if chart.lying:
        drawn.x_axis.scaling.orientation = "maxMin"  # the first label on top
    if len(chart.bars) > 1:
        drawn.grouping, drawn.overlap, drawn.legend.position = "stacked", 100, "b"
    else:
        drawn.legend = None
    if chart.lines:
        drawn += _lines(sheet, chart)
    sheet.add_chart(drawn, chart.anchor)


def _series(sheet: Worksheet, chart: Chart, column: int) -> DataSeries:
    cells = Reference(sheet, min_col=column, min_row=chart.header, max_row=chart.last)
    series: DataSeries = Series(cells, title_from_data=True)
    return series


def _bar(series: DataSeries, tone: str) -> DataSeries:
    series.graphicalProperties.solidFill = tone
    series.graphicalProperties.line.solidFill = TONES[0]
    series.dLbls = DataLabelList(numFmt="0;;", showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
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

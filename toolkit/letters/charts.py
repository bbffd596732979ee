"""Bar charts in letters: native ones, whose series and categories name the rows and columns they show.

In a template a series is called `{{ 各区.已确定 }}` and its one category `{{ 各区.单位 }}`; whoever edits it in Word
may move, size and restyle it. The figures stand in the chart itself, as literals: no workbook travels along that
could be opened, changed, or disagree with the text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.context import Context, Rows
from toolkit.letters.measures import FONTS, mm
from toolkit.letters.pieces import UNFIT
from toolkit.letters.tags import Spot, TemplateFault, Use

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = f"{{{_MAIN}}}"
PART = re.compile(r"word/charts/chart\d+\.xml")
_TAG = re.compile(r"\s*\{\{\s*(\w+)\.(\w+)\s*\}\}\s*")
_EMU = 635
"""English metric units in a twip."""


# Into a template


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of lying bars: one row of the data a bar, its columns as series stacked upon each other."""

    rows: str
    category: str
    series: tuple[str, ...]
    height: float


def drawing(number: int, bars: Bars, width: int) -> str:
    """The run that shows a chart; `width` in twips, the height in mm."""
    size = f'cx="{width * _EMU}" cy="{mm(bars.height) * _EMU}"'
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{number}" name="图{number}"/>'
        f'<a:graphic xmlns:a="{_DRAW}"><a:graphicData uri="{_MAIN}"><c:chart xmlns:c="{_MAIN}" r:id="rIdChart{number}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def part(bars: Bars) -> str:
    """A chart part, its texts tags: figures beside the bars, dark and hatched so that grey print tells them apart."""
    series = "".join(_series(number, column, bars) for number, column in enumerate(bars.series))
    axis = f'<c:delete val="0"/><c:axPos val="{{}}"/>{{}}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>{{}}{_font()}'
    category = axis.format("l", "", '<c:tickLblPos val="low"/>')
    value = axis.format("b", '<c:numFmt formatCode="0" sourceLinked="0"/>', '<c:tickLblPos val="nextTo"/>')
    return (
        f'<c:chartSpace xmlns:c="{_MAIN}" xmlns:a="{_DRAW}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="40"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>{category}<c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>{value}'
        '<c:crossAx val="1"/><c:crosses val="max"/></c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_font()}</c:legend><c:plotVisOnly val="1"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>'
    )


_FILLS = (
    '<a:solidFill><a:srgbClr val="595959"/></a:solidFill>',
    '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="000000"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>',
)


def _series(number: int, column: str, bars: Bars) -> str:
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{{{{ {bars.rows}.{column} }}}}</c:v></c:tx>'
        f'<c:spPr>{_FILLS[number]}<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>'
        f'<c:invertIfNegative val="0"/>{_labels(number)}'
        f'<c:cat><c:strLit><c:ptCount val="1"/>{_point(0, f"{{{{ {bars.rows}.{bars.category} }}}}")}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:ptCount val="1"/>{_point(0, "1")}</c:numLit></c:val></c:ser>'
    )


def _labels(number: int) -> str:
    """Each figure in its bar: light on dark, dark on a light ground where the bar is hatched."""
    ground = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>' if number else ""
    shown = "".join(
        f'<c:show{what} val="{int(what == "Val")}"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    return f'<c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/>{ground}{_font("000000" if number else "FFFFFF")}{shown}</c:dLbls>'


def _point(index: int, text: str) -> str:
    return f'<c:pt idx="{index}"><c:v>{escape(text)}</c:v></c:pt>'


def _font(color: str = "000000") -> str:
    face = FONTS.body.name
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="0"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


# Out of a template


class Chart:
    """A chart part of a template, understood once: which rows each series shows, and what is wrong with its tags."""

    def __init__(self, name: str, root: etree._Element) -> None:
        self.name, self.uses, self.findings = name, list[Use](), list[Finding]()
        for workbook in root.findall(C + "externalData"):
            root.remove(workbook)  # another program has put one behind the chart: its figures would not be the letter's
        self._root = root
        self._bound: list[tuple[int, str, str, str]] = []
        number = re.sub(r"\D", "", name.rsplit("/", 1)[1])
        for place, series in enumerate(root.iter(C + "ser")):
            self._bind(place, series, Spot(f"图{number}", place + 1, ""))

    def _bind(self, place: int, series: etree._Element, spot: Spot) -> None:
        texts = [_first_text(series.find(C + "tx")), _first_text(series.find(C + "cat"))]
        tags = [_TAG.fullmatch(text) for text in texts]
        if not all(tags) or len({tag[1] for tag in tags if tag}) != 1:
            self.findings.append(spot.finding(say.CHART_UNBOUND, found="、".join(texts)))
            return
        (rows, value), (_, category) = ((tag[1], tag[2]) for tag in tags if tag)
        self._bound.append((place, rows, value, category))
        self.uses.append(Use(rows, spot, rows=True, guarded=True))
        self.uses += [Use(rows, spot, column, printed=True, guarded=True) for column in (value, category)]

    def render(self, context: Context) -> bytes:
        """The part with its figures.

        Raises:
            TemplateFault: a figure is none, or a name holds what XML cannot.
        """
        root = deepcopy(self._root)
        series = list(root.iter(C + "ser"))
        for place, rows, value, category in self._bound:
            data = context[rows]
            if isinstance(data, str) or not all(_figure(row[value]).isdecimal() for row in data):
                raise TemplateFault(Spot("图", place + 1, "").finding(say.NOT_TEXT, f"{rows}.{value}", wanted="数字"))
            if unfit := UNFIT.search("".join(row[category] for row in data)):
                found = f"U+{ord(unfit[0]):04X}"
                raise TemplateFault(Spot("图", place + 1, "").finding(say.BAD_CHARACTER, f"{rows}.{category}", found=found))
            _write(series[place], data, value, category)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def charts_of(parts: Mapping[str, bytes], parse: Callable[[bytes], etree._Element]) -> Iterator[Chart]:
    """The charts of a document that name rows; one of fixed figures stays as it is."""
    for name, data in parts.items():
        if PART.fullmatch(name) and b"{{" in data:
            yield Chart(name, parse(data))


def _figure(text: str) -> str:
    """A dash stands where a unit has no such figure: no bar."""
    return "0" if text == "—" else text


def _first_text(element: etree._Element | None) -> str:
    return "" if element is None else next((v.text or "" for v in element.iter(C + "v")), "")


def _write(series: etree._Element, rows: Rows, value: str, category: str) -> None:
    """Name, categories and figures, as literals."""
    for kind, texts in (("tx", [value]), ("cat", [row[category] for row in rows]), ("val", [_figure(row[value]) for row in rows])):
        holder = series.find(C + kind)
        if holder is None:
            continue
        holder[:] = [_literal(kind, texts)]


def _literal(kind: str, texts: Sequence[str]) -> etree._Element:
    if kind == "tx":
        element = etree.Element(C + "v")
        element.text = texts[0]
        return element
    element = etree.Element(C + ("strLit" if kind == "cat" else "numLit"))
    etree.SubElement(element, C + "ptCount", val=str(len(texts)))
    for index, text in enumerate(texts):
        point = etree.SubElement(element, C + "pt", idx=str(index))
        etree.SubElement(point, C + "v").text = text
    return element

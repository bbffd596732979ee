"""How our own workbooks look: fonts, colours, edges, and the paper they are printed on.

宋体 and 黑体 stand on every Windows, in every WPS (also on Linux desktops without Microsoft's fonts), and are
what official tables are set in. The colours differ in lightness, not only in hue, so they survive a grey printer.
"""

from enum import Enum

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

NAVY = "1F3F60"
INK = "262626"
BOOK_TITLE = "上海市商业秘密保护创新试点工作台账"
PAGE_UNITS = 240
"""How many width units one landscape A4 page holds before the print is too small to read (about 60 %)."""


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


class Role(Enum):
    """What a column is to the person before it: its header's (fill, text) colours."""

    REQUIRED = (NAVY, "FFFFFF")
    CONDITIONAL = ("B4CBE3", NAVY)
    OPTIONAL = ("E9EDF1", INK)
    CITY = ("7A5C2E", "FFFFFF")
    RECORD = ("35587A", "FFFFFF")
    BOOKKEEPING = ("D9D9D9", "404040")

    @property
    def fill(self) -> PatternFill:
        """The header's fill."""
        return _fill(self.value[0])

    @property
    def font(self) -> Font:
        """The header's font."""
        return Font(name="黑体", size=10.5, color=self.value[1])

    @property
    def tint(self) -> PatternFill | None:
        """The fill of the cells below: only the city's own columns have one, so they are seen from afar."""
        return _fill("FBF5E9") if self is Role.CITY else None


TITLE = Font(name="黑体", size=16, color=NAVY)
NOTICE = Font(name="宋体", size=10, bold=True, color="A61C1C")
BODY = Font(name="宋体", size=10, color=INK)
FAINT = Font(name="宋体", size=10, color="6B6B6B")
FIGURE = Font(name="黑体", size=15, color=NAVY)
LABEL = Font(name="黑体", size=11, color=NAVY)
GAP = _fill("FFF4CC")
NOT_ASKED = _fill("D9D9D9")
PANEL = _fill("EEF3F8")

_LINE = Side(style="thin", color="BFC7D0")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADER_PLACE = Alignment(horizontal="center", vertical="center", wrap_text=True)
MIDDLE = Alignment(vertical="center")
LINE = Alignment(horizontal="left", vertical="center", indent=1)
INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def body_place(*, wrap: bool) -> Alignment:
    """Texts run from the left and wrap; short values stand in the middle."""
    return Alignment(horizontal="left" if wrap else "center", vertical="center", wrap_text=wrap)


def units(text: str) -> int:
    """The room a text takes, in column-width units: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def print_on_a4(sheet: Worksheet, *, width: int, header_rows: int, lead: int) -> None:
    """Landscape A4, fitted to one page across, or two where one would be unreadable; page numbers below.

    The first `header_rows` rows stand on every page, and the first `lead` columns on a second page across.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1 if width <= PAGE_UNITS else 2
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    if footer := sheet.oddFooter:  # the type stubs know of sheets without one
        footer.left.text, footer.center.text, footer.right.text = BOOK_TITLE, "第 &P 页，共 &N 页", "&A"
    if header_rows:
        sheet.print_title_rows = f"1:{header_rows}"
    if width > PAGE_UNITS:
        sheet.print_title_cols = f"A:{get_column_letter(lead)}"

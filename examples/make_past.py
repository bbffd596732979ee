"""Make examples/past: lists of the years before the notice, as the city and a district kept them, for import and migrate.

Run from the top of the repository: python examples/make_past.py [FOLDER]. Everybody in them is made up, every credit code
is valid and nobody's; the same script gives the same files.
"""

import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from toolkit.records.kinds.code import check_character, organisation_check
from toolkit.sheets.pin import pin

Line = Sequence[str | int | None]
CITY_LIST, DISTRICT_FORM = "往年名单.xlsx", "青浦区示范点2024.xlsx"
DOCUMENT_NO = "沪市监竞争〔2023〕56号"
"""Of the list; it stands on no line of it."""


def code(number: int, prefix: str = "91", region: str = "310118") -> str:
    """A valid made-up credit code."""
    organisation = f"PA{number * 7919 % 1_000_000:06}"
    whole = prefix + region + organisation + organisation_check(organisation)
    return whole + check_character(whole)


CITY_LINES: Sequence[Line] = (
    ("附件",),
    ("2023年上海市商业秘密保护示范区、示范站、示范点名单（市级）",),
    ("序号", "区", "名称", "统一代码", "联系人", "手机", "授牌时间", "备注"),
    ("一、示范区",),
    (1, "黄浦区", "上海样例外滩金融产业园", code(1), "赵样例", "13900000001", "2023.4.11", "首批"),
    (2, "杨浦", "上海示例湾谷科技园", code(2), "钱样例", "13900000002", "2023.4.11", "首批"),
    ("二、示范站",),
    (1, "静安区", "上海样例人力资源行业协会", code(3, "51"), "孙样例", "021-62000003", "2023年4月11日", None),
    (2, "徐汇区", "上海示例知衡律师事务所", code(4, "31"), "李样例", "021-64000004", "2023年4月11日", None),
    ("三、示范点",),
    (1, "浦东新区", "上海样例芯原微电子有限公司", code(5), "周样例", "13900000005", "2023年4月", "时间只记到月"),
    (2, "嘉定区", "上海样例驰远汽车零部件有限公司", code(6), None, "13900000006", "2023-4-11", None),
    (3, "宝山区", "上海示例钢材制品有限公司", None, "吴样例", "13900000007", "2023-4-11", "代码待查"),
    (4, "南汇区", "上海样例临海食品有限公司", code(8), "郑样例", "13900000008", "2023-4-11", None),
    ("合计", 8),
    ("注：以上名单排名不分先后。",),
)
DISTRICT_LINES: Sequence[Line] = (
    ("附件2",),
    ("青浦区商业秘密保护示范点汇总表（2024年）",),
    ("填报单位（盖章）：青浦区市场监督管理局　　填报人：陈样例　　联系电话：021-59700000　　填报日期：2024年12月5日",),
    ("序号", "企业名称", "社会信用代码", "示范类型", "认定时间", "联系人", "手机号码", "推荐理由"),
    (1, "上海样例淀山生物科技有限公司", code(21), "示范点", "2024.5.16", "冯样例", "13900000021", "研发投入居全区前列"),
    (2, "上海示例朱家角新材料有限公司", code(22), "示范点", "2024.5.16", "同上", "139 0000 0022", "制度健全"),
    (3, "上海样例徐泾智能设备有限公司", code(23)[:17] + ("0" if code(23)[17] != "0" else "1"), "示范单位", "2024年5月", "卫样例", "13900000023", None),
    ("合计", 3),
    ("注：第3家拟于明年迁至嘉定。",),
    ("负责人（签字）：　　　　审核人：",),
)


def book(sheet: str, lines: Sequence[Line], merged: Sequence[str]) -> bytes:
    """A workbook of one sheet as people lay it out."""
    made = Workbook()
    page = made.worksheets[0]
    page.title = sheet
    for line in lines:
        page.append(list(line))
    for area in merged:
        page.merge_cells(area)
    for letter, width in zip("ABCDEFGH", (6, 26, 32, 22, 14, 16, 16, 24), strict=True):
        page.column_dimensions[letter].width = width
    stream = io.BytesIO()
    made.save(stream)
    return pin(stream.getvalue())


MENDED = {5: {6: "2023-4-11"}, 7: {3: code(7)}, 8: {1: "浦东新区"}}
"""What the city found out of the three lines that could not go in, by the number in their codes and the place in the line."""


def mended_list() -> bytes:
    """The city's list once the day, the code and the unit it lacked were found."""
    lines = [list(line) for line in CITY_LINES]
    for number, cells in MENDED.items():
        line = lines[_line_of(number)]
        for place, value in cells.items():
            line[place] = value
    return book("2023年", lines, ("A2:H2",))


def _line_of(number: int) -> int:
    """The place in CITY_LINES of somebody, by the last digit of the phone."""
    return next(at for at, line in enumerate(CITY_LINES) if len(line) > 5 and str(line[5]).endswith(f"000{number}"))


def listed_before(number: int) -> dict[str, Any]:
    """Somebody of the city's list as the own unit lists them from this year on, with what the list did not say."""
    line = CITY_LINES[_line_of(number)]
    category, subject = ("单位（站）", "行业协会") if number == 3 else ("单位（点）", "企业")
    return {
        "name": line[2], "uscc": code(number, "51" if number == 3 else "91"), "category": category, "subject_type": subject,
        "industries": ("时尚消费品",), "level": "市级", "origin": "历史示范", "determined_year": 2023, "determined_on": date(2023, 4, 11),
        "document_no": DOCUMENT_NO, "state": "试点中", "contact": line[4] or "王样例", "phone": line[5],
    }  # fmt: skip


def site_of_2024(number: int) -> dict[str, Any]:
    """Somebody of 青浦's form of 2024 as the new form has them."""
    line = next(line for line in DISTRICT_LINES if len(line) > 6 and str(line[6]).endswith(f"00{number}"))
    return {
        "name": line[1], "uscc": code(number), "category": "单位（点）", "subject_type": "企业", "industries": ("人工智能",), "level": "市级",
        "origin": "历史示范", "determined_year": 2024, "determined_on": date(2024, 5, 16), "document_no": "沪市监〔2024〕5号", "state": "试点中",
        "contact": "冯样例" if number == 22 else line[5], "phone": str(line[6]).replace(" ", ""),
    }  # fmt: skip


def make_past() -> dict[str, bytes]:
    """Both files by name."""
    return {
        CITY_LIST: book("2023年", CITY_LINES, ("A2:H2",)),
        DISTRICT_FORM: book("示范点", DISTRICT_LINES, ("A2:H2", "A3:H3")),
    }


def main(folder: Path) -> None:
    """Write them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in make_past().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "past")

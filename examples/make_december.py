"""Make the example month in examples/december: what 17 units mailed in December 2025, roughened as mail roughens it.

Run from the top of the repository: python examples/make_december.py [FOLDER]. Everybody in it is made up, every
credit code is valid and nobody's; the same script gives the same files.
"""

import io
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from toolkit.policy import Category, Unit, UnitKind, notice
from toolkit.records import FORMS, form_of
from toolkit.records.kinds.code import check_character, is_valid, organisation_check
from toolkit.sheets.blank import blank_workbook, form_page, shown_rows
from toolkit.sheets.edit import SetCell, edit
from toolkit.sheets.grid import address
from toolkit.sheets.page import FIRST_ROW
from toolkit.sheets.pin import pin

YEAR, MONTH = 2025, 12
MAILED, LATE = "收件", "补报"
Row = dict[str, Any]
Rows = dict[str, list[Row]]
PARK, STATION, SITE = Category

# ---------------------------------------------------------------- words

STEMS = (
    "澄砚", "岚汐", "砺川", "叙白", "沐屿", "珩远", "芥舟", "昱泽", "槿和", "朔望", "黎阔", "苇航", "衡岳", "汀兰", "霁光", "楚穗",
    "予墨", "星沅", "乔木", "云帆", "青榆", "知序", "观复", "承稷",
)  # fmt: skip
TRADES: dict[str, tuple[str, ...]] = {
    "集成电路": ("微电子", "半导体"), "生物医药": ("生物医药", "制药"), "人工智能": ("智能科技", "算法科技"),
    "电子信息": ("电子", "信息技术"), "生命健康": ("健康科技",), "汽车": ("汽车零部件", "汽车电子"), "高端装备": ("精密机械", "重型装备"),
    "先进材料": ("新材料", "特种合金"), "时尚消费品": ("日化", "服饰"), "绿色低碳": ("环保科技",), "数字经济": ("数据科技",),
    "智能终端": ("智能终端",), "未来能源": ("氢能科技",), "未来空间": ("航天科技",), "传统特色产业（食品酿造）": ("食品酿造",),
}  # fmt: skip
STATIONS = (
    ("行业协会", "51", "上海样例{stem}行业协会"), ("律师事务所", "31", "上海示例{stem}律师事务所"),
    ("公证机构", "32", "上海示例{stem}公证处"), ("司法鉴定机构", "34", "上海示例{stem}司法鉴定中心"),
    ("其他服务机构（知识产权服务）", "91", "上海样例{stem}知识产权服务有限公司"),
)  # fmt: skip
PARKS = (
    ("产业基地", "产业基地"), ("科技企业孵化器", "孵化器"), ("大学科技园", "大学科技园"), ("其他园区（特色产业园）", "特色产业园"),
)  # fmt: skip
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
SITUATIONS = (
    "已制定保密制度，配备兼职保密员，但未对技术资料定密分级，离职审查没有书面记录。",
    "核心岗位均签订保密协议，办公区与研发区未作物理隔离，外来人员登记不完整。",
    "设有保密工作领导小组，涉密载体台账不全，账户权限长期未清理。",
    "对外合作较多，合作协议缺少保密条款，员工保密培训每年不足一次。",
    "服务对象商业秘密保护意识不强，现有宣传以讲座为主，缺少个案辅导。",
)  # fmt: skip
GUIDANCE = (
    "一对一指导建立定密分级清单，提供保密协议参考文本。", "指导划定涉密区域，完善门禁和进出登记。",
    "指导梳理账户权限，建立涉密载体台账和离职交接单。", "协助开展保密检查，讲解合作协议保密条款要点。",
)  # fmt: skip
STRENGTHS = (
    "管理制度健全，设专职保密岗位，近三年未发生泄密事件。", "行业影响力较强，已为上下游企业开展过商业秘密保护交流。",
    "拥有多项核心技术，研发投入占比高，保密工作经费列入年度预算。",
)  # fmt: skip
MEASURES = (
    "建设商业秘密保护服务窗口，每季度开展一次专题培训。", "牵头编制行业商业秘密保护指引，组织互查互评。",
    "上线涉密文件管理系统，带动供应商签订保密承诺。",
)  # fmt: skip
SUMMARIES = (
    "完善制度八项，开展全员培训，完成定密清单年度复评，未发生泄密事件。",
    "建立服务窗口，为企业提供风险排查和制度辅导，汇编典型做法。",
    "完成涉密区域改造，组织内部检查，带动合作企业签订保密承诺。",
)  # fmt: skip
EVENTS = (
    ("商业秘密保护专题培训", "培训"), ("商业秘密保护进园区宣讲", "宣讲"), ("重点企业座谈会", "座谈"), ("企业走访服务日", "走访服务"),
    ("媒体专栏宣传", "媒体"),
)  # fmt: skip
OUTCOMES = (
    ("商业秘密定密分级操作指引", "指南标准"), ("涉密载体全流程管理制度", "制度规范"), ("商业秘密风险自测小程序", "平台工具"),
    ("离职人员保密管理案例", "案例"), ("园区保密服务站服务模式", "服务模式"),
)  # fmt: skip
QUESTIONS = (
    ("问题", "小微企业缺少专职人员，希望提供通用制度范本。"), ("意见建议", "建议组织跨区试点单位经验交流。"),
    ("问题", "园区运营主体变更后，试点名称是否需要重新确定，请予明确。"),
)  # fmt: skip


# ---------------------------------------------------------------- entities

@dataclass(frozen=True)
class Batch:
    """Pilots made known together: reviewed before, determined on one day under one number."""

    reviewed_on: date
    determined_on: date
    document_no: str


JULY = Batch(date(2025, 6, 26), date(2025, 7, 18), "沪市监价竞〔2025〕178号")
AUTUMN = Batch(date(2025, 8, 21), date(2025, 9, 22), "沪市监价竞〔2025〕231号")
NOVEMBER = Batch(date(2025, 10, 16), date(2025, 11, 20), "沪市监价竞〔2025〕287号")


@dataclass(frozen=True)
class Entity:
    """Somebody made up."""

    name: str
    uscc: str
    category: Category
    subject_type: str
    industries: tuple[str, ...]
    address: str
    contact: str
    phone: str
    park_name: str | None = None

    def fields(self, *names: str) -> Row:
        """Its values under the fields that forms share."""
        always = ("name", "park_name", "uscc", "category")
        return {name: getattr(self, name) for name in (*always, *names)}


def credit_code(prefix: str, region: str, body: str) -> str:
    """A valid code around eight characters of one's own."""
    code = prefix + region + body + organisation_check(body)
    return code + check_character(code)


@dataclass
class Maker:
    """Makes people and firms, no two alike. Codes carry TE5T where real ones have their register's number."""

    chance: random.Random
    number: int = 0
    names: set[str] = field(default_factory=set)

    def entity(self, unit: Unit, category: Category) -> Entity:
        """Somebody new of a category."""
        trade = self.chance.choice(list(TRADES)[:-1] if category is not SITE else list(TRADES))
        park_name, industries = None, (trade,)
        if category is SITE:
            subject, prefix = "企业", "91"
            name = self.fresh(lambda stem: f"上海{self.mark()}{stem}{self.chance.choice(TRADES[trade])}有限公司")
        elif category is STATION:
            subject, prefix, pattern = self.chance.choice(STATIONS)
            name = self.fresh(lambda stem: pattern.format(stem=stem))
            industries = (trade,) if subject == "行业协会" else ("商业秘密保护服务",)
        else:
            subject, word = self.chance.choice(PARKS)
            prefix, name = "91", self.fresh(lambda stem: f"上海{self.mark()}{stem}园区运营管理有限公司")
            park_name = f"{name[2:6]}{trade}{word}"
        return self.named(unit, name, prefix, category, subject, industries, park_name)

    def named(
        self, unit: Unit, name: str, prefix: str, category: Category, subject: str, industries: tuple[str, ...],
        park_name: str | None = None,
    ) -> Entity:  # fmt: skip
        """Somebody of a given name."""
        self.number += 1
        region = unit.code if unit.kind is UnitKind.DISTRICT else "310115"
        return Entity(
            name, credit_code(prefix, region, f"TE5T{self.number:04}"), category, subject, industries,
            f"上海市{unit.short}样例路{self.number}号", self.person(), f"021-0000{self.number:04}", park_name,
        )  # fmt: skip

    def fresh(self, make: Callable[[str], str]) -> str:
        """A name not given before."""
        while (name := make(self.chance.choice(STEMS))) in self.names:
            pass
        self.names.add(name)
        return name

    def mark(self) -> str:
        """What shows everybody that a name is made up."""
        return self.chance.choice(("样例", "示例"))

    def person(self) -> str:
        """A name nobody has."""
        return f"{self.chance.choice(SURNAMES)}样{self.chance.choice('一二三四五六七八九')}"

    def day(self, first: date, last: date) -> date:
        """A working day of a period."""
        found = first + timedelta(days=self.chance.randint(0, (last - first).days))
        return found - timedelta(days=max(found.weekday() - 4, 0))


# ---------------------------------------------------------------- stages

def visit(maker: Maker, entity: Entity, *, target: bool = True) -> Row:
    """三（一）."""
    return entity.fields("subject_type", "industries") | {
        "visited_on": maker.day(date(2025, 2, 10), date(2025, 4, 24)), "visitors": maker.person(),
        "situation": maker.chance.choice(SITUATIONS), "guidance": maker.chance.choice(GUIDANCE), "is_target": target,
        "next_step": "指导其准备试点申请" if target else "继续跟踪走访",
    }  # fmt: skip


def application(maker: Maker, entity: Entity, status: str = "已送审") -> Row:
    """三（二）."""
    return entity.fields("subject_type", "industries", "address", "contact", "phone") | {
        "applied_on": maker.day(date(2025, 5, 6), date(2025, 6, 18)), "strengths": maker.chance.choice(STRENGTHS),
        "measures": maker.chance.choice(MEASURES), "report_ref": "已收", "status": status,
    }  # fmt: skip


def review(maker: Maker, entity: Entity, batch: Batch, opinion: str = "建议确定") -> Row:
    """三（三）: mostly all met; where a criterion is met in part, the reason says so."""
    criteria = [criterion.id for criterion in notice().criteria_of(entity.category)]
    answers: Row = dict.fromkeys(criteria, "符合")
    row = entity.fields() | {
        "reviewed_on": batch.reviewed_on, "methods": ("材料审核", "实地核查"), "opinion": opinion, "reason": None,
    }  # fmt: skip
    if opinion != "建议确定" or maker.chance.random() < 0.3:
        weak = maker.chance.choice(criteria)
        answers[weak] = "部分符合"
        row["reason"] = f"{weak} 尚需完善，已提出改进意见。" if opinion == "建议确定" else f"{weak} 待完善后再议。"
    return row | answers


def pilot(entity: Entity, batch: Batch, level: str = "市级", document_no: str = "") -> Row:
    """三（三）, 四（二）: newly determined; the city gives the number later."""
    return entity.fields("subject_type", "industries", "contact", "phone") | {
        "pilot_id": None, "level": level, "origin": "新确定", "determined_year": YEAR, "determined_on": batch.determined_on,
        "document_no": document_no or batch.document_no, "state": "试点中",
    }  # fmt: skip


def old_pilot(unit: Unit, entity: Entity, number: int, state: str = "试点中") -> Row:
    """A pilot of the programme before, carried over by the city."""
    letter = notice().category_rule(entity.category).letter
    return entity.fields("subject_type", "industries", "contact", "phone") | {
        "pilot_id": f"SH-{unit.code}-2023-{letter}-{number:03}", "level": "市级", "origin": "历史示范", "determined_year": 2023,
        "determined_on": date(2023, 4, 11), "document_no": "沪市监竞争〔2023〕56号", "state": state,
    }  # fmt: skip


def annual_report(maker: Maker, entity: Entity) -> Row:
    """四（三）: in the first days of December some have come, at one bureau or both."""
    row = entity.fields() | {"report_year": YEAR}
    luck = maker.chance.random()
    if luck > 0.5:
        return row
    received = date(2025, 12, maker.chance.randint(1, 2))
    row |= {
        "district_received": received, "summary": maker.chance.choice(SUMMARIES), "events": maker.chance.randint(1, 8),
        "attendees": maker.chance.randint(20, 300), "inspections": maker.chance.randint(1, 4),
        "staff": maker.chance.randint(1, 6), "funds": maker.chance.randint(2, 60), "plan": "继续完善制度，扩大辐射带动范围。",
    }  # fmt: skip
    if luck < 0.35:
        row |= {"city_received": received, "city_channel": "区局转报"}
    return row


def tracking(maker: Maker, entity: Entity) -> Row:
    """四（四）: as expected."""
    return entity.fields() | {
        "tracked_on": maker.day(date(2025, 10, 13), date(2025, 11, 21)), "methods": ("走访",),
        "service": "服务能力与确定时相当，制度执行正常。", "verdict": "合格",
    }  # fmt: skip


def exit_proposal(listed: Row, tracked_on: date, ground: str, unmet: tuple[str, ...], facts: str) -> Row:
    """四（四）: a listed pilot is no longer as required."""
    return {name: listed[name] for name in ("name", "park_name", "uscc", "category")} | {
        "tracked_on": tracked_on, "methods": ("走访", "书面"), "service": "服务能力明显下降。", "unmet": unmet,
        "verdict": "建议退出", "ground": ground, "facts": facts, "statement": "对事实无异议。",
    }  # fmt: skip


def shared_rows(maker: Maker, unit: Unit, entities: Sequence[Entity]) -> Rows:
    """Activities, outcomes and questions of a unit."""
    events = maker.chance.sample(EVENTS, 3)
    activities = [
        {"title": f"{unit.short}{title}", "kind": kind, "held_on": maker.day(date(2025, month, 3), date(2025, month, 24)),
         "audience": ("企业",), "units": maker.chance.randint(8, 60), "attendees": maker.chance.randint(20, 200),
         "host": unit.brief, "service_month": month == 6}
        for month, (title, kind) in zip((4, 6, 10), events, strict=True)
    ]  # fmt: skip
    source, (title, kind) = maker.chance.choice(entities), maker.chance.choice(OUTCOMES)
    outcome = {
        "title": title, "source_name": source.name, "uscc": source.uscc, "kind": kind, "replicable": True,
        "content": f"总结{title}的主要做法，形成可复制的流程和文本。", "formed_on": maker.day(date(2025, 10, 9), date(2025, 11, 21)),
        "publishable": maker.chance.random() < 0.7,
    }  # fmt: skip
    kind, content = maker.chance.choice(QUESTIONS)
    question = {"kind": kind, "content": content, "raised_on": maker.day(date(2025, 11, 10), date(2025, 11, 28)), "urgency": "一般"}
    return {"activities": activities, "outcomes": [outcome], "feedback": [question]}


# ---------------------------------------------------------------- units

@dataclass(frozen=True)
class Plan:
    """How many a unit determined of each category, in which batches, and the file it mailed."""

    parks: int
    stations: int
    sites: int
    file: str
    first: Batch = AUTUMN
    later: int = 0

    def categories(self) -> list[Category]:
        """One entry a pilot."""
        return [PARK] * self.parks + [STATION] * self.stations + [SITE] * self.sites


OFFICIAL = "附件2：{}商业秘密保护创新试点情况汇总表（2025.12）"
PLANS: dict[str, Plan] = {
    "浦东新区": Plan(2, 2, 4, OFFICIAL.format("浦东新区") + ".xlsx"),
    "黄浦区": Plan(1, 3, 5, "黄浦区商业秘密试点工作台账12月.xlsx"),
    "静安区": Plan(1, 2, 4, "静安12月-改.xlsx"),
    "徐汇区": Plan(1, 2, 4, OFFICIAL.format("徐汇区") + ".xlsx", later=2),
    "长宁区": Plan(1, 1, 4, OFFICIAL.format("长宁区") + ".xlsx"),
    "普陀区": Plan(1, 2, 4, "普陀区12月报送.xlsx"),
    "虹口区": Plan(1, 2, 5, OFFICIAL.format("虹口区") + ".xlsx"),
    "杨浦区": Plan(2, 1, 4, "杨浦区12月份汇总表(1).xlsx"),
    "宝山区": Plan(1, 1, 4, "宝山局-创新试点台账-202512.xlsx"),
    "闵行区": Plan(2, 2, 5, OFFICIAL.format("闵行区") + ".xlsx"),
    "嘉定区": Plan(2, 2, 6, OFFICIAL.format("嘉定区") + ".xlsx", JULY, later=3),
    "金山区": Plan(1, 1, 5, "金山区报送2025年12月.xlsx"),
    "松江区": Plan(1, 2, 4, OFFICIAL.format("松江区") + ".xlsx"),
    "青浦区": Plan(1, 1, 4, OFFICIAL.format("青浦区") + ".xlsx"),
    "奉贤区": Plan(1, 2, 4, "奉贤12月汇总表.xlsx"),
    "崇明区": Plan(1, 1, 4, OFFICIAL.format("崇明区") + ".xlsx"),
    "临港新片区": Plan(1, 1, 2, OFFICIAL.format("临港新片区") + ".xlsx"),
}
OLD_PILOTS = {"浦东新区": (PARK, SITE), "黄浦区": (STATION,), "闵行区": (PARK,), "松江区": (SITE,), "金山区": (SITE,)}
LOCAL_PILOTS = {"嘉定区": 12}
AWAITING = {"奉贤区": 1, "黄浦区": 1}
CLAIMED = "上海样例芯片（集团）有限公司"


@dataclass
class Sent:
    """What one unit has to report."""

    unit: Unit
    rows: Rows
    cover: Row

    def bytes(self) -> bytes:
        """Its workbook, filled."""
        return blank_workbook(self.unit, YEAR, {"cover": [self.cover], **self.rows})


def make_unit(maker: Maker, unit: Unit, extra: Sequence[Entity] = ()) -> Sent:
    """A unit's year: everybody determined went through every stage before."""
    plan = PLANS[unit.short]
    entities = [*extra, *(maker.entity(unit, category) for category in plan.categories())]
    batches = [plan.first] * (len(entities) - plan.later) + [NOVEMBER] * plan.later
    rows: Rows = {form.id: [] for form in FORMS}
    for entity, batch in zip(entities, batches, strict=True):
        _add_pilot(maker, rows, entity, batch, pilot(entity, batch))
        rows["annual_reports"].append(annual_report(maker, entity))
    for _ in range(LOCAL_PILOTS.get(unit.short, 0)):
        entity = maker.entity(unit, SITE)
        _add_pilot(maker, rows, entity, AUTUMN, pilot(entity, AUTUMN, "区级", f"{unit.short[0]}市监〔2025〕66号"))
    for number, category in enumerate(OLD_PILOTS.get(unit.short, ()), start=1):
        entity = maker.entity(unit, category)
        rows["pilots"].append(old_pilot(unit, entity, number))
        rows["annual_reports"].append(annual_report(maker, entity))
    _add_applicants(maker, unit, rows)
    rows["tracking"] += [tracking(maker, entity) for entity in entities[:2]]
    rows |= shared_rows(maker, unit, entities)
    if unit.kind is UnitKind.LINGANG:
        rows["pilots"] = [row | {"territory": "浦东新区"} for row in rows["pilots"]]
    return Sent(unit, rows, _cover(maker))


def _cover(maker: Maker) -> Row:
    return {
        "month": MONTH, "filler": maker.person(), "phone": f"021-0001{maker.number:04}", "reviewer": maker.person(),
        "filled_on": date(2025, 12, maker.chance.randint(2, 5)),
    }  # fmt: skip


def _add_pilot(maker: Maker, rows: Rows, entity: Entity, batch: Batch, listed: Row) -> None:
    rows["cultivation"].append(visit(maker, entity))
    rows["applications"].append(application(maker, entity))
    rows["reviews"].append(review(maker, entity, batch))
    rows["pilots"].append(listed)


def _add_applicants(maker: Maker, unit: Unit, rows: Rows) -> None:
    """Who is not there yet: a lead, one put off, and in some units one about to be determined."""
    rows["cultivation"].append(visit(maker, maker.entity(unit, SITE), target=False))
    opinions = ["暂缓"] + ["建议确定"] * AWAITING.get(unit.short, 0)
    for opinion in opinions:
        entity = maker.entity(unit, SITE)
        rows["cultivation"].append(visit(maker, entity))
        rows["applications"].append(application(maker, entity))
        rows["reviews"].append(review(maker, entity, NOVEMBER, opinion))


def make_units() -> dict[str, Sent]:
    """Everybody's workbook as it should be."""
    maker = Maker(random.Random(20251208))  # noqa: S311 - chance makes the example, not a secret
    units = {unit.short: unit for unit in notice().quota_units()}
    claimed = maker.named(units["浦东新区"], CLAIMED, "91", SITE, "企业", ("集成电路",))
    half_width = Entity(**(vars(claimed) | {"name": CLAIMED.replace("（", "(").replace("）", ")")}))
    claims = {"浦东新区": (claimed,), "临港新片区": (half_width,)}
    return {short: make_unit(maker, units[short], claims.get(short, ())) for short in PLANS}


# ---------------------------------------------------------------- roughening

@dataclass
class Mail:
    """The month's mail: files by folder and name, and what is said of each."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def put(self, name: str, data: bytes, folder: str = MAILED) -> None:
        """A file arrives."""
        self.files[f"{folder}/{name}"] = data

    def tell(self, name: str, where: str, what: str) -> None:
        """What a reader should find in a file."""
        self.told.append((name, where, what))


def place(form_id: str, name: str, number: int) -> tuple[str, int, int]:
    """Sheet, row and column of a field in the n-th row (from 0) of a form."""
    form = form_of(form_id)
    return form.sheet, FIRST_ROW + number, form_page(form).place(name)


def set_cells(data: bytes, cells: Sequence[tuple[str, str, int, Any]]) -> bytes:
    """Other values in some cells, given as (form, field, row from 0, value)."""
    return pin(edit(data, [SetCell(*place(form, name, number), value) for form, name, number, value in cells]))


def spots(form_id: str, name: str, numbers: Sequence[int]) -> str:
    """The cells' addresses, as people write them."""
    found = [place(form_id, name, number) for number in numbers]
    return f"{found[0][0]} " + "、".join(address(row, column) for _, row, column in found)


def take_code(sent: Sent, number: int, pattern: str, fits: Callable[[str], bool]) -> str:
    """Give the pilot of a row the first code of a pattern that fits, in every row it stands in."""
    old = sent.rows["pilots"][number]["uscc"]
    codes = (credit_code("91", sent.unit.code, pattern.format(n)) for n in range(1000))
    new = next(code for code in codes if is_valid(code) and fits(code))
    for rows in sent.rows.values():
        for row in rows:
            if row.get("uscc") == old:
                row["uscc"] = new
    return new


def wrong_codes(sent: Sent, mail: Mail) -> bytes:
    """Three codes of the list: a letter O, a wrong last character, and one stored as a number."""
    letter = sent.rows["pilots"][1]["uscc"]
    seventh = take_code(sent, 2, "TE5T8{:03}", lambda code: code.endswith("7"))
    digits = take_code(sent, 3, "15159{:03}", str.isdigit)
    name = PLANS[sent.unit.short].file
    mail.tell(name, spots("pilots", "uscc", [1]), f"代码含字母 O（{letter[:4]}O{letter[5:]}），改为 0 后校验通过")
    mail.tell(name, spots("pilots", "uscc", [2]), f"校验码不符（{seventh[:17]}1，第 18 位应为 7）")
    mail.tell(name, spots("pilots", "uscc", [3]), f"代码以数字存储，后三位已失真（原为 {digits}）")
    kept = float(f"{int(digits):.14e}")  # a spreadsheet keeps 15 digits
    return set_cells(sent.bytes(), [
        ("pilots", "uscc", 1, f"{letter[:4]}O{letter[5:]}"), ("pilots", "uscc", 2, f"{seventh[:17]}1"),
        ("pilots", "uscc", 3, kept),
    ])  # fmt: skip


_DIGITS = "〇一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones or not tens else "")


NOTATIONS: tuple[Callable[[date], object], ...] = (
    lambda day: f"{day.year}.{day.month}.{day.day}".translate(_FULL_WIDTH),
    lambda day: f"{''.join(_DIGITS[int(digit)] for digit in str(day.year))}年{_small(day.month)}月{_small(day.day)}日",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: f"{day.year}/{day.month}/{day.day} ",
)


def many_dates(sent: Sent, mail: Mail) -> bytes:
    """Dates as people type them, full-width phones and codes among them."""
    cells: list[tuple[str, str, int, Any]] = []
    for form, name in (("pilots", "determined_on"), ("cultivation", "visited_on")):
        days = [row[name] for row in sent.rows[form]][: len(NOTATIONS)]
        cells += [(form, name, n, write(day)) for n, (write, day) in enumerate(zip(NOTATIONS, days, strict=True))]
        shown = "、".join(str(cell[3]).strip() for cell in cells[-len(NOTATIONS):])
        mail.tell(PLANS[sent.unit.short].file, spots(form, name, range(len(NOTATIONS))), f"日期写法各异：{shown}")
    pilots = sent.rows["pilots"]
    cells += [("pilots", "phone", 0, pilots[0]["phone"].translate(_FULL_WIDTH)), ("pilots", "uscc", 1, f" {pilots[1]['uscc'].lower()}")]
    mail.tell(PLANS[sent.unit.short].file, spots("pilots", "phone", [0]), "电话用全角数字")
    mail.tell(PLANS[sent.unit.short].file, spots("pilots", "uscc", [1]), "代码前有空格且用小写字母")
    return set_cells(sent.bytes(), cells)


def loose_numbers(sent: Sent, mail: Mail) -> bytes:
    """Units and words where numbers should be."""
    row = next(n for n, row in enumerate(sent.rows["annual_reports"]) if row.get("district_received"))
    report = sent.rows["annual_reports"][row]
    written = {"attendees": f"{report['attendees']}人次", "funds": f"{report['funds']}万元", "staff": f"约{report['staff']}人", "issues": "无"}
    for name, text in written.items():
        mail.tell(PLANS[sent.unit.short].file, spots("annual_reports", name, [row]), f"填作“{text}”")
    return set_cells(sent.bytes(), [("annual_reports", name, row, text) for name, text in written.items()])


def own_layout(sent: Sent, mail: Mail) -> bytes:
    """The list as a district lays it out itself: titles above, columns moved and renamed, numbers, total and notes."""
    form, names = form_of("pilots"), {"name": "企业名称", "uscc": "统一社会\n信用代码", "phone": "联系方式", "document_no": "文号"}
    order = ["category", "name", "park_name", "uscc", "subject_type", "industries", "determined_on", "determined_year",
             "document_no", "level", "origin", "state", "phone", "contact", "change_note"]  # fmt: skip
    book = load_workbook(io.BytesIO(sent.bytes()))
    at = book.sheetnames.index(form.sheet)
    del book[form.sheet]
    sheet = book.create_sheet(form.sheet, at)
    sheet["A1"], sheet["A2"] = "附件2", "静安区商业秘密保护创新试点名单"
    sheet.merge_cells("A2:P2")
    sheet["A3"] = f"填报单位（盖章）：静安区市场监管局　　填报人：{sent.cover['filler']}　　填报日期：2025年12月{sent.cover['filled_on'].day}日"
    sheet.append(["序号", *(names.get(name, form.column(name).header) for name in order)])
    shown = shown_rows(form, sent.rows["pilots"])
    for number, row in enumerate(shown, start=1):
        sheet.append([number, *(row.get(name) for name in order)])
        sheet.cell(sheet.max_row, 1 + 1 + order.index("determined_on")).number_format = "yyyy-mm-dd"
    for number in range(len(shown) + 1, len(shown) + 4):
        sheet.append([number])
    sheet.append([None, "合计", f"{len(shown)}家"])
    sheet.append(["注：试点编号由市局编定后补填。"])
    sheet.append(["负责人（签字）：　　　　审核人：　　　　填报人："])
    stream = io.BytesIO()
    book.save(stream)
    mail.tell(PLANS[sent.unit.short].file, f"{form.sheet} 1—3 行", "表头上方有附件号、标题行和填报单位行，表头在第 4 行")
    mail.tell(PLANS[sent.unit.short].file, f"{form.sheet} A4:P4", "列序调整、多“序号”列、少“试点编号”等列，列名改为企业名称、联系方式等，代码列名内有换行")
    last = 4 + len(shown)
    mail.tell(PLANS[sent.unit.short].file, f"{form.sheet} {last + 1}—{last + 6} 行", "预编序号的空行、合计行、注和签字行")
    return pin(stream.getvalue())


def saved_by_libreoffice(data: bytes) -> bytes | None:
    """The file as LibreOffice saves it; None where there is no LibreOffice."""
    office = shutil.which("soffice")
    if not office:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in", "sent.xlsx"), Path(folder, "out")
        source.parent.mkdir()
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        subprocess.run([*command, "--outdir", target, source], check=True, capture_output=True, timeout=180)  # noqa: S603
        return pin((target / "sent.xlsx").read_bytes())


# ---------------------------------------------------------------- what the city did itself

def add_exits(sent: Mapping[str, Sent]) -> str:
    """Two pilots to leave: one ready to be decided, one whose notice was never served. Returns the city's register."""
    cases = (
        ("松江区", date(2025, 10, 28), "T1 不再符合建设条件", ("C10",), "涉密区域撤除物理隔离，限期内未恢复。",
         ["notice_on = 2025-11-10", "served_on = 2025-11-12", 'stated = "未提出"']),
        ("金山区", date(2025, 11, 5), "T1 不再符合建设条件", ("C03", "C04"), "保密管理制度废止后未再制定，未安排专用经费。",
         ["notice_on = 2025-11-18"]),
    )  # fmt: skip
    entries = []
    for short, tracked_on, ground, unmet, facts, city in cases:
        listed = next(row for row in sent[short].rows["pilots"] if row["origin"] == "历史示范")
        listed["state"] = "拟退出"
        sent[short].rows["tracking"].append(exit_proposal(listed, tracked_on, ground, unmet, facts))
        head = [f'unit = "{short}"', *(f'{name} = "{listed[name]}"' for name in ("name", "uscc", "category"))]
        entries.append("\n".join(["[[tracking]]", *head, f"tracked_on = {tracked_on}", *city]))
    return _REGISTER + "\n\n".join(entries) + "\n"


_REGISTER = """# 市局自己的登记：合并之后由市局填入总台账“跟踪评估”的市局列（棕色表头）。
# 每节一条：前几项指明记录，其余为市局填写的内容。

"""


# ---------------------------------------------------------------- the month

def send_twice(sent: Sent, mail: Mail) -> None:
    """A file, and its correction in the same month."""
    first = PLANS[sent.unit.short].file
    second = first.replace(".xlsx", "（最终版）(1).xlsx")
    mail.put(first, sent.bytes())
    number = next(n for n, row in enumerate(sent.rows["pilots"]) if row["determined_on"] == NOVEMBER.determined_on)
    sent.rows["pilots"][number]["determined_on"] = date(2025, 11, 26)
    event = sent.rows["activities"][-1] | {"title": "徐汇区商业秘密保护经验交流会", "held_on": date(2025, 11, 28), "kind": "座谈"}
    sent.rows["activities"].append(event)
    sent.cover |= {"revision": 2, "filled_on": date(2025, 12, 5)}
    mail.put(second, sent.bytes())
    mail.tell(second, "填报信息 B7", "版本号为 2，替代同月第 1 版")
    mail.tell(second, spots("pilots", "determined_on", [number]), "确定日期由 2025-11-20 改为 2025-11-26")
    mail.tell(second, spots("activities", "title", [len(sent.rows["activities"]) - 1]), "新增一行")


def send_broken(sent: Sent, mail: Mail) -> None:
    """A file cut short on its way."""
    data = sent.bytes()
    mail.put(PLANS[sent.unit.short].file, data[: len(data) * 3 // 5])
    mail.tell(PLANS[sent.unit.short].file, "整个文件", "传输中被截断，无法打开")


def send_late(sent: Sent, mail: Mail) -> None:
    """A file that came when the batch was closed."""
    sent.cover["filled_on"] = date(2025, 12, 15)
    mail.put(PLANS[sent.unit.short].file, sent.bytes(), LATE)
    mail.tell(PLANS[sent.unit.short].file, "填报信息 B11", "批次结束后才报送（填报日期 2025-12-15），按补报并入")


def forget_a_report(sent: Sent, mail: Mail) -> None:
    """One pilot stands in no annual report row."""
    missing = sent.rows["annual_reports"].pop(2)
    mail.put(PLANS[sent.unit.short].file, sent.bytes())
    mail.tell(PLANS[sent.unit.short].file, "年度情况报送", f"缺少试点“{missing['park_name'] or missing['name']}”一行")


def tell_of_rows(sent: Mapping[str, Sent], mail: Mail) -> None:
    """What is remarkable in rows that are written as they should be."""
    for short, other in (("浦东新区", "临港新片区"), ("临港新片区", "浦东新区")):
        name = sent[short].rows["pilots"][0]["name"]
        where = f"{spots('pilots', 'uscc', [0])}、{spots('applications', 'uscc', [0])}"
        mail.tell(PLANS[short].file, where, f"同一单位（{name}）同时由{other}报送")
    jiading, fengxian = (sum(row["level"] == "市级" for row in sent[short].rows["pilots"]) for short in ("嘉定区", "奉贤区"))
    mail.tell(PLANS["嘉定区"].file, "试点名单", f"2025 年确定市级试点 {jiading} 家，超过上限 2 家；另有区级 12 家不计名额")
    mail.tell(PLANS["奉贤区"].file, "试点名单", f"国家试点地区，2025 年确定 {fengxian} 家，少于下限 8 家")
    for short, what in (("松江区", "市局已告知并送达，期满未提出申辩，可作退出决定"), ("金山区", "市局已告知，未登记送达，不得作退出决定")):
        number = len(sent[short].rows["tracking"]) - 1
        mail.tell(PLANS[short].file, spots("tracking", "verdict", [number]), f"建议退出；{what}（见 市局登记.toml）")


def make_mail(resave: Callable[[bytes], bytes | None] = saved_by_libreoffice) -> Mail:
    """Everything that arrived, and the city's register; without the file LibreOffice saved where it cannot."""
    mail, sent = Mail(), make_units()
    mail.files["市局登记.toml"] = add_exits(sent).encode()
    rough = {"虹口区": wrong_codes, "普陀区": many_dates, "宝山区": loose_numbers, "静安区": own_layout}
    odd = {"徐汇区": send_twice, "青浦区": send_broken, "崇明区": send_late, "杨浦区": forget_a_report}
    for short, unit in sent.items():
        name = PLANS[short].file
        if short in odd:
            odd[short](unit, mail)
        elif short == "长宁区":
            mail.tell(name, "整个文件", "由 LibreOffice 另存，批注、下拉、列宽等写法与模板不同")
            if saved := resave(unit.bytes()):
                mail.put(name, saved)
        else:
            mail.put(name, rough[short](unit, mail) if short in rough else unit.bytes())
    tell_of_rows(sent, mail)
    mail.files["说明.md"] = guide(sent, mail).encode()
    return mail


def guide(sent: Mapping[str, Sent], mail: Mail) -> str:
    """What the folder holds, and what was made wrong in which file."""
    order = [PLANS[short].file.removesuffix(".xlsx") for short in PLANS]
    told = sorted(mail.told, key=lambda line: next(n for n, name in enumerate(order) if line[0].startswith(name)))
    counts = [
        (short, sum(row["level"] == "市级" and row["determined_year"] == YEAR for row in unit.rows["pilots"]), len(unit.rows["pilots"]))
        for short, unit in sent.items()
    ]
    total = sum(count for _, count, _ in counts)
    return _GUIDE.format(
        units=len(sent), total=total,
        told="\n".join(f"| {name} | {where} | {what} |" for name, where, what in told),
        counts="\n".join(f"| {short} | {count} | {rows} |" for short, count, rows in counts),
    )  # fmt: skip


_GUIDE = """# 2025 年 12 月示例

{units} 个单位 2025 年 12 月报送的工作台账，2025 年确定的市级试点共 {total} 家。所有单位、人员、电话、代码均为虚构。
`收件/` 是批次内（截至 2025-12-08）收到的文件，`补报/` 是批次结束后收到的文件，`市局登记.toml` 是市局自己的登记，合并后填入总台账。
全部由 `python examples/make_december.py` 生成。未在下表列出的文件没有应当改正的问题。

## 有意做“坏”的地方

| 文件 | 位置 | 情况 |
|---|---|---|
{told}

## 各单位家数

| 报送单位 | 2025 年确定市级试点 | 试点名单行数 |
|---|---|---|
{counts}
"""


def main(folder: Path) -> None:
    """Write the month into a folder; a file that cannot be made anew here stays as it is."""
    for name, data in make_mail().files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "december")

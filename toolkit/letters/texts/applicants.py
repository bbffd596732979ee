"""To who applied: what came of it."""

from toolkit.letters import layout
from toolkit.letters.texts.common import AND_BY, CONTACT, PLAN, QUOTES, Blocks, closing, letter_opening


def review_result() -> Blocks:
    """综合审定结果告知书: the result, why, and what follows; what is not determined may be applied for again."""
    yield from letter_opening()
    yield layout.body(
        "{% if 申请日期 %}你单位于{{ 申请日期 }}提交的{% else %}你单位提交的{% endif %}上海市商业秘密保护创新试点{{ 类别 }}"
        f"申请收悉。{PLAN}明确，“{QUOTES['三（三）']}”。据此{AND_BY}进行了综合审定（方式：{{{{ 审定方式 }}}}），现将结果告知如下："
    )
    yield layout.level(1, "一、审定结果")
    yield layout.when('审定结果 == "确定"', layout.body(
        "{{ 审定日期 }}，经综合审定，确定{{ 单位名称 }}为上海市商业秘密保护创新试点{{ 类别 }}"
        "{% if 确定文号 %}，名单已由{{ 确定文号 }}公布{% else %}，名单以我局公布的通知为准{% endif %}。"
    ))
    yield layout.when('审定结果 == "暂缓"', layout.body(
        "{{ 审定日期 }}，经综合审定，对{{ 单位名称 }}的申请暂缓确定。"
    ))
    yield layout.when('审定结果 == "不予确定"', layout.body(
        "{{ 审定日期 }}，经综合审定，本次对{{ 单位名称 }}的申请不予确定。"
    ))
    yield layout.when("审定理由", layout.level(1, "二、理由"), layout.body("{{ 审定理由 }}。"))
    yield layout.when('审定结果 == "确定"', layout.level(1, "二、需要完善的方面"))
    yield from _criteria()
    yield layout.when('审定结果 == "确定" and not (不符合条目 or 部分符合条目)', layout.body("请继续对照建设条件，巩固提升商业秘密保护水平。"))
    yield layout.level(1, "三、后续工作")
    yield layout.when('审定结果 == "确定"', layout.body(
        f"{PLAN}明确，“{QUOTES['四（三）']}”，请按时报送。"
    ))
    yield layout.when('审定结果 == "暂缓"', layout.body(
        "请补充完善后告知{{ 区局 }}。我局将结合走访调研、指导培育情况继续审定。"
    ))
    yield layout.when('审定结果 == "不予确定"', layout.body("你单位可在完善后再次申请。{{ 区局 }}将继续提供指导。"))
    yield layout.last("本告知书告知的是创新试点工作的综合审定结果，不是行政许可决定。" + CONTACT)
    yield from closing()
    yield layout.letter_imprint("抄送")


def _criteria() -> Blocks:
    """The criteria that were not met, or in part only."""
    for rows, said in (("不符合条目", "对照建设条件，尚不符合的有："), ("部分符合条目", "对照建设条件，部分符合的有：")):
        yield layout.when(
            rows, layout.lead(said), layout.each("项", rows, layout.body("{{ 项.序号 }}. {{ 项.内容 }}。"))
        )

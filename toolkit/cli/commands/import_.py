"""pilot import: an older list into the master, recognised and shown before anything is written."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import options, show
from toolkit.sheets.likely import Match
from toolkit.sheets.mapping import header_of
from toolkit.steps.old_lists import ImportResult, Recognition, import_list, recognise_list

NUMBERS = ("行数", "新增", "未变", "暂缓")


@click.command(
    "import", options_metavar="[选项]",
    help="导入往年的名单（示范区、示范站、示范点等，任何排法）。先认出各列给你看，存成“列对照”，什么都不写入；"
    "核对、修改后用 --map 交回才并入总台账：来源为历史示范，不占名额，只新增、不改动已有的值。",
)  # fmt: skip
@click.argument("file", type=options.existing_file, metavar="名单")
@click.option("--into", "master", type=options.any_path, metavar="总台账", help="导入哪个总台账（交回列对照时必须给出）")
@click.option("--map", "map_file", type=options.existing_file, metavar="列对照", help="核对过的列对照")
@click.option("--plan", "plan_only", is_flag=True, help="只显示将要怎么做，不写入")
@options.as_of
@options.strict
@options.as_json
def command(
    file: Path, master: Path | None, map_file: Path | None, as_of: date, *, plan_only: bool, strict: bool, as_json: bool
) -> int:
    """Recognise or import, and print."""
    settings = options.settings_here()
    if map_file is None:
        recognition = recognise_list(file, as_of, settings)
        show.print_json(_recognition_json(recognition)) if as_json else _print_recognition(recognition, file, master)
        return 0
    target = master or options.workspace_or("--into 总台账").master
    result = import_list(file, map_file, target, as_of, settings, plan_only=plan_only)
    if as_json:
        show.print_json(result.to_json())
    else:
        _print(result, plan_only=plan_only)
    return show.exit_code(result.findings, strict=strict)


def _recognition_json(recognition: Recognition) -> dict[str, object]:
    found = recognition.found
    return {
        "map": str(recognition.map), "fresh": recognition.fresh, "unread": found.unread,
        "sheets": [
            {"sheet": one.sheet, "rows": found.rows[one.sheet], "columns": [
                {"header": match.text, "column": header_of(match.field) if match.field else None, "sure": match.sure,
                 "used": match.used, "why": match.why}
                for match in found.matches[one.sheet]
            ], "constants": {header_of(name): text for name, text in one.constants.items()}}
            for one in found.maps
        ],
    }  # fmt: skip


def _print_recognition(recognition: Recognition, file: Path, master: Path | None) -> None:
    found = recognition.found
    for one in found.maps:
        show.say(f"■ “{one.sheet}”，{found.rows[one.sheet]} 行")
        show.table(
            ("名单的列", "总台账的列", "把握", "依据", "内容举例"),
            [(match.text, _target(match), f"{match.sure:.0%}" if match.field else "", match.why,
              found.samples.get((one.sheet, match.text), "")) for match in found.matches[one.sheet]],
            folds=("名单的列", "依据", "内容举例"), numbers=("把握",),
        )  # fmt: skip
        show.say("整张表相同的内容：" + "，".join(f"{header_of(name)}={text or '（空）'}" for name, text in one.constants.items()))
    if found.unread:
        show.say(f"没有认作名单的工作表：{'、'.join(found.unread)}")
    if recognition.fresh:
        show.say(f"列对照已存为 {recognition.map}，总台账未改动。")
    else:
        show.say(f"{recognition.map} 已存在，没有改动它；要重新识别请先把它删去或改名。总台账未改动。")
    words = [str(file), "--map", str(recognition.map), *(("--into", str(master)) if master else ())]
    command = " ".join(f'"{word}"' if " " in word else word for word in words)
    show.say(f"请打开列对照核对、修改，再运行：\n  pilot import {command}")


def _target(match: Match) -> str:
    if match.field is None:
        return "不导入"
    return header_of(match.field) if match.used else f"不导入（疑为{header_of(match.field)}）"


def _print(result: ImportResult, *, plan_only: bool) -> None:
    tallies = [file.tally for file in result.plan.files]
    counts = [(tally.read, tally.added, tally.unchanged, tally.held) for tally in tallies]
    total = [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0, 0]
    rows = [(file.unit or "待核实", *own) for file, own in zip(result.plan.files, counts, strict=True)]
    show.table(("单位", *NUMBERS), [*rows, ("合计", *total)], numbers=NUMBERS)
    for remark in result.read.remarks:
        show.say(f"· {remark}")
    show.findings(line.finding for held in result.plan.held.values() for line in held)
    for conflict in result.plan.conflicts:
        show.say(f"· 需要市局裁定：{conflict.kind}，{conflict.unit}，{conflict.record}")
    show.say(f"名单共 {total[0]} 行 = 新增 {total[1]} + 未变 {total[2]} + 暂缓 {total[3]}。")
    if plan_only:
        show.say("以上为预演，未写入。")
    elif result.written:
        show.say(f"已写入 {result.path}（批次“{result.plan.batch}”）；暂缓的行在“待补正”，补正名单后再导入一次即可。")
    else:
        show.say(f"没有新的内容，{result.path} 未改动。")

"""Most rows say what is known: they are told from the others at a glance, and nothing else comes of it than without."""

from pathlib import Path

import pytest

from tests.master.desk import Desk, codes, pilot, tally
from toolkit.master import merge
from toolkit.master.ledgers import BATCHES
from toolkit.master.memory import COVER_ID

SENT = [pilot(number) for number in range(1, 8)]
NEWS = [
    SENT[0], SENT[1], SENT[2] | {"contact": "样例区局"}, SENT[3], SENT[4] | {"phone": "021-55556666"},
    {name: value for name, value in SENT[5].items() if name != "change_note"}, SENT[6] | {"name": "上海样例新名科技有限公司"},
]  # fmt: skip


def year(folder: Path) -> tuple[object, ...]:
    """A unit sends what it knows and what is new, while the city corrects two records and deletes one: what comes of it."""
    folder.mkdir()
    desk = Desk(folder)
    desk.receive(pilots=SENT)
    for number in (1, 2):
        desk.type("pilots", str(SENT[number]["name"]), contact="样例市局")
    desk.by_hand(lambda book: book["试点名单"].delete_rows(7))
    for revision, sent in enumerate((SENT, SENT, NEWS, SENT), start=2):
        desk.receive(cover={"revision": revision}, pilots=sent)
    desk.type("pilots", str(SENT[1]["name"]), contact=SENT[1]["contact"])  # back again: its correction is none any more
    desk.receive(cover={"revision": 6}, pilots=SENT)
    master = desk.master
    remembered = {key: record.document for key, record in master.base.items() if key[0] != COVER_ID}
    ledgers = {name: table.rows for name, table in master.ledgers.items() if name != BATCHES.sheet}  # knows each file by its hash
    return [(tally(result), codes(result)) for result in desk.results], master.tables, remembered, ledgers


def test_rows_that_are_known_come_to_the_same_with_and_without_the_short_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[bool] = []
    glance = merge._is_known

    def watched(*asked: object) -> bool:
        known.append(glance(*asked))  # type: ignore[arg-type]
        return known[-1]

    monkeypatch.setattr(merge, "_is_known", watched)
    short = year(tmp_path / "short")
    assert {True, False} == set(known)
    monkeypatch.setattr(merge, "_is_known", lambda *_: False)
    assert year(tmp_path / "long") == short

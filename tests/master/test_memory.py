"""底稿 as it is written down: a document comes back as it went in, whoever spelled it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.findings import Unreadable
from toolkit.master.memory import BaseRecord, Document, Memory, Origin, read_memory
from toolkit.sheets.grid import Cell, Sheet, Value

KEY = ("pilots", "浦东新区", ("上海样例", "单位（点）", "2025"))
texts = st.dictionaries(st.sampled_from(["name", "uscc", "category", "phone", "", "@"]), st.none() | st.text(), max_size=6)
cells = st.dictionaries(st.sampled_from(["name", "uscc", "phone", "else"]), st.sampled_from(["A7", "AB7", "C8", "第7行", ""]), max_size=4)
origins = st.none() | st.builds(Origin, st.text(), st.just("2025-12"), st.just("2025-12-08"), cells)
documents = st.builds(Document, texts, texts, origins, texts, st.lists(st.text(), max_size=2))


def sheet_of(memory: Memory, *keys: tuple[str, str, tuple[str, ...]]) -> Sheet:
    """What a memory writes, as the sheet it is read from."""
    sheet = Sheet("底稿")
    for row, line in (line for key in keys for line in memory.lines(key)):
        sheet.rows[row] = {column: Cell(value) for column, value in enumerate(line, start=1) if value is not None}
    return sheet


@given(st.lists(documents, min_size=1, max_size=4))
def test_a_document_comes_back_as_it_went_in(sent: list[Document]) -> None:
    memory = Memory()
    keys = [(*KEY[:2], (str(number),)) for number in range(len(sent))]
    for key, document in zip(keys, sent, strict=True):
        memory[key] = BaseRecord(2025, document)
    back = read_memory(sheet_of(memory, *keys))
    assert [back[key].document for key in keys] == sent


def test_names_of_fields_stand_once_for_all_that_say_the_same() -> None:
    memory, keys = Memory(), [(*KEY[:2], (str(number),)) for number in range(3)]
    for key in keys:
        memory[key] = BaseRecord(2025, Document({"name": "上海样例", "uscc": None}))
    rows = sheet_of(memory, *keys).rows
    assert [rows[row][1].value for row in rows] == ["字段", "试点名单", "试点名单", "试点名单"]
    assert sum("uscc" in str(line[5].value) for line in rows.values()) == 1


def test_a_document_that_names_each_of_its_fields_is_read() -> None:
    origin = {"file": "a.xlsx", "batch": "2025-11", "day": "2025-11-08", "cells": {"name": "B7"}}
    said = {"name": "上海样例", "phone": None, "": {"phone": "1"}, "?": {"name": "上海示例"}, "@": origin}
    line: tuple[Value, ...] = ("试点名单", "浦东新区", json.dumps(KEY[2]), 2025, json.dumps(said))
    memory = read_memory(Sheet("底稿", {2: {column: Cell(value) for column, value in enumerate(line, start=1)}}))
    expected = Document({"name": "上海样例", "phone": None}, {"phone": "1"}, Origin(**origin), {"name": "上海示例"})  # type: ignore[arg-type]
    assert memory[KEY].document == expected


@pytest.mark.parametrize("fields", ['["name"', '["name", "phone"]', '["phone"]', "1", "[1]"])
def test_a_list_of_fields_that_was_changed_takes_its_documents_with_it_and_its_number_is_not_given_again(fields: str) -> None:
    memory = Memory()
    memory[KEY] = BaseRecord(2025, Document({"name": "上海样例"}))
    sheet = sheet_of(memory, KEY)
    sheet.rows[9] = {**sheet.rows[2], 5: Cell(fields)}  # a number that stands for two lists stands for none
    back = read_memory(sheet)
    with pytest.raises(Unreadable, match="MERGE-24"):
        _ = back[KEY].document
    other = (*KEY[:2], ("b",))
    back[other] = BaseRecord(2025, Document({"name": "上海示例"}))
    written = sheet_of(back, other)
    assert read_memory(written)[other].texts == {"name": "上海示例"}
    assert json.loads(str(list(written.rows.values())[-1][5].value))[0] == 2


def test_what_comes_back_takes_no_row_that_another_line_has_taken() -> None:
    memory = Memory()
    memory[KEY] = BaseRecord(2025, Document({"name": "上海样例"}))
    back = read_memory(sheet_of(memory, KEY))  # its fields stand in row 2, the record in row 3
    coming = {(*KEY[:2], (str(row),)): BaseRecord(2025, Document({"name": str(row)}), row) for row in (2, 3, 7)}
    back.make_room(coming.values())
    assert [record.row for record in coming.values()] == [None, None, 7]
    for key, record in coming.items():
        back[key] = record
    assert set(sheet_of(back, *coming).rows) == {7, 8, 9}

"""A field that city and district have both changed waits for a ruling, whatever it holds."""

from datetime import datetime
from typing import Any

import pytest

from tests.master.desk import Desk
from tests.records import factories
from toolkit.master.disputes import waiting
from toolkit.master.ledgers import CONFLICTS
from toolkit.records.kinds.base import Raw


@pytest.mark.parametrize(
    ("form_id", "field", "ours", "theirs"),
    [
        ("activities", "attendees", 12, 13), ("annual_reports", "funds", 1.5, 2.25), ("activities", "service_month", "否", "是"),
        ("annual_reports", "city_received", datetime(2025, 12, 3), datetime(2025, 12, 4)),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_dispute_waits_whatever_the_field_holds(desk: Desk, form_id: str, field: str, ours: Raw, theirs: Raw) -> None:
    sent = factories.row(form_id)

    def receive(revision: int, value: Raw) -> None:
        forms: dict[str, Any] = {form_id: [{**sent, field: value}]}
        desk.receive(**forms, cover={"revision": revision})

    receive(1, None)
    desk.type(form_id, str(sent.get("name") or sent["title"]), **{field: ours})
    receive(2, theirs)
    assert (len(desk.lines(CONFLICTS)), len(waiting(desk.master))) == (1, 1)
    receive(3, ours)
    assert (len(desk.lines(CONFLICTS)), len(waiting(desk.master))) == (1, 0)

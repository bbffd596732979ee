"""What the example year must come to, month by month; counted by hand from the story in examples/year/说明.md.

How the rows of a workbook add up. Of a unit, n are its new pilots, half of them (rounded down: f) visited in February.

| to | rows that stand in it |
|---|---|
| 2月 | its old pilots, once it lists them |
| 3月 | + f visits |
| 4月 | + the other visits (松江's returning pilot is visited in April) |
| 5月 | + 2 visits (a lead, one put off) + 1 activity |
| 6月 | + n applications |
| 7月 | + 1 application (of the one put off) + 1 activity |
| 9月 | + n reviews; as many applications change to 已送审 |
| 10月 | + n pilots |
| 11月 | + 1 review (and its application changes) + 1 activity + 2 evaluations |
| 12月 | + 1 outcome + 1 question + a line for each pilot's report, two of which are in |
| 2026-01 | a new workbook: all pilots, all reports |

嘉定 is ahead with 7 reviews in July and 7 pilots in August, and behind with 3 reviews in November and 3 pilots in December; in
October it lists 12 pilots of its own level.
"""

ROWS = {
    # unit: (new pilots, rows in its workbook month by month: 2025-01 to 2025-12, 2026-01)
    "浦东新区": (8, (0, 0, 4, 10, 13, 21, 23, 23, 31, 39, 43, 53, 18)),  # two old ones since April; the claimed one out in December
    "静安区": (7, (0, 1, 4, 8, 11, 18, 20, 20, 27, 34, 38, 47, 15)),  # an old one since February; one moves to 普陀
    "普陀区": (7, (0, 0, 3, 7, 10, 17, 19, 19, 26, 33, 38, 48, 16)),  # which lists it since November
    "宝山区": (6, (0, 0, 3, 7, 10, 16, 18, 18, 24, 30, 34, 43, 14)),  # an old one since April
    "闵行区": (9, (1, 1, 5, 10, 13, 22, 24, 24, 33, 42, 46, 59, 20)),  # an old park; its leaving stands in December
    "嘉定区": (10, (0, 1, 6, 11, 14, 24, 33, 40, 40, 52, 59, 75, 34)),
    "松江区": (7, (1, 1, 5, 8, 12, 19, 21, 21, 28, 35, 39, 48, 15)),  # an old one, and since March the proposal that it leaves
    "青浦区": (6, (0, 3, 6, 9, 12, 18, 20, 20, 26, 32, 36, 47, 18)),  # three old ones; in January in the form of 2024
    "崇明区": (6, (0, 0, 3, 6, 9, 15, 17, 17, 23, 29, 33, 41, 12)),  # late in January and December
    "临港新片区": (5, (0, 0, 2, 5, 8, 13, 15, 15, 20, 25, 29, 36, 10)),
}
MONTHS = (*(f"2025-{month:02}" for month in range(1, 13)), "2026-01")

RUNS = {
    # month, run: (files merged, rows read, added, changed, unchanged, held, missing)
    ("2025-01", 1): (8, 2, 2, 0, 0, 0, 0),  # 闵行's and 松江's old pilots; 青浦's form refused, 崇明's attachment forgotten
    ("2025-01", 2): (1, 0, 0, 0, 0, 0, 0),
    ("2025-02", 1): (10, 7, 2, 2, 2, 1, 0),  # 静安 and 嘉定 complete what was imported; 青浦: two in, one code wrong
    ("2025-03", 1): (10, 41, 35, 0, 6, 0, 3),  # 33 visits, 松江's evaluation, 青浦's third; 浦东 2 and 宝山 1 imported, not listed
    ("2025-04", 1): (10, 81, 37, 3, 41, 0, 0),  # 37 visits; those three are listed and completed
    ("2025-05", 1): (10, 112, 31, 0, 81, 0, 0),  # 20 + 1 visits, 10 activities
    ("2025-06", 1): (10, 183, 68, 0, 112, 3, 0),  # 71 applications, three with wrong codes
    ("2025-07", 1): (10, 210, 30, 7, 173, 0, 0),  # 10 applications, 10 activities, 7 reviews of 嘉定, 宝山's three mended
    ("2025-08", 1): (10, 217, 7, 0, 210, 0, 0),  # 嘉定's first seven pilots
    ("2025-09", 1): (10, 278, 61, 61, 156, 0, 0),  # 71 - 10 reviews and as many applications sent on
    ("2025-10", 1): (10, 351, 73, 0, 278, 0, 0),  # 61 pilots and 12 of 嘉定's own
    ("2025-11", 1): (10, 395, 44, 13, 336, 2, 0),  # 13 reviews, 10 activities, 20 evaluations, one that moved; a name, a withdrawal held
    ("2025-12", 1): (9, 456, 95, 5, 356, 0, 0),  # 3 pilots, 18 outcomes and questions, 1 evaluation, 73 reports; 宝山's old one leaves the city
    ("2025-12", 2): (1, 49, 2, 1, 46, 0, 1),  # 松江 again: two more, a day, one left out
    ("2025-12", 3): (1, 41, 8, 0, 33, 0, 0),  # 崇明: an outcome, a question, six reports
    ("2026-01", 1): (10, 172, 0, 56, 116, 0, 0),  # 93 pilots, 79 reports: 20 were in before, 3 never come
}

TOLD = {
    # month, run: errors and reminders about what was sent, by rule
    ("2025-01", 1): {"青浦区": {"COVER-12": 1, "COVER-06": 2, "COVER-10": 1, "COVER-05": 1}},
    ("2025-02", 1): {"青浦区": {"USCC-05": 1}},
    ("2025-03", 1): {"浦东新区": {"LINK-11": 2}, "宝山区": {"LINK-11": 1}},
    ("2025-06", 1): {"宝山区": {"USCC-01": 1, "USCC-04": 1, "USCC-05": 1}, "浦东新区": {"LINK-09": 1}, "临港新片区": {"LINK-09": 1}},
    **{(f"2025-{month:02}", 1): {"浦东新区": {"LINK-09": 1}, "临港新片区": {"LINK-09": 1}} for month in (7, 8, 9)},
    # the applications and now the pilots; how 嘉定 came to its own twelve is nobody's question
    ("2025-10", 1): {"浦东新区": {"LINK-09": 2}, "临港新片区": {"LINK-09": 2}},
    ("2025-11", 1): {
        "静安区": {"LINK-21": 1}, "普陀区": {"LINK-21": 1, "ROW-34": 1}, "宝山区": {"LINK-15": 1}, "闵行区": {"LINK-02": 1, "LINK-10": 1},
        "崇明区": {"LINK-16": 1},
    },
    ("2025-12", 1): {"静安区": {"MERGE-09": 1}, "宝山区": {"LINK-15": 1}},
    ("2025-12", 2): {"松江区": {"LINK-11": 1, "MERGE-23": 1}},
}  # fmt: skip
"""A run that is not here has nothing to tell; what is found in one cell twice over is told once."""

HELD = {"2025-01": 3, "2025-02": 4, "2025-03": 0, "2025-06": 3, "2025-07": 0, "2025-11": 2, "2025-12": 0, "2026-01": 0}
"""Rows of 待补正 at the month's end: three of the imported list until March, 青浦's code, 宝山's three, a name and a withdrawal."""

UNRULED = {"2025-05": 0, "2025-06": 1, "2025-10": 1, "2025-11": 1, "2025-12": 0, "2026-01": 0}
"""What the city has to rule: 浦东 against 临港, June to October; 静安 against 普陀 in November, until 静安 says who moved."""

OCTOBER = {
    # as of 13 October: (determined, expected); one put off is still to be reviewed everywhere, and three of 嘉定
    "浦东新区": (7, 8), "静安区": (7, 8), "普陀区": (7, 8), "宝山区": (6, 7), "闵行区": (9, 10), "嘉定区": (7, 11), "松江区": (7, 8),
    "青浦区": (6, 7), "崇明区": (6, 7), "临港新片区": (4, 5),
}  # fmt: skip
NOVEMBER = OCTOBER | {
    # as of 7 November: those put off and who withdrew are expected no more; 静安's is claimed by 普陀; 临港 has its fifth
    "浦东新区": (7, 7), "静安区": (6, 6), "普陀区": (7, 7), "宝山区": (6, 6), "闵行区": (9, 9), "嘉定区": (7, 10), "松江区": (7, 7),
    "青浦区": (6, 6), "崇明区": (6, 6), "临港新片区": (5, 5),
}  # fmt: skip
YEAR_END = {
    # determined, and what that is by 四（二）; 浦东 and 闵行 are national pilot districts
    "浦东新区": (7, "under"), "静安区": (7, "within"), "普陀区": (7, "within"), "宝山区": (6, "within"), "闵行区": (9, "within"),
    "嘉定区": (10, "over"), "松江区": (7, "within"), "青浦区": (6, "within"), "崇明区": (6, "within"), "临港新片区": (5, "none"),
}  # fmt: skip
NUMBERED = {"2025-10-13": 66, "2025-12-22": 4}
"""61 + 7 without the two that are claimed; then 嘉定's last three and the one that is 临港's."""

REPORTING = {
    "浦东新区": 9, "黄浦区": 1, "静安区": 7, "徐汇区": 1, "普陀区": 8, "杨浦区": 1, "宝山区": 7, "闵行区": 10, "嘉定区": 11, "松江区": 7,
    "青浦区": 9, "崇明区": 6, "临港新片区": 5,
}  # fmt: skip
"""Pilots asked for a report of 2025: of three units that never mailed the imported list alone knows one each."""
REPORTS = {"按期": 74, "逾期": 1, "只报市局": 1, "未报": 5, "免报": 1}
"""Missing: 松江's, 嘉定's of November, the three nobody mailed about; exempt: 闵行's park, which left."""
PRESENT = 81
"""82 less the park."""

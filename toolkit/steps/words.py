"""Words that terminal, workbook and letters share for what a check found."""

STATUS_WORDS = {"under": "不足", "within": "范围内", "over": "超出", "none": "未规定名额"}
"""QuotaReport's status → what people read."""

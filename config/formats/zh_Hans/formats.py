"""Dates in Chinese forms, as everywhere else in the admin: 2026-06-30."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]

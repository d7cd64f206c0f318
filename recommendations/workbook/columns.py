"""The workbook's columns, headed in Chinese, the language of record; a column is found by its head."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

RECORD_LANGUAGE = "zh-hans"


class Column(TextChoices):
    CODE = "code", _("编号")
    TITLE = "title", _("任务")
    PERIOD = "period", _("填报期")
    STATE = "state", _("办理环节")
    PLANNED = "planned", _("序时进度")
    LAST = "last", _("上次报告")
    AS_OF = "as_of", _("截至")
    STATUS = "status", _("状态")
    PERCENT = "percent", _("完成比例")
    NO_NEWS = "no_news", _("本期无进展")
    PROGRESS = "progress", _("进展情况")
    PROBLEMS = "problems", _("存在问题")
    NEXT_STEPS = "next_steps", _("下一步措施")
    EVIDENCE = "evidence", _("佐证")
    STAMP = "stamp", _("核对码")


WRITTEN = [
    Column.AS_OF,
    Column.STATUS,
    Column.PERCENT,
    Column.NO_NEWS,
    Column.PROGRESS,
    Column.PROBLEMS,
    Column.NEXT_STEPS,
    Column.EVIDENCE,
]
TEXTS = [Column.PROGRESS, Column.PROBLEMS, Column.NEXT_STEPS, Column.EVIDENCE]
NEEDED = [Column.CODE, Column.PERIOD, *WRITTEN, Column.STAMP]


def heads() -> dict[Column, str]:
    """Each column's head as it stands in the file, whatever language the reader has."""
    with override(RECORD_LANGUAGE):
        return {column: str(column.label) for column in Column}

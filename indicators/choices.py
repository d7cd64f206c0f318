"""Code lists of statistics, in SDMX's terms where it has them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AreaKind(TextChoices):
    FOCUS = "focus", _("本市")
    PEER = "peer", _("对比城市")
    BENCHMARK = "benchmark", _("基准")


class Direction(TextChoices):
    HIGHER = "higher", _("越高越好")
    LOWER = "lower", _("越低越好")
    NEUTRAL = "neutral", _("不分高低")


class Frequency(TextChoices):
    ANNUAL = "annual", _("年度")
    QUARTERLY = "quarterly", _("季度")
    MONTHLY = "monthly", _("月度")


class PriceBasis(TextChoices):
    CURRENT = "current", _("现价")
    CONSTANT = "constant", _("不变价")
    NONE = "none", _("不涉及价格")


class Accumulation(TextChoices):
    POINT = "point", _("时点数")
    PERIOD = "period", _("时期数")
    YEAR_TO_DATE = "year_to_date", _("累计数")


class ObsStatus(TextChoices):
    """SDMX OBS_STATUS."""

    NORMAL = "A", _("正常")
    MISSING = "M", _("缺失")
    ESTIMATED = "E", _("估计")
    FORECAST = "F", _("预测")
    PRELIMINARY = "P", _("快报")
    OTHER_DEFINITION = "B", _("口径不同")
    IMPUTED = "I", _("推算")


class Bound(TextChoices):
    EXACT = "exact", _("确数")
    AT_LEAST = "at_least", _("至少")
    AT_MOST = "at_most", _("至多")
    ABOUT = "about", _("约")

    @property
    def sign(self) -> str:
        """The sign that stands before a bounded figure; nothing before an exact one."""
        return {"at_least": "≥", "at_most": "≤", "about": "≈"}.get(self.value, "")


class PeriodBasis(TextChoices):
    STATED = "stated", _("原文写明")
    INFERRED = "inferred", _("由上下文推定")
    UNSTATED = "unstated", _("原文未写")


class RevisionKind(TextChoices):
    """Why a source corrects a figure."""

    CENSUS = "census", _("普查修订")
    FINAL = "final", _("快报转年报")
    DEFINITION = "definition", _("口径调整")
    ERRATUM = "erratum", _("勘误")


class IdentityKind(TextChoices):
    """The forms that a relation among figures may have; ``quality/formulas.py`` says how each is computed."""

    SUM = "sum", _("各部分相加等于总数")
    SHARE = "share", _("比重等于部分除以总数")
    RATE = "rate", _("增速与前后两期水平相符")
    AVERAGE_RATE = "average_rate", _("年均增速与起止水平相符")
    PROPORTION = "proportion", _("两个部分与各自比重成比例")
    CONTRIBUTION = "contribution", _("拉动等于增速乘上年比重")
    SHARE_CHANGE = "share_change", _("比重的变化与部分和总数的增速相符")


class TermRole(TextChoices):
    WHOLE = "whole", _("总数")
    PART = "part", _("部分")
    SHARE = "share", _("比重")
    LEVEL = "level", _("水平")
    RATE = "rate", _("增速")
    WHOLE_RATE = "whole_rate", _("总数增速")
    CHANGE = "change", _("比重变化")
    CONTRIBUTION = "contribution", _("拉动")


class QualityKind(TextChoices):
    """What the quality report looks for; a module of ``quality/`` each, or a function of one."""

    IDENTITY = "identity", _("关系不成立")
    PLACES = "places", _("同一来源前后不一")
    SOURCES = "sources", _("来源之间有差异")
    UNIT_SLIP = "unit_slip", _("疑似单位错")
    OUTLIER = "outlier", _("偏离走势")
    MISSING = "missing", _("缺数")
    SINGLE_SOURCE = "single_source", _("只有一个来源")


class Severity(TextChoices):
    CONFLICT = "conflict", _("矛盾")
    WARNING = "warning", _("存疑")
    NOTE = "note", _("提示")

    @property
    def light(self) -> str:
        """The shape beside the word."""
        return {"conflict": "late", "warning": "soon", "note": "none"}[self.value]


class Verdict(TextChoices):
    """What figures say of a claim."""

    SUPPORTED = "supported", _("得到支持")
    CONTRADICTED = "contradicted", _("与数字不符")
    UNDECIDABLE = "undecidable", _("无法判定")

    @property
    def light(self) -> str:
        """The shape beside the word: ✓ met, ▲ to be looked at, ○ no data. A claim is never an alarm."""
        return {"supported": "done", "contradicted": "soon", "undecidable": "none"}[self.value]


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("待导入")
    APPLIED = "applied", _("已导入")
    UNDONE = "undone", _("已撤销")

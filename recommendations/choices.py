"""Code lists of the argument and its delivery, with the named groups of states beside them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    INDUSTRIAL_CLUSTER = "industrial_cluster", _("产业集群")
    RD_PLATFORM = "rd_platform", _("研发平台")
    OPEN_CORRIDOR = "open_corridor", _("开放通道")
    GREEN_DEVELOPMENT = "green_development", _("绿色发展")
    OTHER = "other", _("其他")


class ProjectKind(TextChoices):
    PLANT = "plant", _("工厂")
    PARK = "park", _("园区")
    PLATFORM = "platform", _("平台")
    HUB = "hub", _("枢纽")
    PORT = "port", _("口岸港口")
    CORRIDOR = "corridor", _("通道")
    FAIR = "fair", _("展会")
    ZONE = "zone", _("区域")
    PROGRAMME = "programme", _("行动计划")
    POLICY = "policy", _("政策")
    ENTERPRISE = "enterprise", _("企业")


class SectorKind(TextChoices):
    INDUSTRY = "industry", pgettext_lazy("kind", "产业")
    PRODUCT = "product", _("产品")
    TECHNOLOGY = "technology", _("技术")


class PracticeAdoption(TextChoices):
    ADOPTED = "adopted", _("采纳")
    ADAPTED = "adapted", _("变通采纳")
    NOT_ADOPTED = "not_adopted", _("未采纳")


class MandateAdoption(TextChoices):
    FULL = "full", _("全部采纳")
    PART = "part", _("部分采纳")
    NOT = "not", _("未采纳")


class Basis(TextChoices):
    """Where a leading department or a date comes from."""

    STUDY = "study", _("报告")
    PROPOSED = "proposed", _("建议")
    SAMPLE = "sample", _("示例")
    DECIDED = "decided", _("已定")


class Expected(TextChoices):
    INCREASE = "increase", _("应上升")
    DECREASE = "decrease", _("应下降")
    NEUTRAL = "neutral", _("不定方向")


class TargetKind(TextChoices):
    ANNUAL = "annual", _("年度目标")
    PLAN_PERIOD = "plan_period", _("规划期目标")


class TargetNature(TextChoices):
    BINDING = "binding", _("约束性")
    EXPECTED = "expected", _("预期性")


class TargetMeasure(TextChoices):
    LEVEL = "level", _("水平")
    AVERAGE_GROWTH = "average_growth", _("年均增长")
    CUMULATIVE = "cumulative", _("累计")


class Role(TextChoices):
    """What a person is in a department; one person may be several."""

    REPORTER = "reporter", _("填报人")
    HEAD = "head", _("部门负责人")
    COORDINATOR = "coordinator", _("统筹人（研究室）")
    STATISTICIAN = "statistician", _("统计员")
    LEADER = "leader", _("市领导")
    EVALUATOR = "evaluator", _("评估人")
    READER = "reader", _("读者")


class PostKind(TextChoices):
    """A post answers for actions, whoever holds it."""

    LEADER = "leader", _("分管市领导")
    RESPONSIBLE = "responsible", _("责任人")
    CONTACT = "contact", _("联系人")


class ReportStatus(TextChoices):
    """What a department says of its action."""

    IN_PROGRESS = "in_progress", _("推进中")
    COMPLETED = "completed", _("已完成")


class ActionStatus(TextChoices):
    """What holds of an action on a day; the last two come from plan changes, never from a report."""

    NOT_STARTED = "not_started", _("未启动")
    IN_PROGRESS = "in_progress", _("推进中")
    COMPLETED = "completed", _("已办结")
    SUSPENDED = "suspended", _("已中止")
    SUPERSEDED = "superseded", _("已替代")


OUT_OF_COUNT = {ActionStatus.SUSPENDED, ActionStatus.SUPERSEDED}


class ReportState(TextChoices):
    """Where a report stands on its way: draft -> submitted -> (signed by the head) -> approved.

    Head and office may return it instead; then it is mended and submitted again.
    """

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待核准")
    SIGNED = "signed", _("已签批")
    APPROVED = "approved", _("已核准")
    RETURNED = "returned", _("已退回")


EDITABLE_BY_REPORTER = {ReportState.DRAFT, ReportState.RETURNED}
UNDER_WAY = {ReportState.SUBMITTED, ReportState.SIGNED}  # handed in, and not decided

# What a step did, named by where it led.
STEP_WORDS = {
    ReportState.SUBMITTED: pgettext_lazy("done", "提交"),
    ReportState.SIGNED: pgettext_lazy("done", "签批"),
    ReportState.APPROVED: pgettext_lazy("done", "核准"),
    ReportState.RETURNED: pgettext_lazy("done", "退回"),
}


class Standing(TextChoices):
    """Where a report stands and whom it waits for: the states, with what the head must sign apart from the office's."""

    DRAFT = "draft", _("草稿")
    TO_SIGN = "to_sign", _("待签批")
    TO_APPROVE = "to_approve", pgettext_lazy("standing", "待核准")
    APPROVED = "approved", _("已核准")
    RETURNED = "returned", _("已退回")

    @classmethod
    def of(cls, state: str, *, needs_sign_off: bool) -> "Standing":
        """The standing of a report in the state.

        Args:
            state: one of ``ReportState``.
            needs_sign_off: whether the department's head signs it before the office sees it.
        """
        if state == ReportState.SUBMITTED:
            return cls.TO_SIGN if needs_sign_off else cls.TO_APPROVE
        return cls.TO_APPROVE if state == ReportState.SIGNED else cls(state)


class ContributionState(TextChoices):
    """Where a supporting department's part stands: asked for, given, and merged into the lead's report."""

    ASKED = "asked", _("待提供")
    GIVEN = "given", _("已提供")
    MERGED = "merged", _("已并入")
    WITHDRAWN = "withdrawn", _("已撤回")


class ExtensionState(TextChoices):
    """What became of a request to extend a deadline."""

    ASKED = "asked", _("待批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


DECIDED_EXTENSIONS = [ExtensionState.GRANTED, ExtensionState.REFUSED]


class Urgency(TextChoices):
    """How soon an instruction wants its answer; ``settings.INSTRUCTION_DAYS`` gives the working days."""

    NORMAL = "normal", _("平件")
    URGENT = "urgent", _("急件")
    MOST_URGENT = "most_urgent", _("特急")


class Grade(TextChoices):
    """How well a percent is proved, the best first."""

    SEEN = "seen", _("现场核实")
    DOCUMENT = "document", _("文件佐证")
    MATERIAL = "material", _("自报有材料")
    WORD = "word", _("仅有自报")


class FileKind(TextChoices):
    """What an uploaded file is, told from its content."""

    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    WPS = "wps", "WPS"
    ET = "et", "ET"
    DPS = "dps", "DPS"
    JPG = "jpg", "JPG"
    PNG = "png", "PNG"


class Frequency(TextChoices):
    MONTHLY = "monthly", _("月报")
    QUARTERLY = "quarterly", _("季报")
    HALF_YEARLY = "half_yearly", _("半年报")
    YEARLY = "yearly", _("年报")


MONTHS_OF = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}


class DeadlineRule(TextChoices):
    """How a period's deadline follows from its cut-off day."""

    FIXED_DAY = "fixed_day", _("截止日之后的第一个固定日")
    WORKING_DAYS = "working_days", _("截止日之后若干个工作日")


class DayKind(TextChoices):
    """Days that are not what their weekday says."""

    DAY_OFF = "day_off", _("放假")
    WORKING_DAY = "working_day", _("调休上班")


class LedgerCount(TextChoices):
    """What the register 考核台账 counts of a department."""

    DUE = "due", _("应报")
    ON_TIME = "on_time", _("按时")
    LATE = "late", _("迟报")
    MISSING = "missing", _("未报")
    RETURNED = "returned", pgettext_lazy("done", "退回")
    EXTENDED = "extended", pgettext_lazy("done", "延期")
    OVERDUE = "overdue", _("逾期")


class Channel(TextChoices):
    """The ways out of the register."""

    EMAIL = "email", _("电子邮件")
    WEBHOOK = "webhook", _("短信和政务微信网关")


class TodoKind(TextChoices):
    """What a person can have to do."""

    REPORT = "report", _("填报进展")
    RETURNED = "returned", _("修改退回的报告")
    CONTRIBUTION = "contribution", _("提供配合情况")
    RECEIPT = "receipt", _("签收交办事项")
    INSTRUCTION = "instruction", _("反馈批示")
    SIGN = "sign", _("签批报告")
    OVERDUE = "overdue", _("督促逾期未报的填报")
    APPROVE = "approve", _("核准报告")
    EXTENSION = "extension", _("批复延期申请")
    STAFF = "staff", _("为部门指定人员")
    PERIODS = "periods", _("生成填报期")
    SEE = "see", _("阅示批示的反馈")
    DECIDE = "decide", _("决定需协调的事项")


# What the office urges 催报 a department to do.
URGED = {TodoKind.REPORT, TodoKind.RETURNED, TodoKind.CONTRIBUTION, TodoKind.RECEIPT, TodoKind.OVERDUE}


class Openness(TextChoices):
    PUBLIC = "public", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    INTERNAL = "internal", _("不予公开")


class ChangeKind(TextChoices):
    EXTENSION = "extension", _("延期")
    SUSPENSION = "suspension", _("中止")
    RESUMPTION = "resumption", _("恢复")
    SPLIT = "split", _("拆分")
    MERGER = "merger", _("合并")
    SUPERSESSION = "supersession", _("替代")
    REASSIGNMENT = "reassignment", _("调整牵头单位")
    REPORTING = "reporting", _("调整填报周期")
    CORRECTION = "correction", _("更正原定期限")


REPLACING = {ChangeKind.SPLIT, ChangeKind.MERGER, ChangeKind.SUPERSESSION}
STOPPING = {ChangeKind.SUSPENSION, ChangeKind.RESUMPTION}
# They change a column of the action too.
REWRITING = {ChangeKind.REASSIGNMENT, ChangeKind.REPORTING, ChangeKind.CORRECTION}


class Pace(TextChoices):
    AHEAD = "ahead", _("超前")
    ON_SCHEDULE = "on_schedule", _("符合序时进度")
    BEHIND = "behind", _("滞后")


class Light(TextChoices):
    """The five lights, in the order in which bars and tallies show them."""

    DONE = "done", _("办结")
    OK = "ok", _("达序时")
    SOON = "soon", _("预警")
    LATE = "late", _("逾期")
    NONE = "none", _("未启动")


class OutcomeLight(TextChoices):
    """The same five shapes and colours, with the words of outcomes."""

    DONE = "done", _("达标")
    OK = "ok", _("向好")
    SOON = "soon", _("偏缓")
    LATE = "late", _("背离")
    NONE = "none", _("无数据")


WORST_FIRST = [OutcomeLight.LATE, OutcomeLight.SOON, OutcomeLight.OK, OutcomeLight.DONE]

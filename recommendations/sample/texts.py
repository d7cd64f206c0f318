"""The sample's words: neutral, about no enterprise or place, and each says that it is a sample."""

from collections.abc import Sequence

SAMPLE = "【示例】"
SAMPLE_EN = "[Sample]"

STARTED = (
    "已明确责任科室和时间节点，完成现状摸底，形成任务清单。",
    "工作方案已经印发，首批事项按计划启动。",
    "完成前期调研，正在征求有关单位意见。",
)
UNDER_WAY = (
    "按方案推进，阶段性任务逐项落实，按月调度。",
    "重点事项进入实施环节，相关手续同步办理。",
    "完成中期自查，主要节点基本落实，个别事项顺延。",
)
CLOSING = (
    "主体任务基本完成，正在整理资料、查漏补缺。",
    "多数事项已经落实，收尾工作列入清单逐项销号。",
    "各节点任务接近完成，正在组织内部核对。",
)
COMPLETED = (
    "各项任务全部完成，资料已经归档，转入日常工作。",
    "任务清单逐项销号，成果通过内部核对。",
)
WHAT_DELAYS = (
    "前置手续办理时间比预计长，进度落后于计划。",
    "有关单位数据口径不一致，核对占用较多时间。",
    "经费安排晚于计划，部分事项没有按时启动。",
)
TO_CATCH_UP = (
    "倒排工期，按周调度，争取下一季度追上计划。",
    "逐项梳理滞后事项，明确完成时限和责任人。",
    "商有关单位并联办理手续，压缩办理时间。",
)
TO_GO_ON = (
    "继续按计划推进，做好下一节点的准备。",
    "按月自查，及时报送进展。",
    "衔接后续事项，保持现有进度。",
)
EVIDENCE = ("工作方案", "季度小结\n调度会议纪要", "")

RETURNED = "请写明滞后的原因，并补充追赶措施和完成时限。"
EXTENDED = "前置手续未能按期办结，牵头单位在到期前申请延期。"
SUSPENDED = "实施条件尚不具备，暂缓推进。"
RESUMED = "实施条件已经具备，恢复推进。"
SUPERSEDED = "任务内容与下一项行动重合，由其一并落实。"

GRANTED = "同意延期，请按新期限倒排工期。"
ASKED_NOW = "外部意见尚未反馈，预计不能按期办结，申请延期。"
ASKED_LATE = "收尾事项未能按期完成，到期后补报延期申请。"
GRANTED_LATE = "同意按新日期推进；申请时已过期限，逾期不因此消除。"
NOT_READY = "部分事项没有启动，申请延期。"
REFUSED = "没有写明已采取的措施，理由不充分，请按原期限推进。"

WANTED = "请提供本单位承担事项的进展和下一步安排。"
CONTRIBUTED = "本单位承担的事项按计划推进，相关意见已经反馈。"


def sample(text: str) -> str:
    """The text, each line of it marked; nothing stays nothing."""
    return "\n".join(f"{SAMPLE}{line}" for line in text.splitlines())


def turn(texts: Sequence[str], number: int) -> str:
    """One of the texts, in turn."""
    return sample(texts[number % len(texts)])

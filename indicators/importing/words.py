"""What the headers of tables say: the words for each role, for units, titles, sources, growth."""

import re

from .catalogue import plain
from .mapping import Role

_WORDS = {
    Role.INDICATOR: "indicator 指标 指标名称 指标代码 项目 项目名称 indicator_code 统计指标",
    Role.AREA: "area ref_area 地区 地区名称 城市 市 市州 区域 地区代码 行政区划代码 行政区划 gb2260 adcode region city"
    " area_code city_en area_name area_name_en 地市",
    Role.PERIOD: "period time_period 时期 年份 年度 年 年月 月份 月度 季度 时间 日期 报告期 year time date",
    Role.VALUE: "value obs_value 数值 数据 值 指标值 绝对值 绝对数 figure",
    Role.UNIT: "unit unit_measure 单位 计量单位",
    Role.STATUS: "status obs_status 状态",
    Role.BOUND: "bound 界限",
    Role.PERIOD_BASIS: "period_basis 时期依据",
    Role.SOURCE: "source 来源 数据来源 资料来源",
    Role.LOCATOR: "locator 出处",
    Role.VINTAGE: "vintage 录入日 发布日期",
    Role.NOTE: "note comment_obs 说明 备注 注",
    Role.NOTE_EN: "note_en comment_en 说明（英文）",
    Role.IGNORED: "structure structure_id action freq decimals revision sample shown unit_en indicator_name"
    " indicator_name_en 序号 位次 排名 no.",
}
ROLES = {plain(word): role for role, words in _WORDS.items() for word in words.split()}

UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?P<unit>[^()（）]+)|\bunits?\s*:\s*(?P<english>[^()]+)", re.IGNORECASE)
SOURCE_LINE = re.compile(r"来源\s*[:：]\s*(?P<source>.+)|\bsources?\s*:\s*(?P<english>.+)", re.IGNORECASE)
NOTHING_BUT_SOURCE = re.compile(r"(?:资料|数据)?来源\s*[:：][^注]+|(?:data )?sources?\s*:(?!.*\bnote).+", re.IGNORECASE)
TABLE_NUMBER = re.compile(r"^\s*表\s*(?P<number>[\d一二三四五六七八九十]+(?:[-—–－.]\d+)*)")
BRACKETED_LAST = re.compile(r"(?P<before>.*?)\s*[（(](?P<inside>[^（）()]+)[)）]\s*$", re.DOTALL)

ADDS_NOTHING = {plain(word) for word in ("绝对值", "绝对数", "绝对量", "总量", "数值", "总额", "本年", "合计")}
_GROWTH = "增速 增长 增长率 增长速度 比上年增长 同比增长 同比 同比增速 比上年± 增幅 growth"
GROWTH = {plain(word) for word in _GROWTH.split()}
GROWTH_NAME = "增速"

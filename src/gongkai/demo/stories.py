"""What happened to the requests, as declared data: steps with the working day, counted from receipt, on which each was taken.

A story says which way a request went; `answers.yaml` says what was asked and what the letters say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# (working day, verb, what it needs). The verbs are those of `requests.VERBS`.
Step = tuple[int, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Story:
    """A way through the procedure. `asks`: key of `answers.yaml`; `outcome` as decided; `times`: how many requests."""

    asks: str
    steps: tuple[Step, ...]
    times: int = 1
    channel: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class OpenStory:
    """A request that is open on the day of the demo: it came in `ago` working days before."""

    agency: str
    subject: str
    features: str
    ago: int
    channel: str
    steps: tuple[Step, ...] = ()
    confirmed: bool = True


def answered(day: int, outcome: str, *before: Step) -> tuple[Step, ...]:
    """Drafted the working day before, decided on the day."""
    return (
        *before,
        (max(day - 1, 0), "propose", {"outcome": outcome}),
        (day, "decide", {"outcome": outcome}),
    )


def consulted(sent: int, answer: int, opinion: str, party: str = "third_party") -> tuple[Step, ...]:
    """A consultation, received the next working day, answered later."""
    return (
        (sent, "consult", {"party": party, "received": sent + 1}),
        (answer, "opinion", {"opinion": opinion}),
    )


CORRECTED: tuple[Step, ...] = ((3, "ask_correction", {}), (9, "corrected", {}))

CLOSED: tuple[Story, ...] = (
    Story("grant", answered(2, "grant"), 4),
    Story("grant", answered(6, "grant"), 6),
    Story("grant", answered(11, "grant"), 6),
    Story("grant", answered(16, "grant"), 6),
    Story("grant", answered(20, "grant"), 3),
    Story("grant", answered(24, "grant"), 3),  # late: the limit was the twentieth
    Story("grant", answered(31, "grant", (17, "extend", {"working_days": 15})), 4),
    Story("grant", answered(22, "grant", *CORRECTED), 3),
    Story("grant", answered(20, "grant", *consulted(2, 9, "agrees", "agency")), 2),
    Story("grant", answered(22, "grant", (4, "charge", {"pages": 86}), (9, "pay", {})), 1),
    Story("grant", answered(34, "grant", (12, "delay", {"working_days": 36})), 1),
    Story("grant.already_public", answered(3, "grant"), 8),
    Story("partial", answered(18, "partial"), 2),
    Story("partial", answered(27, "partial", *consulted(3, 15, "partly")), 4),
    Story("deny.state_secret", answered(12, "deny.state_secret")),
    Story("deny.forbidden_by_law", answered(10, "deny.forbidden_by_law")),
    Story("deny.security_stability", answered(14, "deny.security_stability"), 2),
    Story("deny.third_party", answered(26, "deny.third_party", *consulted(2, 13, "objects")), 3),
    Story("deny.internal", answered(8, "deny.internal"), 3),
    Story("deny.process", answered(13, "deny.process"), 4),
    Story("deny.enforcement_file", answered(9, "deny.enforcement_file"), 3),
    Story("deny.admin_query", answered(4, "deny.admin_query"), 4),
    Story("cannot.not_held", answered(15, "cannot.not_held"), 7),
    Story("cannot.not_held", answered(33, "cannot.not_held", (18, "extend", {"working_days": 20})), 1),
    Story("cannot.not_ours", answered(5, "cannot.not_held"), 4),
    Story("cannot.needs_making", answered(12, "cannot.needs_making"), 3),
    Story("cannot.still_unclear", answered(21, "cannot.still_unclear", *CORRECTED), 2),
    Story("refuse.petition", answered(7, "refuse.petition"), 3),
    Story("refuse.repeat", answered(5, "refuse.repeat"), 2, same_as="grant"),
    Story("refuse.publication", answered(4, "refuse.publication")),
    Story("refuse.excessive", answered(17, "refuse.excessive")),
    Story("refuse.reconfirm", answered(6, "refuse.reconfirm")),
    Story("unclear", ((5, "ask_correction", {}), (24, "close", {})), 3),
    Story("unpaid", ((6, "charge", {"pages": 640}), (30, "close", {}))),
    Story("other.misc", answered(15, "other.misc")),
    Story("withdrawn", ((6, "withdraw", {}),), 3),
)

OPEN: tuple[OpenStory, ...] = (
    OpenStory("finance", "云溪县本级预备费安排和使用情况", "本年度", 0, "online", confirmed=False),
    OpenStory("education", "义务教育学校课后服务收费依据", "本年度", 1, "online", confirmed=False),
    OpenStory("finance", "政府购买服务指导性目录及调整文件", "现行有效", 18, "online"),
    OpenStory("finance", "行政事业单位房产出租收入上缴情况", "上一年度", 19, "registered_mail"),
    OpenStory("natural-resources", "东湖片区控制性详细规划批准文件", "最近一次修改", 18, "in_person"),
    OpenStory("finance", "乡镇财政体制调整方案", "本年度印发的文本", 24, "ordinary_mail"),
    OpenStory("housing-construction", "商品房预售资金监管账户信息", "在建楼盘", 22, "fax"),
    OpenStory(
        "finance",
        "智慧财政平台采购合同及验收报告",
        "上一年度采购",
        7,
        "in_person",
        ((4, "consult", {"party": "third_party", "received": 5}),),
    ),
    OpenStory(
        "market-regulation",
        "校园食材配送企业检查记录",
        "本学期",
        9,
        "online",
        ((5, "consult", {"party": "third_party", "received": 6}),),
    ),
    OpenStory("finance", "财政补贴的有关材料", "年份不详", 6, "online", ((3, "ask_correction", {}),)),
    OpenStory("agriculture-rural", "种粮补贴核定情况", "全县近八年逐户", 9, "in_person", ((5, "charge", {"pages": 120}),)),
    OpenStory("finance", "小额贷款贴息企业名单", "上一年度", 12, "online", ((11, "propose", {"outcome": "grant"}),)),
    OpenStory("finance", "机关物业服务费支出明细", "上一年度", 9, "in_person", ((8, "propose", {"outcome": "partial"}),)),
    OpenStory("finance", "关于财源建设的调研报告过程稿", "本年度", 15, "registered_mail", ((14, "propose", {"outcome": "deny.process"}),)),
    OpenStory("finance", "近三年会展活动财政补助明细", "分项目", 22, "online", ((18, "extend", {"working_days": 15}),)),
    OpenStory("civil-affairs", "敬老院运营补助拨付情况", "上一年度", 14, "ordinary_mail", CORRECTED),
    OpenStory("yunxi", "民生实事项目资金安排", "本年度", 5, "online"),
    OpenStory("transport", "公交线路调整方案", "最近一次调整", 10, "fax"),
    OpenStory("town-liuqiao", "柳桥镇道路硬化项目结算审计报告", "上一年度", 3, "in_person"),
)  # fmt: skip

# The request whose number and code `gongkai demo run` prints.
EXAMPLE = OpenStory(
    "finance",
    "云溪县城乡居民补贴发放明细及政策依据",
    "上一年度，按补贴项目汇总",
    14,
    "online",
    (
        (2, "ask_correction", {}),
        (5, "corrected", {}),
        (7, "consult", {"party": "third_party", "received": 8}),
        (11, "opinion", {"opinion": "agrees"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A remedy against an answer: filed so many days after the answer (or after the proceeding before it).

    `nth`: which of the requests with this outcome, in the order of their answers; negative ones are the latest.
    `closes`: days until the result; what has not come by the day of the demo is pending.
    """

    outcome: str
    nth: int
    kind: str
    after: int
    closes: int | None = None
    result: str = ""
    summary: str = ""


PROCEEDINGS: tuple[Proceeding, ...] = (
    Proceeding("partial", 0, "reconsideration", 20, 28, "upheld", "部分公开答复认定事实清楚、程序合法。"),
    Proceeding("partial", 0, "suit_after", 10, 90, "upheld", "判决驳回原告的诉讼请求。"),
    Proceeding("deny.process", 0, "reconsideration", 30, 55, "upheld", "复议机关维持答复。"),
    Proceeding("deny.process", 0, "suit_after", 12, 120, "corrected", "判决撤销答复，责令重新作出答复。"),
    Proceeding("deny.third_party", 0, "reconsideration", 25, 29, "corrected", "复议机关认为第三方的理由不充分，责令重新答复。"),
    Proceeding("deny.enforcement_file", 0, "reconsideration", 15, 20, "other", "申请人自愿撤回，复议终止。"),
    Proceeding("deny.internal", 1, "reconsideration", 40, 58, "upheld", "复议机关维持答复。"),
    Proceeding("cannot.not_held", 1, "suit_direct", 60, 110, "upheld", "行政机关已尽检索义务，判决驳回诉讼请求。"),
    Proceeding("cannot.not_held", 1, "second_instance", 14, 70, "upheld", "驳回上诉，维持原判。"),
    Proceeding("refuse.petition", 0, "suit_direct", 45, 60, "other", "裁定驳回起诉。"),
    Proceeding("cannot.not_held", -1, "suit_direct", 30),
    Proceeding("deny.process", -1, "reconsideration", 18),
    Proceeding("partial", -1, "reconsideration", 22),
    Proceeding("deny.internal", 1, "suit_after", 13),
)  # fmt: skip

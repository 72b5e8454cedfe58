"""What belongs to a website and not to the document on it. Rules about wording and place, none about one site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PUBLISHED, UPDATED, SOURCE, PUBLISHER, NUMBER, OTHER = (
    "published", "updated", "source", "publisher", "number", "other"
)  # fmt: skip
_LABELS: dict[str, str] = {
    "发布时间": PUBLISHED, "发布日期": PUBLISHED, "发表时间": PUBLISHED, "公开日期": PUBLISHED, "公开时间": PUBLISHED,
    "发文时间": PUBLISHED, "时间": PUBLISHED, "日期": PUBLISHED,
    "更新时间": UPDATED, "更新日期": UPDATED, "修改时间": UPDATED, "录入时间": UPDATED,
    "信息来源": SOURCE, "文章来源": SOURCE, "来源": SOURCE, "稿源": SOURCE,
    "发布机构": PUBLISHER, "发布单位": PUBLISHER, "发布机关": PUBLISHER, "发文机关": PUBLISHER, "发文单位": PUBLISHER,
    "公开机关": PUBLISHER, "发文字号": NUMBER, "文号": NUMBER,
    "浏览量": OTHER, "浏览次数": OTHER, "浏览": OTHER, "点击量": OTHER, "点击数": OTHER, "点击次数": OTHER,
    "点击": OTHER, "阅读量": OTHER, "阅读次数": OTHER, "阅读": OTHER, "访问量": OTHER, "访问次数": OTHER,
    "作者": OTHER, "编辑": OTHER, "责任编辑": OTHER, "审核": OTHER, "字体": OTHER, "字号": OTHER, "分享": OTHER,
    "分享到": OTHER, "打印": OTHER, "索引号": OTHER, "主题词": OTHER, "关键词": OTHER, "人气": OTHER,
}  # fmt: skip
_SPACED = "|".join(r"[\s]*".join(map(re.escape, label)) for label in sorted(_LABELS, key=len, reverse=True))
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])[\[【(（]?({_SPACED})\s*[:：]")

_COLON = r"\s*[:：]"
_TOOL = re.compile(
    r"^(?:分享|分享到|打印|打印本页|下载|下载本页|收藏|收藏本页|关闭|关闭窗口|关闭本页|返回顶部|返回首页|返回|纠错|"
    r"大|中|小|大字|中字|小字|放大|缩小|字号|字体|默认|微信|微博|QQ空间|二维码|扫一扫.*|设为首页|加入收藏|"
    r"无障碍|长者模式|繁体|简体|English|登录|注册|RSS|手机版|[ATat][+-])$"
)
_WELCOME = re.compile(r"^(?:您好[,，!！\s]*)?(?:热烈)?欢迎(?:您)?(?:访问|光临|来到|进入|登录|浏览)")
_DAY = r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
_CLOCK = re.compile(
    rf"^(?:(?:今天|现在)是?[:：\s]*{_DAY}?.*(?:星期|周).?|{_DAY}\s*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s*"
    r"(?:星期|周)[一二三四五六日天].*|(?:星期|周)[一二三四五六日天])$"
)
_TIME_ONLY = re.compile(rf"^{_DAY}\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?$")
_MOMENT = re.compile(rf"^{_DAY}(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?$")
_BREADCRUMB = re.compile(
    rf"^(?:您|你)?(?:的)?(?:当前|现在|目前)?(?:所在)?(?:的)?位置(?:是)?(?:{_COLON}|\s*[>＞»›→])|^(?:网站)?首页\s*[>＞»›→/]"
)
_ARROWS = re.compile(r"\s*(?:[>＞»›→]|&gt;)+\s*")
_NAVIGATION = re.compile(
    r"^(?:网站首页|首页|政务公开|政府信息公开|信息公开|办事服务|政务服务|互动交流|政民互动|新闻中心|工作动态|走进.{2,4}|"
    r"机构职能|通知公告|政策法规|专题专栏|网站地图|联系我们|关于我们|数据开放|公众参与|在线服务|网上办事|领导信箱)$"
)
_STRONG_FOOTER = re.compile(
    rf"^(?:网站)?(?:主办单位|主办|承办单位|承办|主管单位|协办单位|版权所有|技术支持|网站维护|运维单位|维护单位)(?:{_COLON}|\s)|"
    r"(?:ICP\s*备|公网安备|网站标识码|备案号|版权所有|Copyright|All\s+Rights?\s+Reserved|中国互联网举报中心|互联网违法和不良信息举报)",
    re.IGNORECASE,
)
_WEAK_FOOTER = re.compile(
    rf"^(?:办公|单位|联系)?(?:地\s*址|电\s*话|传\s*真|邮\s*编|邮政编码|邮\s*箱|联系方式|联系电话|网\s*址|E-?mail){_COLON}|"
    r"^(?:网站地图|联系我们|关于我们|网站声明|隐私声明|使用帮助|友情链接|法律声明)(?:[\s|｜丨·]|$)|"
    r"^(?:上一篇|下一篇|上一条|下一条|相关链接|相关阅读|相关新闻|相关信息|相关文档|推荐阅读)|^您是第.*(?:访客|访问者)|"
    r"^建议使用.*(?:分辨率|浏览器)",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"^(?:[—–-]{1,2}\s*\d{1,4}\s*[—–-]{1,2}|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|\d+\s*/\s*\d+)$"
)
_LEAD_IN = re.compile(r"^(?:导语|编者按|小编)\s*[:：].*(?:欢迎阅读|供(?:你|您|大家)|整理|收集|希望对)")
_LONGEST_LABELLED = 200


@dataclass
class Labelled:
    """A line of labels and values (发布时间:… 来源:… 浏览量:…): what it says, by meaning."""

    values: dict[str, str] = field(default_factory=dict)


def labelled(line: str) -> Labelled | None:
    """Read a line that consists of labels and values; None when it is anything else.

    The line must begin with a label (after brackets or tools), be short, and hold no sentence.
    """
    if len(line) > _LONGEST_LABELLED or "。" in line:
        return None
    first = _LABEL.search(line)
    if first is None:
        return None
    before = line[: first.start()].strip(" []【】()（）|｜")
    if before and not is_tool(before) and not _TIME_ONLY.match(before):
        return None
    found = Labelled()
    marks = list(_LABEL.finditer(line))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        label = re.sub(r"\s", "", mark[1])
        value = line[mark.end() : following.start() if following else len(line)].strip(" []【】()（）|｜\t")
        meaning = _LABELS[label]
        if meaning == SOURCE:
            value = re.sub(r"\s+", " ", value)
        if label in {"时间", "日期"} and not _MOMENT.match(value):
            return None  # when and where something takes place, not when the page was published
        if value and meaning not in found.values:
            found.values[meaning] = value
    return found


def is_tool(line: str) -> bool:
    """Whether the line holds nothing but buttons: 分享 打印 大 中 小."""
    words = [word for word in re.split(r"[\s|｜【】\[\]()（）:：、/·]+", line) if word]
    return bool(words) and all(_TOOL.match(word) for word in words)


def is_navigation(line: str) -> bool:
    """Whether the line is a menu: at least three short words, most of them names of usual sections."""
    words = [word for word in re.split(r"[\s|｜丨·]+", line) if word]
    known = sum(bool(_NAVIGATION.match(word)) for word in words)
    return len(words) >= 3 and known * 2 >= len(words) and all(len(word) <= 8 for word in words)


def breadcrumb(line: str) -> list[str] | None:
    """The steps of a “当前位置” line; None when the line is none."""
    if not _BREADCRUMB.search(line) or len(line) > _LONGEST_LABELLED:
        return None
    steps = [step.strip(" :：") for step in _ARROWS.split(line)]
    return [step for step in steps if step and not re.search(r"位置(?:是)?$", step)]


def is_page_mark(line: str) -> bool:
    """Whether the line is furniture wherever it stands at the top: welcome, clock, menu, tools."""
    return bool(
        _WELCOME.match(line)
        or _CLOCK.match(line)
        or _TIME_ONLY.match(line)
        or _LEAD_IN.match(line)
        or is_tool(line)
        or is_navigation(line)
    )


def is_page_number(line: str) -> bool:
    """Whether the line is the number of a printed page."""
    return bool(_PAGE_NUMBER.match(line))


def is_sure_footer(line: str) -> bool:
    """Whether only a website's foot says this: sponsor, record numbers, copyright."""
    return len(line) <= _LONGEST_LABELLED and bool(_STRONG_FOOTER.search(line))


def is_likely_footer(line: str) -> bool:
    """Whether a website's foot often says this, and a document sometimes too: address, telephone, next article."""
    return len(line) <= _LONGEST_LABELLED and bool(
        _WEAK_FOOTER.search(line) or is_tool(line) or is_navigation(line)
    )

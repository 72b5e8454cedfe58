"""Invented data for the page of components (`/patterns/`). Nothing here names a real place, person or document."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace as Sample
from zoneinfo import ZoneInfo

from django.utils.safestring import mark_safe

from gongkai.convert.flowchart import Chart, Edge, Node
from gongkai.foi.day_strip import Strip, strip_of
from gongkai.law import calendar
from gongkai.law.clock import parse_events
from gongkai.portal.forms import RequestForm
from gongkai.portal.presenters.flow import flow_view
from gongkai.portal.sharing import qr_svg

SHANGHAI = ZoneInfo("Asia/Shanghai")
AGENCY = Sample(code="YX-MZ", name="云溪县民政局")
AGENCY_NAMES = [
    "县政府办公室", "县发展和改革局", "县教育局", "县科学技术局", "县公安局", "县民政局", "县司法局", "县财政局",
    "县人力资源和社会保障局", "县自然资源局", "县住房和城乡建设局", "县卫生健康局",
]  # fmt: skip
PROCEDURE = Chart(
    "办理流程图",
    (
        Node("start", "申请", kind="start"),
        Node("accept", "受理", ("综合窗口", "1个工作日"), "decision"),
        Node("correct", "一次性告知", ("当日",)),
        Node("decide", "审查决定", ("许可股", "5个工作日")),
        Node("end", "办结", kind="end"),
    ),
    (
        Edge("start", "accept"),
        Edge("accept", "correct", "材料不齐全"),
        Edge("accept", "decide", "材料齐全"),
        Edge("correct", "accept"),
        Edge("decide", "end"),
    ),
)
BODY = """
<p class="addressee">各乡镇人民政府、街道办事处，县政府有关部门：</p>
<p>为做好 2026 年困难群众基本生活保障工作，经县政府同意，现就调整最低生活保障标准有关事项通知如下。</p>
<h2>一、保障标准</h2>
<p>自 2026 年 1 月 1 日起，全县城乡居民最低生活保障标准统一调整为每人每月 980 元。特困人员基本生活标准按最低生活保障标准的 1.3 倍确定。</p>
<div class="table-scroll" tabindex="0" role="region" aria-label="保障标准调整对照"><table>
<caption>保障标准调整对照（单位：元/人·月）</caption>
<thead><tr><th scope="col">类别</th><th scope="col" class="numeric">调整前</th><th scope="col" class="numeric">调整后</th></tr></thead>
<tbody><tr><th scope="row">最低生活保障</th><td class="numeric">920</td><td class="numeric">980</td></tr>
<tr><th scope="row">特困人员基本生活</th><td class="numeric">1,196</td><td class="numeric">1,274</td></tr></tbody></table></div>
<h2>二、工作要求</h2>
<p>各乡镇（街道）要在标准公布之日起 10 个工作日内完成在册对象的复核，做到应保尽保、应退尽退。复核结果在村（社区）公示栏公示 7 日。</p>
<p>县财政局要足额安排资金，按月发放到户；县民政局要会同有关部门加强督促检查。</p>
<p class="signature">云溪县民政局</p>
<p class="signed-on">2026年1月5日</p>
"""


def document(
    pk: int = 12, title: str = "云溪县民政局关于调整2026年最低生活保障标准的通知", **facts: object
) -> Sample:
    """One document with every fact a template may show; `facts` replaces some."""
    values: dict[str, object] = {
        "pk": pk,
        "title": title,
        "index_number": "00562310X/2026-00012",
        "agency": AGENCY,
        "document_number": "云民发〔2026〕1号",
        "topic": "社会救助",
        "signed_on": date(2026, 1, 5),
        "published_on": datetime(2026, 1, 8, 9, 30, tzinfo=SHANGHAI),
        "effective_on": date(2026, 1, 1),
        "validity": "valid",
        "validity_label": "有效",
        "disclosure_class_label": "主动公开",
        "statutory_item_label": "《政府信息公开条例》第二十条第（十一）项 社会救助",
        "keywords": ["低保", "最低生活保障", "特困人员"],
        "summary": "自2026年1月1日起，城乡低保标准统一调整为每人每月980元。",
        "body_html": mark_safe(BODY),
        "url": f"https://www.yunxi.example.cn/d/{pk}/",
        "attachments": [
            Sample(pk=31, title="附件1：2026年社会救助标准一览表", type_label="XLSX", size=18_432),
            Sample(pk=32, title="附件2：低保申请表（可填写）", type_label="PDF", size=264_192),
        ],
    }
    return Sample(**(values | facts))


def results() -> list[Sample]:
    """Documents as a search shows them, one of each validity."""
    mark = mark_safe("自2026年1月1日起，全县城乡居民<mark>最低生活保障</mark>标准统一调整为每人每月980元。")
    return [
        document(12, snippet_html=mark),
        document(11, "最低生活保障审核确认实施细则", validity="partly_invalid", validity_label="部分失效",
                 document_number="云民规〔2023〕2号", snippet_html=mark_safe("<mark>低保</mark>申请由乡镇（街道）受理，20个工作日内审核完毕。")),
        document(9, "云溪县民政局关于2025年最低生活保障标准的通知", validity="repealed", validity_label="已废止",
                 document_number="云民发〔2025〕3号", snippet_html=mark_safe("2025年<mark>低保标准</mark>为每人每月920元。")),
    ]  # fmt: skip


def day_steps() -> list[Sample]:
    """Twenty working days from a Monday, with one holiday and one make-up Saturday."""
    start, number, steps = (
        date(2026, 4, 20),
        0,
        [
            Sample(
                day=date(2026, 4, 20),
                counted=False,
                number=0,
                note="双方确认收到，当日不计",
                article="条例第三十一条",
            )
        ],
    )
    day = start
    while number < 20:
        day += timedelta(days=1)
        holiday = date(2026, 5, 1) <= day <= date(2026, 5, 5)
        made_up = day == date(2026, 5, 9)
        counted = made_up or (day.weekday() < 5 and not holiday)
        number += counted
        note = "劳动节放假" if holiday else "调休上班，计入" if made_up else "" if counted else "周末"
        steps.append(Sample(day=day, counted=counted, number=number, note=note, article=""))
    steps[-1].note = "第二十个工作日，最迟答复日期"
    return steps


def strip() -> Strip:
    """A request with a third party heard, an extension, and an answer that came late: nearly every kind of day."""
    told: list[dict[str, object]] = [
        {"type": "received", "channel": "online", "on": "2026-04-17", "confirmed_on": "2026-04-20"},
        {"type": "correction_requested", "on": "2026-04-22", "period_working_days": 10},
        {"type": "correction_received", "on": "2026-04-27"},
        {"type": "consultation_sent", "ref": "1", "with": "third_party", "on": "2026-05-11", "received_on": "2026-05-12"},
        {"type": "consultation_answered", "ref": "1", "on": "2026-05-15"},
        {"type": "extended", "on": "2026-05-20", "working_days": 3},
        {"type": "decided", "on": "2026-06-12", "outcome": "grant", "served_by": "electronic"},
    ]  # fmt: skip
    return strip_of(parse_events(told), calendar.load(), date(2026, 6, 12))


def due() -> Sample:
    """A first limit with fourteen working days left."""
    steps = day_steps()
    return Sample(due_on=steps[-1].day, kind_label="首次期限（二十个工作日）", remaining=14, is_late=False, late_by=0,
                  is_provisional=False, is_stopped=False, stopped_reason="", steps=steps)  # fmt: skip


def events(due_on: date) -> list[Sample]:
    """A case in the middle of its way."""
    paper = Sample(url="#", title="受理回执", type_label="PDF", size=48_128)
    return [
        Sample(state="done", on=date(2026, 4, 18), title="您提交了申请", text="从本网站提交，内容已送到县民政局。", papers=[paper]),
        Sample(state="done", on=date(2026, 4, 20), title="县民政局与您确认收到", text="从次日起计算二十个工作日。", papers=[]),
        Sample(state="now", on=None, title="县民政局正在查找", text="需要您补正的话，4月29日前会一次告诉您。", papers=[]),
        Sample(state="next", on=due_on, title="答复", text="答复书会放在这里，同时按您选择的途径送达。", papers=[]),
    ]  # fmt: skip


def table() -> Sample:
    """The figures on normative documents of an annual report (table two, first block)."""
    head = [
        [
            Sample(text=text, numeric=index > 0)
            for index, text in enumerate(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
        ]
    ]
    rows = [
        Sample(
            total=False,
            cells=[Sample(text=label, header=True), *(Sample(text=text, numeric=True) for text in figures)],
        )
        for label, figures in [("规章", ["0", "0", "0"]), ("行政规范性文件", ["6", "2", "31"])]
    ]
    return Sample(caption="第二十条第（一）项（单位：件）", head=head, rows=rows, form=False)


def request_form() -> RequestForm:
    """A request with the mistakes people make, so that errors can be looked at."""
    form = RequestForm(
        {
            "applicant_kind": "natural",
            "carrier": "electronic",
            "route": "email",
            "token": "sample",
            "information_title": "2026年低保标准测算材料",
        },
        agencies=[("YX-MZ", "云溪县民政局"), ("YX-JY", "云溪县教育局")],
    )
    form.full_clean()
    return form


def components() -> dict[str, object]:
    """Everything `patterns.html` shows."""
    limit = due()
    return {
        "notices": [
            Sample(level="info", title="补正内容已收到", meaning="期限从今天起重新计算二十个工作日。", next="不需要您再做什么。"),
            Sample(level="caution", title="本文件已部分失效", meaning="第八条已由云民规〔2025〕4号修改，自2025年7月1日起不再适用。", next="", url="#", url_label="看修改后的规定"),
            Sample(level="danger", title="申请没有提交成功", meaning="身份证明超过 10 MB，没有保存；其他内容都还在。", next="请换一张小一些的照片再提交。"),
        ],
        "validities": [Sample(code=code, label=label) for code, label in [("valid", "有效"), ("amended", "已修改"), ("partly_invalid", "部分失效"), ("invalid", "失效"), ("repealed", "已废止")]],
        "document": document(),
        "results": results(),
        "relations": [Sample(label="本文件的解读", documents=[document(13, "一图读懂：2026年低保标准怎么调")]), Sample(label="本文件废止", documents=[document(9, "云溪县民政局关于2025年最低生活保障标准的通知")])],
        "rows": [Sample(label="姓名或者名称", value="（样例）李某某"), Sample(label="联系人", value=""), Sample(label="获取的途径", value="在本网站下载")],
        "office": Sample(name="云溪县民政局办公室", address="云溪县城关镇学府路 18 号 206 室", postcode="000000", hours="工作日 8:30–12:00，14:30–18:00", phone="0000-0000000", fax="0000-0000001", email="xxgk@yunxi.example.cn", url=""),
        "agency": AGENCY,
        "agencies": [Sample(code=f"YX-{index:02}", name=f"云溪{name}") for index, name in enumerate(AGENCY_NAMES)],
        "columns": [Sample(slug="regs", name="规章和规范性文件", count=31, article="第二十条第（一）项", latest_on=date(2026, 1, 8)), Sample(slug="profile", name="机构职能", count=4, article="第二十条第（二）项", latest_on=date(2025, 11, 3)), Sample(slug="livelihood", name="社会救助", count=58, article="第二十条第（十一）项", latest_on=date(2026, 1, 8))],
        "reports": [Sample(agency=AGENCY, year=year, published_on=date(year + 1, 1, 20)) for year in (2025, 2024, 2023)],
        "pages": Sample(number=2, total=9, previous_url="#1", next_url="#3", links=[Sample(label="1", url="#1"), Sample(label="2", current=True), Sample(label="3", url="#3"), Sample(gap=True), Sample(label="9", url="#9")]),
        "form": request_form(),
        "due": limit,
        "strip": strip(),
        "events": events(limit.due_on),
        "actions": [Sample(label="补充说明", text="给承办人留言，不影响期限。", url="#", method="get"), Sample(label="撤回申请", text="撤回后机关不再办理，可以重新申请。", url="#", method="get", caution=True)],
        "table": table(),
        "flow": flow_view(PROCEDURE, [("SVG", "#")], "pattern-flow"),
        "qr_svg": qr_svg("https://www.yunxi.example.cn/d/12/"),
    }  # fmt: skip

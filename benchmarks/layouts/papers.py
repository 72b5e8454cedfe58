"""The twenty documents. Places, agencies and people are invented."""

from __future__ import annotations

from collections.abc import Callable

from docx.oxml.ns import nsdecls

from .model import Paper

COUNTY, OFFICE, FINANCE = "云溪县人民政府", "云溪县人民政府办公室", "云溪县财政局"
LONG = "各镇人民政府、各部门要高度重视，明确责任，细化措施，确保各项任务按时完成，并于每季度末报送进展情况。"
_W = nsdecls("w")
_DRAWN = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ' + nsdecls("w", "wp", "a")
)


def notice() -> Paper:
    """A downward notice with everything."""
    paper = Paper("通知（下行文）")
    paper.head(OFFICE, "云政办发〔2026〕12号", marks=[("copy_number", "000017"), ("urgency", "特急")])
    paper.title("云溪县人民政府办公室", "关于印发云溪县惠农补助资金", "管理办法的通知")
    paper.to("各镇人民政府，县直各单位")
    paper.text("《云溪县惠农补助资金管理办法》已经县人民政府同意，现印发给你们，请认真贯彻执行。")
    paper.heading("一、总体要求", 2)
    paper.text(LONG)
    paper.heading("（一）基本原则", 3)
    paper.text("坚持公开、公平、公正。本办法自2026年4月1日起施行，有效期至2031年3月31日。")
    paper.says(effective_on="2026-04-01", expires_on="2031-03-31")
    paper.heading("二、补助标准", 2)
    paper.table(
        [
            [("补助标准", 2, 1), ("备注", 1, 2)],
            ["档次", "金额（元）"],
            ["一档", "1200", "低保户"],
            ["二档", "800", "其他"],
        ],
        head=2,
    )
    paper.text("附件：1.申请表")
    paper.text("2.审批流程图")
    paper.says(attachments="1.申请表；2.审批流程图", remark="此件公开发布")
    paper.sign(OFFICE, day="2026年3月5日", iso="2026-03-05", seal=True)
    paper.text("（此件公开发布）")
    paper.imprint("县委办公室，县人大常委会办公室，县政协办公室", OFFICE, "2026年3月6日", "2026-03-06")
    return paper


def report() -> Paper:
    """An upward report with who signed for issue."""
    paper = Paper("请示（上行文）")
    paper.head(COUNTY, "云政〔2026〕3号", signer="李明远")
    paper.title("云溪县人民政府", "关于申请水毁道路修复资金的请示")
    paper.to("江宁省人民政府")
    paper.text("2026年6月，我县遭受强降雨，多处道路损毁。现将有关情况请示如下。")
    paper.heading("一、损失情况", 2)
    paper.text("共损毁道路12公里。")
    paper.heading("二、资金需求", 2)
    paper.text("需资金1860万元。妥否，请批示。")
    paper.sign(COUNTY, day="2026年7月2日", iso="2026-07-02")
    paper.text("（联系人：王晓川，联系电话：0571-00000000）")
    paper.says(remark="联系人：王晓川，联系电话：0571-00000000")
    return paper


def letter() -> Paper:
    """A letter: the red name alone, the number at the right, below the rule."""
    paper = Paper("函（信函格式）")
    paper.put(FINANCE, align="center", size=36, red=True)
    paper.put("云财函〔2026〕8号", align="right")
    paper.says(issuer=FINANCE, document_number="云财函〔2026〕8号")
    paper.title("关于征求预算公开工作意见的函")
    paper.to("县教育局、县卫生健康局")
    paper.text("为做好预算公开工作，请于3月20日前反馈意见。")
    paper.sign(FINANCE, day="2026年3月10日", iso="2026-03-10", seal=True)
    return paper


def joint() -> Paper:
    """Three agencies under each other."""
    paper = Paper("联合行文")
    paper.put("云溪县财政局", align="center", size=36, red=True)
    paper.put("云溪县教育局　文件", align="center", size=36, red=True)
    paper.put("云财发〔2026〕21号", align="center")
    paper.says(issuer=FINANCE, document_number="云财发〔2026〕21号")
    paper.title("云溪县财政局　云溪县教育局", "关于下达义务教育补助经费的通知")
    paper.says(title="云溪县财政局云溪县教育局关于下达义务教育补助经费的通知")
    paper.to("各镇人民政府，各中小学校")
    paper.text("现下达2026年义务教育补助经费，请专款专用。")
    paper.sign("云溪县财政局", "云溪县教育局", day="2026年5月8日", iso="2026-05-08")
    paper.imprint("县审计局", FINANCE, "2026年5月9日", "2026-05-09", as_table=False)
    return paper


def order() -> Paper:
    """An order with chapters and articles."""
    paper = Paper("政府令")
    paper.put("清川市人民政府令", align="center", size=42, red=True)
    paper.put("第7号", align="center")
    paper.says(issuer="清川市人民政府", document_number="清川市人民政府令第7号")
    paper.title("清川市城市绿化管理办法")
    paper.text("（2026年2月1日清川市人民政府第3次常务会议通过）", align="center")
    paper.heading("第一章　总则", 2, align="center", size=16, bold=True)
    paper.text("第一条　为了加强城市绿化管理，制定本办法。")
    paper.text("第二条　本市行政区域内的城市绿化活动，适用本办法。")
    paper.heading("第二章　附则", 2, align="center", size=16, bold=True)
    paper.text("第三条　本办法自2026年5月1日起施行。")
    paper.says(effective_on="2026-05-01")
    return paper


def announcement() -> Paper:
    """A number under the title, no addressees."""
    paper = Paper("公告")
    paper.title("云溪县人民政府", "关于划定禁养区的通告")
    paper.put("云政告〔2026〕4号", align="center")
    paper.says(document_number="云政告〔2026〕4号")
    paper.text("为保护饮用水水源，现将有关事项通告如下。")
    for words in ("一、禁养区范围为青石水库周边一千米。", "二、违反本通告的，依法处理。"):
        paper.text(words)
    paper.sign(COUNTY, day="2026年8月20日", iso="2026-08-20", seal=True)
    return paper


def minutes() -> Paper:
    """Numbers by Word's lists: three levels in Chinese, then figures."""
    paper = Paper("自动编号")
    paper.title("云溪县2026年政务公开工作要点")
    official = paper.numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    paper.item("推进决策公开", official, 0, "一、", heading=2)
    paper.item("规范流程", official, 1, "（一）", heading=3)
    paper.text("重大决策一律公开征求意见。")
    paper.item("强化解读", official, 1, "（二）", heading=3)
    paper.text("政策与解读同步发布。")
    paper.item("推进服务公开", official, 0, "二、", heading=2)
    paper.item("优化指南", official, 1, "（一）", heading=3)
    paper.text("办事指南应当包括下列内容：")
    paper.item("受理条件；", official, 2, "1.")
    paper.item("申请材料；", official, 2, "2.")
    paper.item("办理时限。", official, 2, "3.")
    paper.item("加强督查", official, 0, "三、", heading=2)
    paper.text("每季度通报一次。")
    return paper


def lists() -> Paper:
    """Bullets, circled figures, letters, Roman figures, and a list that goes on after an interruption."""
    paper = Paper("各式编号")
    paper.title("云溪县办事材料清单说明")
    bullets = paper.numbering(("bullet", "●"), ("bullet", "○"))
    circled = paper.numbering(("decimalEnclosedCircle", "%1"))
    mixed = paper.numbering(("decimal", "%1."), ("lowerLetter", "%2)"), ("upperRoman", "%3."))
    legal = paper.numbering(("decimal", "%1"), ("decimal", "%1.%2"))
    paper.text("需要携带：")
    paper.item("居民身份证原件，", bullets, 0, "")
    paper.item("户口簿首页，", bullets, 1, "")
    paper.item("近期照片。", bullets, 0, "")
    paper.text("办理步骤如下：")
    paper.item("提交申请；", circled, 0, "①")
    paper.item("受理审核；", circled, 0, "②")
    paper.text("注意事项包括：")
    paper.item("窗口办理的，", mixed, 0, "1.")
    paper.item("工作日上午；", mixed, 1, "a)")
    paper.item("工作日下午；", mixed, 1, "b)")
    paper.item("需要预约；", mixed, 2, "I.")
    paper.text("网上办理的，见下：")
    paper.item("登录平台，", mixed, 0, "2.")
    paper.text("技术要求如下：")
    paper.item("浏览器版本，", legal, 0, "1 ")
    paper.item("分辨率要求，", legal, 1, "1.1 ")
    return paper


def merged() -> Paper:
    """Tables with merges in both directions, and one without a head."""
    paper = Paper("合并单元格")
    paper.title("云溪县2025年部门决算公开表")
    paper.text("单位：万元", align="right")
    paper.table(
        [
            [("项目", 1, 2), ("收入", 2, 1), ("支出", 2, 1)],
            ["预算数", "决算数", "预算数", "决算数"],
            [("一般公共预算", 5, 1)],
            ["教育支出", "120.50", "118.20", "120.50", "119.00"],
            [("农林水支出", 1, 2), "86.00", "86.00", "90.00", "88.75"],
            [("其中：水利 12.00", 2, 1), "30.00", "29.10"],
            ["合计", ("206.50", 2, 1), ("210.50", 2, 1)],
        ],
        head=2,
    )
    paper.text("填报说明：")
    paper.table(
        [
            ["单位名称", "云溪县水利局"],
            ["地址", "云溪县城关镇清泉路2号"],
            ["电话", "0571-00000000"],
            ["编制", "36"],
        ]
    )
    return paper


def plain_head() -> Paper:
    """A head of a table that the file does not mark as one."""
    paper = Paper("未标记表头")
    paper.title("云溪县2026年双随机抽查结果公示")
    paper.table(
        [["序号", "检查对象", "检查事项", "检查结果"], ["1", "云溪县甲食品店", "食品标签", "合格"], ["2", "云溪县乙百货店", "价格公示", "整改"]],
        head=1, marked=False,
    )  # fmt: skip
    paper.text("公示期七日。")
    return paper


def footnotes() -> Paper:
    """Notes at the foot of pages."""
    paper = Paper("脚注")
    paper.title("关于云溪县政府信息公开情况的分析报告")
    paper.heading("一、基本情况", 2)
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    paper.raw(
        f"<w:p {_W}><w:r><w:t>全年公开信息1200条</w:t></w:r>{reference.format(2)}<w:r><w:t>，其中规范性文件15件</w:t></w:r>"
        f"{reference.format(3)}<w:r><w:t>。</w:t></w:r></w:p>"
    )
    paper.truth.lines += [
        "全年公开信息1200条[1]，其中规范性文件15件[2]。",
        "[1] 数据截至2025年12月31日。",
        "[2] 见《条例》第二十条。",
    ]
    note = (
        '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> {}</w:t></w:r></w:p></w:footnote>'
    )
    paper.part(
        "footnotes.xml", "footnotes",
        f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f"{note.format(2, '数据截至2025年12月31日。')}{note.format(3, '见《条例》第二十条。')}</w:footnotes>",
    )  # fmt: skip
    return paper


def tracked() -> Paper:
    """Tracked changes, comments, hidden words."""
    paper = Paper("修订和批注")
    paper.title("云溪县财政局关于加强资产管理的通知")
    paper.to("局属各单位")
    paper.raw(
        f'<w:p {_W}><w:r><w:t>各单位应当</w:t></w:r><w:ins w:id="1" w:author="甲"><w:r><w:t>每半年</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="甲"><w:r><w:delText>每年</w:delText></w:r></w:del><w:r><w:t>盘点一次</w:t></w:r>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    )
    paper.truth.lines.append("各单位应当每半年盘点一次。")
    paper.truth.absent += ["每年", "内部掌握"]
    paper.truth.notes |= {"tracked", "comments", "hidden"}
    paper.sign(FINANCE, day="2026年9月1日", iso="2026-09-01")
    return paper


def boxed_head() -> Paper:
    """The red head in a text box, as WPS templates have it, written for old programs a second time."""
    paper = Paper("文本框红头")
    box = (
        '<w:txbxContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="FF0000"/><w:sz w:val="84"/></w:rPr>'
        "<w:t>云溪县石塘镇人民政府文件</w:t></w:r></w:p></w:txbxContent>"
    )
    paper.raw(
        f'<w:p {_DRAWN}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="9" name="t"/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData>'
        f"</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    paper.put("石政发〔2026〕5号", align="center")
    paper.says(issuer="云溪县石塘镇人民政府", document_number="石政发〔2026〕5号")
    paper.title("石塘镇2026年防汛工作方案", style="Title")
    paper.to("各村（居）民委员会，镇直各单位")
    paper.text("为做好防汛工作，制定本方案。")
    paper.sign("云溪县石塘镇人民政府", day="2026年4月15日", iso="2026-04-15")
    return paper


def table_head() -> Paper:
    """The red head in a borderless table, number and signer beside each other."""
    paper = Paper("表格红头")
    made = paper.document.add_table(rows=2, cols=2)
    name = made.cell(0, 0).merge(made.cell(0, 1)).paragraphs[0]
    name.alignment = 1
    name.add_run("云 溪 县 水 利 局 文 件")
    made.cell(1, 0).text, made.cell(1, 1).text = "云水发〔2026〕9号", "签发人：赵 长 河"
    paper.says(issuer="云溪县水利局", document_number="云水发〔2026〕9号", signed_for_issue="赵长河")
    paper.title("云溪县水利局关于2025年工作情况的报告")
    paper.to("县人民政府")
    paper.text("现将2025年工作情况报告如下。")
    paper.sign("云溪县水利局", day="二〇二六年一月十二日", iso="2026-01-12")
    return paper


def spread() -> Paper:
    """WPS: names spread with blanks, brackets of the wrong kind, a title broken within a paragraph."""
    paper = Paper("WPS 空格和括号")
    paper.put("云溪县教育局文件", align="center", size=36, red=True)
    paper.put("云教发[2026]15 号", align="center")
    paper.says(issuer="云溪县教育局", document_number="云教发〔2026〕15号")
    made = paper.put("云溪县教育局", align="center", size=22)
    made.runs[0].add_break()
    made.runs[0].add_text("关于做好校园安全工作的通知")
    paper.says(title="云溪县教育局关于做好校园安全工作的通知")
    paper.to("各学校、幼儿园")
    paper.text("现就校园安全工作通知如下。")
    paper.put("云 溪 县 教 育 局", align="right")
    paper.put("2026 年 9 月 2 日", align="right")
    paper.truth.lines += ["云 溪 县 教 育 局", "2026 年 9 月 2 日"]
    paper.says(publisher="云溪县教育局", signed_on="2026-09-02")
    return paper


def secret() -> Paper:
    """A mark of secrecy, which somebody forgot."""
    paper = Paper("密级标志")
    paper.put("秘密★3年", size=16)
    paper.says(secrecy="秘密★3年")
    paper.truth.notes.add("secrecy")
    paper.title("云溪县应急管理局关于重点目标防护的通知")
    paper.to("有关单位")
    paper.text("请按要求落实。")
    paper.sign("云溪县应急管理局", day="2026年3月3日", iso="2026-03-03")
    return paper


def pictures() -> Paper:
    """Pictures in the text, one with a caption, one shown twice."""
    paper = Paper("图片")
    paper.title("云溪县政务服务中心导览")
    paper.text("中心共三层，布局见图1。")
    paper.image("一层平面图：入口在南侧")
    paper.text("图1 一层平面图", align="center", size=12)
    paper.text("乘车路线见下图。")
    paper.image()
    paper.truth.notes.add("no_alt")
    return paper


def annexes() -> Paper:
    """Annexes after the signature, on pages of their own."""
    paper = Paper("随文附件")
    paper.title("云溪县财政局关于公布收费目录的公告")
    paper.text("现公布收费目录。")
    paper.text("附件：云溪县行政事业性收费目录")
    paper.says(attachments="云溪县行政事业性收费目录")
    paper.sign(FINANCE, day="2026年1月20日", iso="2026-01-20")
    paper.text("附件")
    paper.heading("云溪县行政事业性收费目录", 2, align="center", size=22)
    paper.table(
        [
            ["序号", "项目名称", "执收单位"],
            ["1", "不动产登记费", "县自然资源和规划局"],
            ["2", "诉讼费", "县人民法院"],
        ],
        head=1,
    )
    return paper


def styled() -> Paper:
    """Headings by styles alone, links, raised and lowered signs, a line to fill in."""
    paper = Paper("样式标题")
    paper.title("云溪县环境质量公报", style="Title")
    paper.heading("大气环境", 2, style="Heading 1")
    paper.raw(
        f'<w:p {_W}><w:r><w:t>CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r>'
        "<w:r><w:t>浓度下降。</w:t></w:r></w:p>"
    )
    paper.truth.lines.append("CO2浓度下降。")
    paper.heading("城区", 3, style="Heading 2")
    paper.text("优良天数330天。")
    paper.heading("水环境", 2, style="Heading 1")
    paper.text("断面达标率100%。")
    return paper


def uneven() -> Paper:
    """A table whose rows begin and end at different columns, and cells with several paragraphs."""
    paper = Paper("不齐的表格")
    paper.title("云溪县行政许可事项说明")
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"

    def said(*words: str, more: str = "") -> str:
        return cell.format(more, "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in words))

    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    paper.raw(
        f"<w:tbl {_W}><w:tblPr/><w:tblGrid/><w:tr>{said('事项', more=down)}{said('条件一', '条件二')}{said('时限')}</w:tr>"
        f"<w:tr>{said('', more=on)}{said('材料')}{said('5日')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{said("收费", more="<w:gridSpan w:val=" + chr(34) + "2" + chr(34) + "/>")}</w:tr>'
        f"</w:tbl>"
    )
    paper.truth.tables.append(
        [
            (0, 0, 2, 1, "事项", False), (0, 1, 1, 1, "条件一 条件二", False), (0, 2, 1, 1, "时限", False),
            (1, 1, 1, 1, "材料", False), (1, 2, 1, 1, "5日", False),
            (2, 0, 1, 1, "", False), (2, 1, 1, 2, "收费", False),
        ]
    )  # fmt: skip
    paper.text("本说明由县行政审批局负责解释。")
    return paper


PAPERS: tuple[Callable[[], Paper], ...] = (
    notice, report, letter, joint, order, announcement, minutes, lists, merged, plain_head, footnotes, tracked, boxed_head,
    table_head, spread, secret, pictures, annexes, styled, uneven,
)  # fmt: skip

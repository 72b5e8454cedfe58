"""The invented figures of the county, as tables; numbers of one table agree with each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from gongkai.demo import chance
from gongkai.demo.documents.paper import table

TOWNS = ("云麓镇", "柳桥镇", "青石滩镇", "白鹭湾镇", "荷浦镇", "石鼓岭镇")


def money(rng: random.Random, low: int, high: int) -> float:
    """An amount in 万元 with two decimals."""
    return round(rng.uniform(low, high), 2)


def department_budget(rng: random.Random, year: int) -> str:
    """The budget of one agency, with a two-line head and sums that hold."""
    items = ("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出", "其他支出")
    rows: list[list[object]] = []
    total = [0, 0, 0]
    for item in items:
        staff, running, project = rng.randint(400, 9000), rng.randint(100, 2500), rng.randint(0, 6000)
        total = [total[0] + staff, total[1] + running, total[2] + project]
        rows.append([item, *(f"{n / 10:,.1f}" for n in (staff + running + project, staff, running, project))])
    rows.append(["合计", *(f"{n / 10:,.1f}" for n in (sum(total), *total))])
    head = [
        ["支出功能分类|rowspan=2", "合计|rowspan=2", "基本支出|colspan=2", "项目支出|rowspan=2"],
        ["人员经费", "公用经费"],
    ]
    return table(f"{year}年部门支出预算表（单位：万元）", head, rows)


def permits(rng: random.Random, permit: str, signed_on: date) -> str:
    """Decisions on one permit: invented companies, numbers and dates."""
    rows = [
        [
            number,
            chance.firm(rng),
            permit,
            f"云许〔{signed_on.year}〕{rng.randint(10, 900)}号",
            (signed_on - timedelta(days=rng.randint(1, 25))).isoformat(),
        ]
        for number in range(1, rng.randint(5, 9))
    ]
    return table("行政许可决定公示表", [["序号", "行政相对人", "许可事项", "决定文书号", "决定日期"]], rows)


def villages(rng: random.Random, names: Sequence[str], what: str, unit: str, low: int, high: int) -> str:
    """One figure for each village, with the sum."""
    numbers = [rng.randint(low, high) for _name in names]
    rows: list[list[object]] = [[name, n] for name, n in zip(names, numbers, strict=True)]
    return table(what, [["村", f"数量（{unit}）"]], [*rows, ["合计", sum(numbers)]])


def _livelihood(rng: random.Random, year: int) -> str:
    rows = [
        [1, "改造城镇老旧小区12个", "县住房和城乡建设局", "11月"],
        [2, "新增公办幼儿园学位450个", "县教育局", "8月"],
        [3, "建设社区食堂6个", "县民政局", "10月"],
        [4, "改造农村公路36公里", "县交通运输局", "12月"],
        [5, "免费妇女“两癌”筛查8000人", "县卫生健康局", "11月"],
        [6, "新建充电桩200个", "县能源局", "9月"],
        [7, "农村饮水管网改造42公里", "县水利局", "12月"],
        [8, "技能培训2000人次", "县人力资源和社会保障局", "12月"],
        [9, "新建健身步道3处", "县体育局", "10月"],
        [10, "适老化改造300户", "县民政局", "11月"],
    ]
    return table(f"{year}年民生实事项目清单", [["序号", "项目", "责任单位", "完成时限"]], rows)


def _economy(rng: random.Random, year: int) -> str:
    names = ("地区生产总值", "第一产业增加值", "第二产业增加值", "第三产业增加值")
    first, second, third = (round(rng.uniform(*span), 1) for span in ((35, 40), (70, 85), (95, 110)))
    values = (round(first + second + third, 1), first, second, third)
    rows: list[list[object]] = [
        [name, "亿元", value, f"{rng.uniform(3, 7.5):.1f}"] for name, value in zip(names, values, strict=True)
    ]
    rows.append(["社会消费品零售总额", "亿元", f"{rng.uniform(60, 75):.1f}", f"{rng.uniform(4, 8):.1f}"])
    rows.append(["一般公共预算收入", "亿元", f"{rng.uniform(9, 12):.2f}", f"{rng.uniform(2, 6):.1f}"])
    rows.append(["城镇居民人均可支配收入", "元", rng.randint(38000, 41000), f"{rng.uniform(4, 6):.1f}"])
    rows.append(["农村居民人均可支配收入", "元", rng.randint(21000, 23000), f"{rng.uniform(5, 7):.1f}"])
    return table("主要经济指标", [["指标", "单位", "绝对量", "比上年增长（%）"]], rows)


def _posts(rng: random.Random, year: int) -> str:
    units = (
        "县财政局",
        "县市场监督管理局",
        "县司法局",
        "柳桥镇人民政府",
        "石鼓岭镇人民政府",
        "稻香乡人民政府",
    )
    majors = ("会计学、财政学", "食品科学、药学", "法学", "汉语言文学", "水利水电工程", "专业不限")
    rows: list[list[object]] = []
    total = 0
    for number, (unit, major) in enumerate(zip(units, majors, strict=True), start=1):
        posts = rng.randint(1, 3)
        total += posts
        rows.append([f"{year % 100:02d}{number:03d}", unit, "一级科员及以下", posts, "大学本科及以上", major])
    rows.append(["合计", "", "", total, "", ""])
    return table("职位表", [["职位代码", "招录机关", "职位", "名额", "学历", "专业"]], rows)


def _land(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    total = [0, 0]
    for village in ("云麓镇上坪村", "云麓镇石井村", "柳桥镇桥东村"):
        field, other = rng.randint(60, 300), rng.randint(10, 80)
        total = [total[0] + field, total[1] + other]
        rows.append([village, *(f"{n / 100:.2f}" for n in (field + other, field, other))])
    rows.append(["合计", *(f"{n / 100:.2f}" for n in (sum(total), *total))])
    head = [["村|rowspan=2", "面积（公顷）|rowspan=2", "其中|colspan=2"], ["农用地", "其他"]]
    return table("拟征收土地情况", head, rows)


def _funds(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    total = 0
    for item in ("耕地地力保护补贴", "农机购置补贴", "社会保险补贴", "公益性岗位补贴", "职业培训补贴"):
        amount = rng.randint(800, 9000)
        total += amount
        rows.append([item, f"{amount / 10:,.1f}", rng.randint(120, 2600)])
    return table(
        "资金情况", [["项目", "金额（万元）", "受益户（人）数"]], [*rows, ["合计", f"{total / 10:,.1f}", "—"]]
    )


def _county_budget(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    total = [0, 0]
    for item in ("税收收入", "非税收入"):
        plan = rng.randint(30000, 80000)
        done = int(plan * rng.uniform(0.98, 1.05))
        total = [total[0] + plan, total[1] + done]
        rows.append([item, f"{plan:,}", f"{done:,}", f"{done / plan:.1%}"])
    rows.append(["一般公共预算收入合计", f"{total[0]:,}", f"{total[1]:,}", f"{total[1] / total[0]:.1%}"])
    head = [["项目|rowspan=2", f"{year - 1}年|colspan=3"], ["预算数", "执行数", "完成预算"]]
    return table("一般公共预算收入（单位：万元）", head, rows)


def _fees(rng: random.Random, year: int) -> str:
    rows = [
        ["不动产登记费", "县自然资源局", "住宅80元/件，非住宅550元/件"],
        ["耕地开垦费", "县自然资源局", "按照占用耕地的等级计收"],
        ["水土保持补偿费", "县水利局", "按照征占用土地面积计收"],
        ["城镇垃圾处理费", "县城市管理局", "居民每户每月5元"],
        ["公办幼儿园保教费", "县教育局", "按照幼儿园等级计收"],
        ["信息处理费", "各行政机关", "超出规定数量、频次范围的申请，按件或者按量计收"],
    ]
    return table("行政事业性收费目录清单", [["收费项目", "执收单位", "标准"]], rows)


def _procurement(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    total = [0, 0]
    for item in ("货物类", "工程类", "服务类"):
        budget = rng.randint(9000, 60000)
        actual = int(budget * rng.uniform(0.9, 0.98))
        total = [total[0] + budget, total[1] + actual]
        rows.append([item, *(f"{n / 10:,.1f}" for n in (budget, actual, budget - actual))])
    rows.append(["合计", *(f"{n / 10:,.1f}" for n in (*total, total[0] - total[1]))])
    return table("政府采购实施情况（单位：万元）", [["类别", "采购预算", "实际采购金额", "节约资金"]], rows)


def _districts(rng: random.Random, year: int) -> str:
    rows = [
        ["云溪第一小学", "云溪大道以东、学府路以北", 6],
        ["云溪第二小学", "云溪大道以西、河滨路以南", 6],
        ["云溪实验小学", "经济开发区和东湖社区", 8],
        ["云溪第一中学初中部", "学府路以北各小区", 10],
        ["云溪第二中学", "学府路以南各小区和云麓镇镇区", 8],
    ]
    return table("服务区划分和招生计划", [["学校", "服务区", "班数"]], rows)


def _sampling(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    total = [0, 0]
    for item in ("粮食加工品", "食用农产品", "餐饮食品", "糕点", "豆制品", "肉制品"):
        taken = rng.randint(20, 90)
        bad = rng.randint(0, 2)
        total = [total[0] + taken, total[1] + bad]
        rows.append([item, taken, taken - bad, bad])
    rows.append(["合计", total[0], total[0] - total[1], total[1]])
    return table("食品安全监督抽检情况（单位：批次）", [["类别", "抽检", "合格", "不合格"]], rows)


def _checks(rng: random.Random, year: int) -> str:
    rows: list[list[object]] = []
    for item in ("危险化学品", "建筑施工", "烟花爆竹经营", "道路运输", "人员密集场所"):
        units, found = rng.randint(8, 40), rng.randint(10, 90)
        fixed = found - rng.randint(0, 4)
        rows.append([item, units, found, fixed, found - fixed])
    return table("检查情况", [["行业", "检查单位（家）", "发现隐患（处）", "已整改", "限期整改"]], rows)


def _water(rng: random.Random, year: int) -> str:
    rows = [
        [
            town,
            f"{rng.uniform(6.8, 7.8):.2f}",
            f"{rng.uniform(0.1, 0.9):.2f}",
            f"{rng.uniform(0.2, 0.6):.2f}",
            "达标",
        ]
        for town in TOWNS
    ]
    return table("水质监测结果", [["监测点", "pH", "浑浊度（NTU）", "游离氯（mg/L）", "评价"]], rows)


def _hospitals(rng: random.Random, year: int) -> str:
    rows = [["云溪县人民医院", "内、外、妇、儿、急诊等", "24小时急诊", "0999-6210120"]]
    rows += [
        [f"{town}中心卫生院", "全科、中医、预防保健", "8:00—17:30", f"0999-62{30 + n}0120"]
        for n, town in enumerate(TOWNS)
    ]
    return table("医疗机构服务信息", [["机构", "诊疗科目", "服务时间", "咨询电话"]], rows)


NAMED: dict[str, Callable[[random.Random, int], str]] = {
    "livelihood_projects": _livelihood,
    "economy": _economy,
    "posts": _posts,
    "land": _land,
    "funds": _funds,
    "county_budget": _county_budget,
    "fees": _fees,
    "procurement": _procurement,
    "districts": _districts,
    "sampling": _sampling,
    "checks": _checks,
    "water": _water,
    "hospitals": _hospitals,
}

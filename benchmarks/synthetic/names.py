"""Invented agencies of every level and kind."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = "云清江石柳松桐梅竹溪泽澜岚枫榆槐荷莲苇蓝青紫丹碧鹤鹭雁鹿麓峰岭屏"
SECOND = "溪川宁塘浦港渡坪湾岭泉岗洲潭沟桥堰墩坞渚湖冈塬峪源"
OFFICES = (
    "发展和改革委员会,我委", "教育局,我局", "科学技术局,我局", "公安局,我局", "民政局,我局", "司法局,我局", "财政局,我局",
    "人力资源和社会保障局,我局", "自然资源局,我局", "生态环境局,我局", "住房和城乡建设局,我局", "交通运输局,我局",
    "水利局,我局", "农业农村局,我局", "商务局,我局", "文化广电和旅游局,我局", "卫生健康委员会,我委", "应急管理局,我局",
    "审计局,我局", "市场监督管理局,我局", "统计局,我局", "医疗保障局,我局", "城市管理执法局,我局", "人民防空办公室,我办",
    "粮食和物资储备局,我局", "林业局,我局", "气象局,我局", "档案局,我局", "扶贫开发办公室,我办", "信访局,我局",
    "安全生产监督管理局,我局", "国土资源局,我局", "环境保护局,我局", "人口和计划生育局,我局", "金融工作办公室,我办",
    "国有资产监督管理委员会,我委", "行政审批局,我局", "体育局,我局", "退役军人事务局,我局", "大数据管理局,我局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agency:
    """`level`: province, city, county, town; `kind`: government, department, town, street, school, hospital; `area`: 全市 …"""

    name: str
    we: str
    level: str
    kind: str
    area: str
    place: str


def place(chance: random.Random) -> str:
    """Two syllables that name no place known to the generator's author."""
    return chance.choice(FIRST) + chance.choice(SECOND)


def agency(chance: random.Random) -> Agency:
    """Departments most of the time, then towns and streets, governments, a few schools and hospitals."""
    city, county, spot = place(chance) + "市", place(chance) + chance.choice("县县区"), place(chance)
    roll = chance.random()
    if roll < 0.55:
        office, we = chance.choice(OFFICES).split(",")
        host, level = chance.choice(((city, "city"), (county, "county"), (place(chance) + "省", "province")))
        if level == "province":
            office = (
                office.replace("局", "厅") if office in ("教育局", "民政局", "财政局", "司法局") else office
            )
            we = "我厅" if office.endswith("厅") else we
        return Agency(host + office, we, level, "department", "全" + host[-1], host)
    if roll < 0.7:
        form = chance.choice("镇镇乡")
        return Agency(
            f"{county}{spot}{form}人民政府", "我" + form, "town", "town", "全" + form, f"{spot}{form}"
        )
    if roll < 0.78:
        return Agency(f"{county}{spot}街道办事处", "我街道", "town", "street", "全街道", f"{spot}街道")
    if roll < 0.9:
        host, level = chance.choice(((city, "city"), (county, "county")))
        return Agency(host + "人民政府", "我" + host[-1], level, "government", "全" + host[-1], host)
    if roll < 0.95:
        return Agency(f"{county}第{chance.choice('一二三')}中学", "我校", "county", "school", "全校", county)
    return Agency(f"{county}人民医院", "我院", "county", "hospital", "全院", county)

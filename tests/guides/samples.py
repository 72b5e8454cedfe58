"""Published guides and phone books of the finance bureau, in plain functions."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.catalog import services
from gongkai.catalog.models import Document
from tests.catalog import desk
from tests.world import County

GUIDE: dict[str, Any] = {
    "code": "YX-SP-001",
    "kind": "行政许可",
    "theme": "准营准办",
    "audience": "企业和其他组织",
    "applicants": "在本县从事食品经营的企业、个体工商户。",
    "conditions": "一、有与经营的食品品种、数量相适应的场所。\n二、有食品安全管理人员。",
    "legal_days": 20,
    "promised_days": 10,
    "charged": False,
    "enquiry": "0999-7200101",
    "basis": [{"instrument": "《中华人民共和国食品安全法》", "article": "第三十五条"}],
    "papers": [
        {"name": "食品经营许可申请书", "original": 1, "need": "必须提交", "form": "食品经营许可申请书"},
        {"name": "营业执照", "copies": 1, "source": "政府部门核发", "need": "可以容缺"},
    ],
    "steps": [
        {"name": "受理", "who": "综合窗口", "days": 1, "next": "材料齐全：审查；材料不齐全：一次性告知"},
        {"name": "一次性告知", "days": 0, "next": "受理"},
        {"name": "审查", "who": "许可股", "days": 7},
        {"name": "决定", "who": "分管负责人", "days": 2, "result": "食品经营许可证"},
    ],
    "fees": [],
    "windows": [
        {
            "name": "县政务服务中心综合窗口",
            "address": "云溪县学府路1号一楼",
            "hours": "工作日 9:00—17:00",
            "telephone": "0999-7200102",
        }
    ],
    "results": [{"name": "食品经营许可证", "delivery": "窗口领取或者邮寄"}],
    "questions": [{"question": "可以代办吗？", "answer": "可以，带委托书和代办人身份证件。"}],
}
PHONES: list[dict[str, Any]] = [
    {"unit": "办公室", "post": "主任", "person": "周明", "room": "301", "telephone": "0999-7200101"},
    {"unit": "综合窗口", "telephone": "0999-7200102转8012", "hours": "工作日 9:00—17:00", "window": True},
]


def guide(county: County, name: str, *, file: str = "", **data: Any) -> Document:
    """A public guide of that name, with a file of that title when one is given."""
    fields = {"document_type": "other", "document_number": "", "body": "<p>按事项办理。</p>"}
    made = desk.draft(
        county,
        title=f"{name}办事指南",
        schema="service_guide",
        data={**GUIDE, "name": name, **data},
        **fields,
    )
    if file:
        upload = SimpleUploadedFile(f"{file}.txt", "申请人：".encode())
        services.add_attachment(actor=county.officer, document=made, file=upload, title=file)
    desk.look_at_files(made)
    services.submit_for_review(actor=county.officer, document=made)
    return desk.sign(county, made)


def phone_book(county: County, rows: list[dict[str, Any]] | None = None) -> Document:
    """A public phone book."""
    return desk.published(county, title="办公电话", schema="phone_book", data={"rows": rows or PHONES})

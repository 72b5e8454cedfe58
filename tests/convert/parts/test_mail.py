"""Messages: heads, bodies, attachments, and what no program shows."""

from __future__ import annotations

from email.message import EmailMessage

from gongkai.convert import parts


def test_a_message_is_read_to_its_attachments() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "wang@example.cn", "li@example.cn"
    message["Subject"] = "名单：张三"
    message.set_content("正文", charset="gb18030")
    message.add_alternative("<p>网页</p>", subtype="html")
    message.add_attachment("姓名,证号\n张三,12\n", filename="名单.csv")
    message.preamble = "13800001111"
    contents = parts.read(message.as_bytes(), "a.eml")
    found = {(part.path, part.name): part.text for part in contents.parts}
    assert contents.kind == "eml"
    assert "Subject: 名单：张三" in found[(), "property"]
    assert found[(), "comment"] == "13800001111"
    assert found[("part-1.txt",), "body"].strip() == "正文"
    assert found[("part-2.html",), "body"] == "网页"
    assert found[("名单.csv",), "body"].startswith("姓名,证号")
    assert not contents.unread


def test_a_text_with_colons_is_no_message() -> None:
    assert parts.read("From: 云溪县\nTo: 石塘镇\n内容".encode()).kind == "txt"

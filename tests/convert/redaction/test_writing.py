"""What is cut goes with all its copies, whatever their spelling; the rest stays; what cannot be done is refused."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.convert import parts, redaction
from gongkai.convert.redaction import Cut, NotRedacted, Style, replacement, verify
from gongkai.convert.redaction.values import Values

VALUE = "11010119900307123X"
MASKED = "110***********123X"
PAGE = f"""<!doctype html><html><head><title>{VALUE}</title><meta content="{VALUE}"><script>f("{VALUE}")</script></head>
<body><!-- {VALUE} --><p>证号 1101<b>0119900</b>307&#49;23X，又作 １１０１０１ 19900307 123x。</p>
<a href="x?id={VALUE}" title={VALUE} onclick='f("{VALUE}")'>余下的</a><input value="{VALUE}"></body></html>"""


def cuts(data: bytes, value: str = VALUE, instead: str = MASKED, name: str = "in") -> Iterator[Cut]:
    """The first place of the value."""
    for part in parts.read(data, name).parts:
        if (at := part.text.find(value)) >= 0:
            yield Cut(part.name, part.number, at, at + len(value), instead, part.path)
            return


def redacted(data: bytes, value: str = VALUE, instead: str = MASKED, name: str = "in") -> bytes:
    return redaction.redact(data, name, list(cuts(data, value, instead, name)))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_loses_all_copies_and_nothing_else(encoding: str) -> None:
    copy = redacted(PAGE.encode(encoding)).decode(encoding)
    assert copy.count("*" * 7) == 10
    assert "证号 110*<b>*******</b>***123X，又作 110***********123X。" in copy
    assert "余下的</a>" in copy
    assert VALUE not in copy
    assert copy.count("<") == PAGE.count("<")


def test_a_replacement_ends_nothing_in_the_source() -> None:
    page = f"<p title=a{VALUE}b>x{VALUE}</p><script>f('{VALUE}')</script><!--{VALUE}-->"
    copy = redacted(page.encode(), instead="\"><script>'--> &").decode()
    assert copy.count("<script>") == 1
    body = {part.name: part.text for part in parts.read(copy.encode()).parts}
    assert body["body"] == "x\"><script>'--> &"
    assert body["alternative"] == "a\"><script>'--> &b"
    assert "scriptx" not in body["script"]


def test_texts_and_lists_keep_their_encoding() -> None:
    text = f"姓名,证号\r\n张三,{VALUE}\r\n"
    assert redacted(text.encode("gb18030")).decode("gb18030") == text.replace(VALUE, MASKED)
    escaped = f'{{"\\u59d3\\u540d": "{VALUE}"}}'
    assert redacted(escaped.encode()).decode() == escaped.replace(VALUE, MASKED)


def test_files_written_into_a_page_are_redacted() -> None:
    letter = base64.b64encode(f"附件里的内容，{VALUE}。".encode()).decode()
    page = f"<a href='data:text/plain;base64,{letter}'>附件</a><iframe srcdoc='&lt;p>{VALUE}</p>'></iframe>"
    copy = redacted(page.encode()).decode()
    assert base64.b64encode(f"附件里的内容，{MASKED}。".encode()).decode() in copy
    assert f"&lt;p&gt;{MASKED}&lt;/p&gt;" in copy


def test_archives_lose_it_in_names_remarks_and_at_all_depths() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(VALUE)
        archive.addfile(info, io.BytesIO(VALUE.encode()))
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{VALUE}/b.html", PAGE)
        package.writestr("c.tar.gz", inner.getvalue())
        package.writestr("d.txt", "别的")
        package.comment = VALUE.encode()
    copy = zipfile.ZipFile(io.BytesIO(redacted(outer.getvalue())))
    assert copy.namelist() == [f"{MASKED}/b.html", "c.tar.gz", "d.txt"]
    assert copy.comment == MASKED.encode()
    assert copy.read("d.txt").decode() == "别的"
    with tarfile.open(fileobj=io.BytesIO(copy.read("c.tar.gz"))) as archive:
        opened = archive.extractfile("a.txt")
        assert opened is not None
        assert opened.read() == MASKED.encode()


def test_members_whose_names_become_the_same_are_told_apart() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for value in (VALUE, "110101199003075553"):
            package.writestr(f"{value}.txt", "内容")
    listed = [
        Cut("name", 1, 0, 18, "某某", (f"{VALUE}.txt",)),
        Cut("name", 1, 0, 18, "某某", ("110101199003075553.txt",)),
    ]
    copy = zipfile.ZipFile(io.BytesIO(redaction.redact(stream.getvalue(), "a.zip", listed)))
    assert copy.namelist() == ["某某.txt", "某某-2.txt"]


def test_a_member_that_cannot_be_read_stops_the_redaction() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", VALUE)
        package.writestr("b.txt", "3" * 99)
    with pytest.raises(NotRedacted) as refused:
        redacted(stream.getvalue().replace(b"3" * 99, b"4" * 99))
    assert refused.value.code == "unread"


def test_a_value_in_the_name_only_goes_inside_too() -> None:
    name, data = f"{VALUE}.txt", f"内容{VALUE}".encode()
    cut = Cut("name", 1, 0, len(VALUE), MASKED)
    assert redaction.redact(data, name, [cut]).decode() == f"内容{MASKED}"


def test_short_values_go_only_where_they_were_cut() -> None:
    text = "李某，李四，桃李".encode()
    assert redaction.redact(text, "", [Cut("body", 1, 0, 1, "*")]).decode() == "*某，李四，桃李"


def test_cuts_may_overlap() -> None:
    listed = [Cut("body", 1, 0, 8, "12******"), Cut("body", 1, 4, 12, "********")]
    assert redaction.redact(b"123456789012345", "", listed).decode() == "12**********345"


@pytest.mark.parametrize(
    ("data", "cut", "code"),
    [
        (b"12345", Cut("body", 1, 0, 9, ""), "stale"),
        (b"12345", Cut("comment", 1, 0, 3, ""), "stale"),
        (b"\x00\xff\x01\xfe" * 9, Cut("name", 1, 0, 5, ""), ""),
    ],
)
def test_what_does_not_fit_is_refused(data: bytes, cut: Cut, code: str) -> None:
    if not code:
        assert redaction.redact(data, "名字不在内容里.bin", [cut]) == data
        return
    with pytest.raises(NotRedacted) as refused:
        redaction.redact(data, "in", [cut])
    assert refused.value.code == code


def test_a_file_of_two_kinds_is_refused() -> None:
    stream = io.BytesIO(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    stream.seek(0, io.SEEK_END)
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", VALUE)
    with pytest.raises(NotRedacted) as refused:
        redacted(stream.getvalue())
    assert refused.value.code == "polyglot"


def test_a_copy_that_still_holds_the_value_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.convert.redaction.writing._written", lambda data, *_: data)
    with pytest.raises(NotRedacted) as refused:
        redacted(PAGE.encode())
    assert refused.value.code == "not_gone"
    assert VALUE not in str(refused.value)


@pytest.mark.parametrize(
    "written",
    [
        VALUE.encode("utf-16-be"),
        VALUE.encode().hex().encode(),
        b"".join(b"\\%03o" % byte for byte in VALUE.encode()),
        "".join(f"&#x{ord(sign):x};" for sign in VALUE).encode(),
        base64.b64encode(b"a" + VALUE.encode() + b"bc"),
        base64.b64encode(b"abcd" * 5 + VALUE.encode()).replace(b"M", b"M\n"),
        gzip.compress(VALUE.encode(), mtime=0),
    ],
    ids=["wide", "hex", "octal", "entities", "base64", "broken base64", "packed"],
)
def test_the_search_sees_through_what_a_file_can_do(written: bytes) -> None:
    assert verify(b"\x00\x01\x02" + written if written[:2] != b"\x1f\x8b" else written, [VALUE])
    assert not verify(written, ["11010119900307555X"])


def test_what_the_search_says_names_no_value() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(f"{VALUE}.txt", VALUE)
    assert VALUE not in " ".join(verify(stream.getvalue(), [VALUE]))


@given(st.text(alphabet="12 -\n３x", min_size=9, max_size=30), st.text(max_size=5), st.text(max_size=5))
def test_a_value_is_found_wherever_it_stands(value: str, before: str, after: str) -> None:
    values = Values([value])
    found = {(before + value + after)[start:end] for start, end, _ in values.in_text(before + value + after)}
    assert not values or any(value.strip(" -\n") in stretch or stretch in value for stretch in found)


@given(st.text(alphabet="0123456789张三 \t", min_size=1, max_size=30), st.sampled_from(Style))
def test_no_style_gives_the_value_away(value: str, style: Style) -> None:
    if len(value.split()) == 0 or set(value) <= {"*"}:
        return
    assert value.strip() not in replacement(value, style)


def test_each_cell_keeps_its_share_of_the_mask() -> None:
    assert replacement("1\t2\t3\t4\t5", masked="12**5") == "1\t2\t*\t*\t5"
    assert replacement("13800001111") == "138****1111"


@given(st.text(alphabet="0１x -\u200b\n国", max_size=12), st.text(alphabet="0１x -\u200b\n国", max_size=12))
def test_places_are_those_of_the_text(before: str, after: str) -> None:
    text = f"{before}９ 87-6\u200b543x21a{after}"
    start, end, value = next(Values(["9876543X21A"]).in_text(text))
    assert (text[start:end], value) == ("９ 87-6\u200b543x21a", "9876543X21A")

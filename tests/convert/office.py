"""Office files made by hand, member by member, for what no library would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from gongkai.convert.parts.model import Contents, Part
from gongkai.convert.parts.ooxml_ole import compound_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MORE = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """What a package holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations(*items: tuple[str, str, str]) -> str:
    """A part with relations: (identifier, last word of the type, target); an address with a colon is outside."""
    listed = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for identifier, kind, target in items
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def word_part(root: str, inside: str) -> str:
    """A part of a Word document."""
    return f'<w:{root} xmlns:w="{W}" xmlns:a="{A}" xmlns:r="{R}" {_MORE}>{inside}</w:{root}>'


def word(body: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this body, and more members."""
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": word_part("document", f"<w:body>{body}</w:body>"),
            **(more or {}),
        }
    )


def run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph of these runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


def workbook(
    sheets: Mapping[str, str], more: Mapping[str, str | bytes] | None = None, inside: str = ""
) -> bytes:
    """A workbook of sheets, each by its name and the XML in it; `inside`: what follows the sheets in the workbook."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets>{inside}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                *(
                    (f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml")
                    for number in range(1, len(sheets) + 1)
                )
            ),
            **{
                f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{S}" xmlns:r="{R}">{sheet}</worksheet>'
                for number, sheet in enumerate(sheets.values(), 1)
            },
            **(more or {}),
        }
    )


def metafile(*drawn: str) -> bytes:
    """An EMF that draws these words; one that begins with a line break stands on a line of its own."""
    records, height = [], 10
    for words in drawn:
        height += 20 if words.startswith("\n") else 0
        written = words.strip("\n").encode("utf-16-le")
        written += bytes(-len(written) % 4)
        size = 76 + len(written)
        text = struct.pack("<iiIIIiiiiI", 0, height, len(words.strip("\n")), 76, 0, 0, 0, 0, 0, 0)
        records.append(struct.pack("<II", 84, size) + bytes(28) + text + written)
    head = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return head + b"".join(records) + struct.pack("<III", 14, 20, 0) + bytes(8)


def packed(label: str, content: bytes) -> bytes:
    """A file as it is put into a document by drag and drop."""
    name = label.encode("gb18030") + b"\0"
    body = struct.pack("<H", 2) + name + name + struct.pack("<HHI", 0, 3, len(name)) + name
    body += struct.pack("<I", len(content)) + content
    return compound_file({"\x01Ole10Native": struct.pack("<I", len(body)) + body, "\x01CompObj": bytes(80)})


def program(source: str) -> bytes:
    """A program as it is packed into an office file, its source written sign by sign."""
    code = f'Attribute VB_Name = "Module1"\r\n{source}'.encode("gb18030")
    tokens = b"".join(b"\0" + code[at : at + 8] for at in range(0, len(code), 8))
    chunk = struct.pack("<H", 0xB000 | len(tokens) - 1) + tokens
    return compound_file({"Module1": b"compiled" + b"\x01" + chunk})


def texts(contents: Contents, name: str) -> list[str]:
    """The texts of the parts of that name."""
    return [part.text.rstrip("\n") for part in contents.parts if part.name == name]


def part_of(contents: Contents, name: str) -> Part:
    """The first part of that name."""
    return next(part for part in contents.parts if part.name == name)


def codes(contents: Contents) -> list[str]:
    """Why something was not read."""
    return [unread.code for unread in contents.unread]


class Inside:
    """Stands for whatever reads the files in a file: remembers them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, name: str, data: bytes, path: Sequence[str]) -> Contents:
        self.files[name] = data
        return Contents("seen")

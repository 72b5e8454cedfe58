"""From a seed to a file with known truth."""

from __future__ import annotations

import random
from collections.abc import Callable

from .compose import draft as drafted
from .files import ofd, pdf, picture, plain, pptx
from .files.docx import docx
from .files.packing import packed as zipped
from .files.packing import tarred
from .files.xlsx import xlsx
from .model import Document, Draft, Planted, placed

FINAL = 20_000_000
"""Seeds from here on are kept for final figures: their failures are not looked at, and they hold sentences no other seed has."""

WRITERS: dict[str, Callable[[random.Random, Draft], tuple[bytes, list[Planted]]]] = {
    "txt": plain.text,
    "html": plain.html,
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx.pptx,
    "pdf": pdf.pdf,
    "ofd": ofd.ofd,
    "csv": plain.csv,
}
CONTAINERS = (*WRITERS, "zip", "picture")
WEIGHTS = (24, 20, 20, 16, 5, 6, 4, 2, 3, 0)
"""How often each container is chosen; pictures are measured apart, since reading one takes seconds."""


def generate(seed: int, container: str | None = None) -> Document:
    """The same arguments give the same bytes. Raises ValueError for a container that is not known."""
    chance = random.Random(f"{seed}/{container}")
    container = container or chance.choices(CONTAINERS, WEIGHTS)[0]
    draft = drafted(chance, seed >= FINAL, clean=0.05 if container == "picture" else 0.3)
    if container == "picture":
        draft.aside = []
        data, ending, planted = picture.picture(chance, draft)
        return Document(seed, f"{seed}.{ending}", data, container, tuple(planted), draft)
    if container == "zip":
        data, planted = _archive(chance, draft)
        ending = "zip" if data[:2] == b"PK" else "tar.gz"
        return Document(seed, f"{seed}.{ending}", data, container, tuple(planted), draft)
    if container not in WRITERS:
        raise ValueError(f"unknown container: {container}")
    data, planted = WRITERS[container](chance, draft)
    return Document(seed, f"{seed}.{container}", data, container, tuple(planted), draft)


def _archive(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """The document within one to three archives, zip or tar.gz."""
    kind = chance.choice([name for name in WRITERS if name != "pdf"])
    data, planted = WRITERS[kind](chance, draft)
    name = f"附件/名单.{kind}"
    if draft.aside and chance.random() < 0.3:
        block = draft.aside[0]
        words = "".join(c for c in block.text if c not in '/\\:*?"<>|\u200b')
        name = f"附件/{words}.{kind}"
        planted += placed([block], "file name")
    for level in range(1, chance.randint(1, 3) + 1):
        members: dict[str, str | bytes] = {name: data, "说明.txt": "见附件。".encode()}
        data, name = (
            (zipped(members), f"第{level}层.zip")
            if chance.random() < 0.8
            else (tarred(members), f"{level}.tar.gz")
        )
    return data, planted

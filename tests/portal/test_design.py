"""What every page of the portal promises, read from its templates and styles."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template

import gongkai.portal
from gongkai.portal import samples
from gongkai.portal.sharing import qr_svg

ROOM = Path(gongkai.portal.__file__).parent
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
STYLES = sorted((ROOM / "static/portal/css").glob("*.css"))
INLINE = re.compile(
    r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))", re.IGNORECASE
)  # a block of data is no script


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOM)) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_compiles_and_holds_nothing_inline(path: Path) -> None:
    get_template(str(path.relative_to(ROOM / "templates")))
    assert not INLINE.search(path.read_text("utf-8"))


def test_every_style_sheet_is_linked_with_tokens_first_and_print_last() -> None:
    listed = re.findall(
        r"css/([a-z-]+\.css)", (ROOM / "templates/portal/components/stylesheets.html").read_text("utf-8")
    )
    assert sorted(listed) == [path.name for path in STYLES]
    assert (listed[0], listed[-1]) == ("tokens.css", "print.css")


@pytest.mark.parametrize("path", STYLES, ids=names(STYLES))
def test_colours_are_named_in_the_tokens_only(path: Path) -> None:
    if path.name not in {"tokens.css", "print.css"}:
        assert not re.search(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"), re.IGNORECASE)


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        *[
            (text, ground, 4.5)
            for text in ("ink", "ink-quiet", "accent", "danger", "caution")
            for ground in ("paper", "ground", "ground-deep")
        ],
        ("on-accent", "accent", 4.5),
        ("on-accent-quiet", "accent", 4.5),
        ("accent", "accent-wash", 4.5),
        ("danger", "danger-wash", 4.5),
        ("caution", "caution-wash", 4.5),
        ("ink", "mark", 4.5),
        ("line-control", "paper", 3.0),
    ],
)
def test_contrast(text: str, ground: str, least: float) -> None:
    colours = dict(
        re.findall(
            r"--([a-z-]+): #([0-9a-f]+);",
            (ROOM / "static/portal/css/tokens.css").read_text("utf-8").split("@media")[0],
        )
    )
    light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_a_day_is_written_in_full_with_its_weekday_where_somebody_must_act() -> None:
    page = Template("{% load portal_dates %}{% day value %}|{% day value weekday=True %}|{% day nothing %}")
    plain, acted, missing = page.render(Context({"value": date(2026, 11, 21), "nothing": None})).split("|")
    assert plain == '<time datetime="2026-11-21">2026年11月21日</time>'
    assert "（星期六）" in acted
    assert missing == ""


def test_a_moment_is_read_in_the_time_zone_of_the_site() -> None:
    page = Template("{% load portal_dates %}{% day value %}")
    assert "2026年1月1日" in page.render(Context({"value": datetime(2025, 12, 31, 20, tzinfo=UTC)}))


def test_the_code_of_an_address_needs_no_style_attribute() -> None:
    drawing = qr_svg("https://www.yunxi.example.cn/d/1/")
    assert drawing.startswith('<svg role="img" aria-label="')
    assert "style=" not in drawing


def test_the_sample_count_reaches_twenty_working_days() -> None:
    steps = samples.day_steps()
    assert [step.number for step in steps if step.counted] == list(range(1, 21))
    assert steps[0].counted is False

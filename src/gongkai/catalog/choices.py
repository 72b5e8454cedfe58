"""What a drafter may choose, from the statute's data. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.law import catalogue, grounds

# For what may be asked for but need not be published: it lies outside Art 19. Not a ground to withhold.
OUTSIDE_ARTICLE_19 = (
    "outside_art19",
    gettext_lazy("不涉及公众利益调整,不需要公众广泛知晓或者参与决策"),
    gettext_lazy("第十九条"),
)


def ground_choices() -> list[tuple[str, str]]:
    """Grounds of Arts 14–16, and the one for information that is disclosed on request only."""
    found = [(ground.code, f"{ground.label}({ground.article})") for ground in grounds.GROUNDS.values()]
    return [*found, (OUTSIDE_ARTICLE_19[0], f"{OUTSIDE_ARTICLE_19[1]}({OUTSIDE_ARTICLE_19[2]})")]


def ground_label(code: str) -> str:
    """The ground in words; the code itself when the statute's data no longer has it."""
    return dict(ground_choices()).get(code, code)


def item_choices(kind: str) -> list[tuple[str, str]]:
    """The statutory items an agency of this kind publishes under (Arts 20, 21)."""
    mine = {"every", "town" if kind == "town" else "city_county"}
    return [
        (item.id, f"{item.label}（{item.article}）")
        for item in catalogue.ITEMS.values()
        if item.applies_to in mine
    ]


def item_label(code: str) -> str:
    """The statutory item with its article; empty when there is none."""
    item = catalogue.ITEMS.get(code)
    return f"{item.label}（{item.article}）" if item else ""

"""The 21 results of table three, grouped for a select element, each with its articles."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from gongkai.foi import letters
from gongkai.law.outcomes import OUTCOMES, Outcome

BY_LAPSE = ("other.not_corrected", "other.fee_unpaid")


def outcome_label(code: str) -> str:
    """The label of table three, with its group where the label alone says too little."""
    outcome = OUTCOMES.get(code)
    if outcome is None:
        return code
    group = outcome.group_label.split("）", 1)[-1]
    return outcome.label if outcome.label in (group, "予以公开", "部分公开") else f"{group}：{outcome.label}"


def outcome_choices(
    *, with_articles: bool = False, decided_only: bool = False
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices by group. `decided_only` leaves out what comes by lapse of time."""
    rows = [o for o in OUTCOMES.values() if not (decided_only and o.code in BY_LAPSE)]
    return [
        (label, [(o.code, o.label) for o in members])
        for label, members in groupby(rows, key=lambda o: o.group_label)
    ]


def _text(outcome: Outcome, with_articles: bool) -> str:
    articles = "、".join(outcome.articles)
    return f"{outcome.label}（{articles}）" if with_articles and articles else outcome.label


def answer_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of an answer: every result that is decided, in each variant its letter has."""
    named = {
        "grant": _("予以公开（第三十六条第二项）"),
        "grant.already_public": _("已经主动公开，告知方式、途径（第三十六条第一项）"),
        "cannot.not_held": _("经检索没有，信息不存在（第三十六条第四项）"),
        "cannot.not_ours": _("不属于本机关负责公开（第三十六条第五项）"),
        "cannot.transfer": _("不属于本机关负责公开，告知负责公开的机关（第三十六条第五项）"),
    }
    rows = [o for o in OUTCOMES.values() if o.code not in BY_LAPSE]
    return [
        (
            label,
            [
                (variant, named.get(variant) or _text(o, True))
                for o in members
                for variant in letters.variants(o.code)
            ],
        )
        for label, members in groupby(rows, key=lambda o: o.group_label)
    ]


def outcome_of(variant: str) -> str:
    """The result a letter variant answers with."""
    return next(code for code in OUTCOMES if variant in letters.variants(code))

"""What a step of a request rests on stands beside it: the article, and the authority's own clause of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gongkai.catalog.models import RuleLink
from gongkai.foi.office import basis, history, registry
from gongkai.law import acts
from tests.catalog.test_rulebook import linked, rule
from tests.foi.office.desk import back, signed_in, step, step_url, today
from tests.foi.requests import register
from tests.world import County


def test_steps_and_events_are_named_as_they_are_and_lead_to_known_acts() -> None:
    assert set(basis.STEPS) - {"delivery"} <= set(registry.PAGES)
    assert set(basis.EVENTS) <= set(history.WORDS)
    named = {act for found in basis.STEPS.values() for act in found}
    assert named | set(basis.EVENTS.values()) | set(basis.CONSULTED.values()) <= set(acts.every())


@pytest.mark.django_db
def test_a_step_names_todays_clause_and_the_history_that_of_its_day(county: County) -> None:
    document = rule(county)
    (before,) = linked(county, document, ("request.correct", "第一条"))
    RuleLink.objects.filter(pk=before.pk).update(since=today() - timedelta(days=90), until=today())
    linked(county, document, ("request.correct", "第二条"))
    officer, case = signed_in(county.officer), register(county, back(3))
    page = officer.get(step_url(case, "request-correction")).content.decode()
    assert f'依据：《政府信息公开条例》第三十条；<a href="/d/{document.pk}/#art-2">' in page
    step(officer, case, "request-correction", on=back(1), wanted="请明确年度。", period_working_days=10)
    page = officer.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert f'/d/{document.pk}/#art-1">《{document.title}》第一条</a>' in page
    assert "#art-2" not in page

"""What an authority does under the rules of disclosure, and the provisions that bind it on a day."""

from __future__ import annotations

from datetime import date

from gongkai.law import acts


def test_every_act_has_its_names_and_begins_once_at_a_time() -> None:
    known = acts.every()
    assert list(known) == [act.id for workflow in acts.workflows() for act in workflow.acts]
    for workflow in acts.workflows():
        assert workflow.title
        assert workflow.english.isascii()
        assert all(act.id.startswith(f"{workflow.id}.") for act in workflow.acts)
    for act in known.values():
        assert act.title
        assert act.english.isascii()
        assert all(act.words)
        days = [rows[0].since for rows in act.history]
        assert days == sorted(set(days))
        assert {one.mark for rows in act.history for one in rows} <= {"V", "M", "I"}


def test_the_provisions_of_a_day_are_those_in_force() -> None:
    draft = acts.every()["publication.draft"]
    assert draft.on(date(2008, 4, 30)) == ()
    (before,) = draft.on(date(2019, 5, 14))
    assert (before.text, before.mark) == ("《政府信息公开条例》（国务院令第492号）第十七条", "M")
    (now,) = draft.on(date(2019, 5, 15))
    assert (now.text, now.mark) == ("《政府信息公开条例》第十条", "V")

"""The whole demonstration county, loaded once: it is complete, it adds up, and it comes out the same again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import override_settings

from gongkai.agencies import access
from gongkai.agencies.models import Agency, DisclosureOffice, User
from gongkai.audit import copying
from gongkai.audit import queries as audit
from gongkai.audit.models import PublishedReport
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Attachment, Document, Relation
from gongkai.cli.root import main
from gongkai.demo import accounts, county, people, places, requests
from gongkai.foi import queries as foi
from gongkai.foi.models import Applicant, Case, Decision, Letter
from gongkai.guides import phones
from gongkai.guides import queries as guides
from gongkai.law.index_number import parse
from gongkai.law.outcomes import OUTCOMES
from gongkai.ledger import queries as ledger
from gongkai.ledger.models import Event
from gongkai.remedies.models import Remedy
from gongkai.reports import publications
from gongkai.reports.models import AnnualReport
from gongkai.review import queries as review
from gongkai.review.models import Signature

AS_OF = date(2026, 11, 20)
LAST = AS_OF.year - 1

# The county is loaded for the module: by one worker, not by each.
pytestmark = pytest.mark.xdist_group("county")


def digest() -> str:
    """What the county says, without ids and without the hour of loading."""
    said: list[list[Any]] = [
        list(Agency.objects.order_by("path").values_list("code", "name", "organization_code")),
        list(User.objects.order_by("username").values_list("username", "display_name")),
        list(
            Document.objects.order_by("agency__path", "index_number", "title").values_list(
                "title", "index_number", "document_number", "signed_on", "validity", "disclosure_class", "body_text"
            )
        ),
        [str(day)[:10] for day in Document.objects.order_by("index_number").values_list("published_on", flat=True)],
        list(
            Case.objects.order_by("receipt_number").values_list(
                "receipt_number", "subject", "channel", "applicant__name", "status", "received_on", "due_on",
                "closed_on", "outcome",
            )
        ),
        list(Letter.objects.order_by("number", "dated_on").values_list("number", "title", "content_sha256")),
        list(Remedy.objects.order_by("filed_on", "reference").values_list("reference", "kind", "result", "closed_on")),
        [
            [report.agency.code, report.status, report.frozen["values"] if report.frozen else None]
            for report in AnnualReport.objects.select_related("agency").order_by("year", "agency__path")
        ],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False).encode()).hexdigest()


def load() -> list[str]:
    """Load at the scale of the demonstration; the steps taken."""
    return list(county.load(scale="demo", as_of=AS_OF))


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """Load twice, the first time rolled back; the tests look at the second."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    files = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        before = transaction.savepoint()
        load()
        first = digest()
        transaction.savepoint_rollback(before)
        steps = load()
        yield {"first": first, "second": digest(), "steps": steps}
        transaction.set_rollback(True)


def test_same_day_same_records(loaded: dict[str, Any]) -> None:
    """Ids may differ, nothing else."""
    assert loaded["first"] == loaded["second"]


def test_progress_tells_every_step(loaded: dict[str, Any]) -> None:
    """The progress bar knows its length beforehand."""
    assert len(loaded["steps"]) == county.step_count("demo")
    assert county.is_loaded()


def test_agencies(loaded: dict[str, Any]) -> None:
    """One government, 48 departments, 18 towns; none makes rules; some guides are left to be completed."""
    here = Agency.objects.filter(closed_on=None)
    kinds = Counter(here.values_list("kind", flat=True))
    assert kinds == {"government": 1, "department": 48, "town": 18}
    assert not Agency.objects.filter(makes_rules=True).exists()
    offices = DisclosureOffice.objects.filter(agency__in=here)
    assert len([office for office in offices if office.missing_fields()]) == 3
    gone = Agency.objects.get(closed_on__isnull=False)
    assert gone.kept_by == Agency.objects.get(code="development-reform")
    assert gone.documents.filter(live=True).count() == 2


def test_one_account_per_role_can_sign_in(loaded: dict[str, Any]) -> None:
    """Six accounts, each with its duty; nobody else has a password, nobody is a superuser."""
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == {username for username, *_rest in accounts.ROLES}
    assert not User.objects.filter(is_superuser=True).exists()
    officer = User.objects.get(username="officer")
    assert officer.check_password(people.PASSWORD)
    assert access.holds(officer, Agency.objects.get(code="finance"), "information_officer")


def test_documents(loaded: dict[str, Any]) -> None:
    """About three hundred, from every agency, in every state a newcomer should meet."""
    live = Document.objects.filter(live=True)
    assert 280 <= live.count() <= 400
    assert live.values("agency").distinct().count() == 68
    assert {document.published_on.year for document in live} == {LAST - 1, LAST, AS_OF.year}
    assert all(str(parse(number)) == number for number in live.values_list("index_number", flat=True))
    assert {"repealed", "amended", "expired"} <= set(live.values_list("validity", flat=True))
    assert Document.objects.filter(withdrawn_on__isnull=False, live=False).exists()
    kinds = set(Relation.objects.values_list("kind", flat=True))
    assert {"interprets", "repeals", "repeals_partly", "clarifies"} <= kinds
    assert Document.objects.filter(disclosure_class="withheld", registered_on__isnull=False).exists()
    assert set(Attachment.objects.values_list("extension", flat=True)) == {"docx", "pdf", "png"}
    assert live.filter(body__contains='colspan="2"').exists()
    assert not live.filter(body__contains="$").exists()
    assert len(catalog.latest(None)) == 10


def test_every_desk_of_finance_has_work(loaded: dict[str, Any]) -> None:
    """Each signer has something to sign; the officer has drafts, one returned, one overdue."""
    for username in ("reviewer", "secrecy", "leader"):
        assert len(review.waiting_for(User.objects.get(username=username))) >= 2
    officer = User.objects.get(username="officer")
    assert catalog.overdue_publications(officer, AS_OF).count() >= 2
    assert Signature.objects.filter(decision="returned", agency__code="finance").count() == 1
    assert Decision.objects.filter(state="proposed", case__agency__code="finance").count() == 3


def test_requests_in_every_state(loaded: dict[str, Any]) -> None:
    """Every status, outcome, channel and kind of applicant occurs."""
    cases = list(Case.objects.all())
    assert 110 <= len(cases) <= 140
    assert {case.status_on(AS_OF) for case in cases} == set(Case.Status.values)
    assert {case.outcome for case in cases} - {""} == set(OUTCOMES)
    assert {case.channel for case in cases} == set(Case.Channel.values)
    assert set(Applicant.objects.values_list("kind", flat=True)) == set(Applicant.Kind.values)
    assert set(Letter.objects.values_list("kind", flat=True)) >= {
        "correction", "consultation", "extension", "fee_notice", "excessive_delay", "decision",
    }  # fmt: skip
    assert [case.decided_on_time for case in cases].count(False) == 3


def test_proceedings(loaded: dict[str, Any]) -> None:
    """All three groups of table four and all results."""
    rows = Remedy.objects.values_list("kind", "result")
    assert {kind for kind, _result in rows} >= {"reconsideration", "suit_direct", "suit_after"}
    assert {result for _kind, result in rows} == {"upheld", "corrected", "other", "pending"}


def test_reports(loaded: dict[str, Any]) -> None:
    """Last year's are published by everybody, signed without exceptions; this year's has cells left to enter."""
    last = AnnualReport.objects.filter(year=LAST)
    assert last.count() == 67
    assert set(last.values_list("status", "exception_reason")) == {("published", "")}
    assert all(report.published_on <= report.due_on for report in last)
    running = AnnualReport.objects.get(year=AS_OF.year, agency__code="finance")
    assert running.is_open
    assert running.manual_cells.count() == 2


def test_guides_telephones_and_the_handbook(loaded: dict[str, Any]) -> None:
    """Eight guides with charts, telephones of every agency, and the book printed from the guides."""
    found = [guides.guide_for(None, document.pk) for document in guides.found()]
    assert len(found) == 8
    assert all(guide and guide.chart for guide in found)
    assert len({phone.agency.pk for phone in phones.found()}) >= 60
    book = guides.handbooks().get()
    assert [one.extension for one in book.attachments] == ["pdf"]
    assert {entry["guide"] for entry in book.data["entries"]} == {
        one.document.index_number for one in found if one
    }


def test_verify_finds_nothing(loaded: dict[str, Any]) -> None:
    """`gongkai verify` is clean: the chain is whole and every projection is what its events say."""
    result = CliRunner().invoke(main, ["verify"])
    assert result.exit_code == 0, result.output
    assert ledger.chain_problems() == []
    assert foi.projection_differences() == []


def test_last_years_report_balances(loaded: dict[str, Any]) -> None:
    """`gongkai report compute` for the county finds nothing to object to, and the balance holds to the unit."""
    arguments = ["report", "compute", "--agency", "yunxi", "--year", str(LAST), "--out", "-"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    values = report["values"]
    assert [finding for finding in report["findings"] if finding["severity"] == "error"] == []
    came = values["t3.new.total"] + values["t3.carried_in.total"]
    assert came == values["t3.results_total.total"] + values["t3.carried_out.total"]
    assert values["t3.carried_in.total"] > 0
    assert values["t3.carried_out.total"] > 0


def test_tracking_example_can_be_found(loaded: dict[str, Any]) -> None:
    """The number and code that are printed open the request."""
    example = requests.tracking_example()
    assert example is not None
    assert foi.find_for_tracking(*example) is not None


def test_welcome_shows_passwords_in_demo_mode_only(loaded: dict[str, Any]) -> None:
    """Never elsewhere."""
    with override_settings(DEMO=False):
        assert accounts.welcome("http://127.0.0.1:8000") == ""
    with override_settings(DEMO=True):
        text = accounts.welcome("http://127.0.0.1:8000/")
    assert people.PASSWORD in text
    assert "http://127.0.0.1:8000/office/" in text
    assert all(username in text for username, *_rest in accounts.ROLES)


def test_a_day_that_has_not_come_is_refused(loaded: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written, by the function and by the command."""
    monkeypatch.setenv("GONGKAI_DEMO", "on")
    with pytest.raises(ValueError, match="future"):
        next(county.load(scale="demo", as_of=date(2999, 1, 1)))
    result = CliRunner().invoke(main, ["demo", "load", "--as-of", "2999-01-01"])
    assert result.exit_code == 2
    assert "future" in result.output


def test_loading_twice_changes_nothing(loaded: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second `gongkai demo load` reuses what is there and says so."""
    monkeypatch.setenv("GONGKAI_DEMO", "on")
    monkeypatch.setattr("django.core.management.call_command", lambda *_args, **_options: None)
    events = Event.objects.count()
    result = CliRunner().invoke(main, ["demo", "load"])
    assert result.exit_code == 0, result.output
    assert "already loaded" in result.output
    assert Event.objects.count() == events


def test_reports_from_elsewhere_are_read_in(loaded: dict[str, Any]) -> None:
    """A town from 2010 on, whose last report has errors and shares passages with its neighbour's."""
    accepted = PublishedReport.objects.filter(status="accepted", agency_name="清川市石塘镇人民政府")
    assert set(accepted.values_list("form", flat=True)) == {"narrative", "2014", "2019", "2021"}
    waiting = {report.agency_name: report for report in PublishedReport.objects.filter(status="read")}
    assert waiting["清川市石塘镇人民政府"].findings[0]["id"] == "form.R2"
    assert waiting["清川市柳溪镇人民政府"].findings == []
    pairs = copying.find(audit.texts(User.objects.get(username="supervisor")))
    assert {pairs[0].earlier, pairs[0].later} == {str(report.pk) for report in waiting.values()}


def test_the_year_before_last_is_like_the_last(loaded: dict[str, Any]) -> None:
    """So that comparisons in reports, charts and stories say something a reader believes."""
    series = {report.year: report for report in publications.series_of(Agency.objects.get(code=places.ROOT))}
    last, earlier = (series[LAST - ago].values["t3.new.total"] or 0 for ago in (0, 1))
    assert last / 2 <= earlier <= last * 2

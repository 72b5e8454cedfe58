"""What a list masks or never shows lies nowhere open, and neither a key nor a migration changes what was signed."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from gongkai.agencies import sealing
from gongkai.catalog import content, entries, services
from gongkai.catalog.models import Document, Entry, PersonalValues
from gongkai.foi.services import resealing
from tests.catalog import lists
from tests.world import County

NAME = "钱小禾"
SECRETS = (NAME, lists.RESIDENT)


def rows() -> list[dict[str, Any]]:
    """A person, whose name is masked and whose number is never shown, and a company, which is wholly public."""
    person = lists.permit(1, party=NAME, party_kind="自然人", identity=lists.RESIDENT)
    return [person, lists.permit(2)]


def stored_text() -> str:
    """Every value of every table, as the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def stored_data(document: Document) -> str:
    """The content of the row, byte for byte."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(data AS text) FROM catalog_document WHERE id = %s", [document.pk])
        return str(cursor.fetchone()[0])


def test_nothing_lies_open_and_whoever_may_read_reads_it_whole(county: County) -> None:
    document = lists.published(county, "permits", rows())
    found = stored_text().encode().decode("unicode_escape", "ignore") + stored_text()
    assert lists.RESIDENT not in found
    assert NAME not in found
    assert lists.permit(2)["party"] in found
    read = Document.objects.get(pk=document.pk)
    assert [row["party"] for row in read.data["rows"]] == [NAME, lists.permit(2)["party"]]
    assert read.data["rows"][0]["identity"] == lists.RESIDENT
    assert content.digest(read) == read.content_sha256
    assert Entry.objects.get(document=document, number=0).values["party"] == "钱**"
    assert entries.differences() == []


def test_a_row_that_is_saved_again_is_what_was_signed(county: County) -> None:
    document = lists.published(county, "permits", rows())
    before = stored_data(document)
    read = Document.objects.get(pk=document.pk)
    assert read.data["rows"]
    read.save()  # the database would refuse another content without another clearance
    assert stored_data(document) == before
    later = Document.objects.defer("data").get(pk=document.pk)
    assert later.data["rows"]
    later.refresh_from_db()
    later.save()
    assert stored_data(document) == before
    draft = services.revise(actor=county.officer, document=read, data={"rows": [*rows(), lists.permit(3)]})
    assert draft.data["rows"][0]["identity"] == lists.RESIDENT
    assert PersonalValues.objects.count() == 1


def test_a_key_is_replaced_without_touching_the_document(county: County, settings: Any) -> None:
    document = lists.published(county, "permits", rows())
    before, first = stored_data(document), settings.APPLICANT_KEYS[0]
    made = sealing.new_key()
    settings.APPLICANT_KEYS = [made, first]
    assert resealing.reseal().rows >= 1
    settings.APPLICANT_KEYS = [made]
    assert resealing.problems() == []
    assert stored_data(document) == before
    assert Document.objects.get(pk=document.pk).data["rows"][0]["party"] == NAME


def test_what_a_failed_transaction_took_along_is_sealed_anew(county: County) -> None:
    document = Document(agency=county.finance, schema="permits", data={"rows": rows()}, live=False)
    with transaction.atomic():
        document.save()
        transaction.set_rollback(True)
    document.pk, document._state.adding = None, True
    document.save()
    assert Document.objects.get(pk=document.pk).data["rows"][0]["identity"] == lists.RESIDENT


def test_what_was_destroyed_is_empty_everywhere(county: County) -> None:
    document = lists.published(county, "permits", rows())
    PersonalValues.objects.all().delete()
    read = Document.objects.get(pk=document.pk).data["rows"]
    assert (read[0]["party"], read[0]["identity"]) == (None, None)
    assert read[1]["party"] == lists.permit(2)["party"]


@pytest.mark.django_db(transaction=False)
def test_older_lists_are_sealed_and_opened_again(county: County) -> None:
    migration = importlib.import_module("gongkai.catalog.migrations.0013_seal_personal_values")
    document = lists.published(county, "permits", rows())
    signed = Document.objects.get(pk=document.pk).content_sha256

    class Editor:
        """What a migration is handed."""

        connection = connection

    migration.unseal(apps, Editor)
    assert lists.RESIDENT in stored_data(document)
    assert content.digest(Document.objects.get(pk=document.pk)) == signed
    for _again in range(2):
        migration.seal(apps, Editor)
        assert lists.RESIDENT not in stored_text()
    read = Document.objects.get(pk=document.pk)
    assert content.digest(read) == signed
    assert read.latest_revision.as_object().data["rows"][0]["party"] == NAME

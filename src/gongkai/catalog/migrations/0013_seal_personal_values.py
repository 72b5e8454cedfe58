"""Values of lists that not everybody may see leave the rows and versions in which they lay open.

Batch by batch, each in a transaction of its own: stopped and run again it goes on with what still lies open. Backwards they are
put back where they were. The triggers on documents come back after every `migrate`.
"""

import json

from django.db import connections, migrations, transaction

from gongkai.catalog.sealed_content import Closed

BATCH = 200


def seal(apps, schema_editor):
    _rewrite(apps, schema_editor, lambda field, content, document: field.pre_save(document, False))


def unseal(apps, schema_editor):
    _rewrite(apps, schema_editor, lambda field, content, document: field.opened(content)[0])


def _rewrite(apps, schema_editor, change):
    document = apps.get_model("catalog", "Document")
    field, using = document._meta.get_field("data"), schema_editor.connection.alias
    _let_through(using)
    revision = apps.get_model("wagtailcore", "Revision")
    known = {"content_type__app_label": "catalog", "content_type__model": "document"}
    rows = document.objects.using(using).exclude(schema="")
    for pks in _batches(rows):
        with transaction.atomic(using=using):
            for row in rows.filter(pk__in=pks).only("schema", "data"):
                _update(using, "catalog_document", "data", row.pk, _changed(field, change, row.schema, row))
    versions = revision.objects.using(using).filter(**known)
    for pks in _batches(versions):
        with transaction.atomic(using=using):
            for row in versions.filter(pk__in=pks):
                slug, data = row.content.get("schema"), row.content.get("data")
                if not slug or not isinstance(data, dict):
                    continue
                held = document(schema=slug, data=field.to_python(data))
                made = _changed(field, change, slug, held)
                _update(using, "wagtailcore_revision", "content", row.pk, {**row.content, "data": made})


def _changed(field, change, slug, row):
    held = row.__dict__["data"]
    return change(field, held.content if isinstance(held, Closed) else held, row)


def _update(using, table, column, pk, content):
    text = json.dumps(content)
    cast = "%s::jsonb" if connections[using].vendor == "postgresql" else "%s"
    with connections[using].cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {cast} WHERE id = %s", [text, pk])  # noqa: S608 - our own tables


def _batches(rows):
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield found
        last = found[-1]


def _let_through(using):
    """What was signed stays what it was: only where its values lie changes."""
    place = " ON catalog_document" if connections[using].vendor == "postgresql" else ""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS catalog_document_content_fixed{place}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("catalog", "0012_sealed_values"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(seal, unseal)]

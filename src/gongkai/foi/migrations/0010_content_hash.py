"""Recognise earlier requests whatever their punctuation: the hash of the content is drawn from letters and digits alone."""

from django.db import migrations

from gongkai.foi import hashes


def draw_anew(apps, schema_editor):
    """The hash of every request that still has its content."""
    cases = apps.get_model("foi", "Case").objects.using(schema_editor.connection.alias)
    rows = cases.filter(destroyed_on__isnull=True).only("subject", "document_number", "features", "content_hash")
    for case in rows.iterator(chunk_size=1000):
        fresh = hashes.content_hash(case.subject, case.document_number, case.features)
        if fresh != case.content_hash:
            cases.filter(pk=case.pk).update(content_hash=fresh)


class Migration(migrations.Migration):
    dependencies = [("foi", "0009_split_sealed")]
    operations = [migrations.RunPython(draw_anew, migrations.RunPython.noop)]

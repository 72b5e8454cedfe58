"""The limits that matters have already begin their history; those that run into a year without a notice are provisional."""

from django.db import migrations

from gongkai.law import calendar


def begin(apps, schema_editor):
    matter, limit = apps.get_model("matters", "Matter"), apps.get_model("matters", "MatterLimit")
    notices = apps.get_model("agencies", "HolidayNotice").objects.order_by("loaded_at", "id")
    known = calendar.load([calendar.parse_notice(row.content) for row in notices])
    rows = matter.objects.filter(due_on__isnull=False, limits__isnull=True)
    found = rows.values_list("pk", "accepted_on", "promised_on", "due_on", "moved_at").order_by("pk")
    for pk, accepted_on, promised_on, due_on, moved_at in list(found):
        provisional = promised_on is None and known.provisional(accepted_on, due_on)
        if provisional:
            matter.objects.filter(pk=pk).update(provisional=True)
        limit.objects.create(
            matter_id=pk, due_on=due_on, provisional=provisional, cause="handed_in", recorded_at=moved_at
        )


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_limits"), ("agencies", "0004_reorganisations")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]

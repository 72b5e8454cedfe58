"""What lies open is sealed, rows and files alike; from now on looks are only added, as the database itself sees to."""

from django.db import migrations

from gongkai.foi.services import resealing

SQLITE = [
    """CREATE TRIGGER foi_applicantlook_no_update BEFORE UPDATE ON foi_applicantlook
       BEGIN SELECT RAISE(ABORT, 'looks are append-only'); END""",
    """CREATE TRIGGER foi_applicantlook_no_delete BEFORE DELETE ON foi_applicantlook
       BEGIN SELECT RAISE(ABORT, 'looks are append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION foi_applicantlook_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'looks are append-only'; END $$""",
    """CREATE TRIGGER foi_applicantlook_no_change BEFORE UPDATE OR DELETE ON foi_applicantlook
       FOR EACH ROW EXECUTE FUNCTION foi_applicantlook_refuse()""",
    """CREATE TRIGGER foi_applicantlook_no_truncate BEFORE TRUNCATE ON foi_applicantlook
       FOR EACH STATEMENT EXECUTE FUNCTION foi_applicantlook_refuse()""",
]


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def seal(apps, schema_editor):
    resealing.reseal(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("foi", "0004_applicant_privacy")]
    operations = [
        migrations.RunPython(guard, migrations.RunPython.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]

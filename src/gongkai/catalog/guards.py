"""Database triggers of the catalogue: what the constraints of one row cannot say.

A live row carries a clearance of this very document and of this very content; published content changes only together
with a new clearance; an index number never changes; a numbered or cleared document is never deleted.
Installed after every `migrate` (`ledger.guards` says why).
"""

from __future__ import annotations

from gongkai.ledger import guards

NEEDED = {"catalog_document", "review_clearance", "django_content_type"}
WRITTEN_ONCE = ("catalog_standardcatalogue", "catalog_standarditem", "catalog_publicationlimit")
CLEARED = """NEW.live AND NOT EXISTS (
    SELECT 1 FROM review_clearance c JOIN django_content_type t ON t.id = c.content_type_id
    WHERE c.id = NEW.clearance_id AND c.object_id = NEW.id AND c.content_sha256 = NEW.content_sha256
    AND t.app_label = 'catalog' AND t.model = 'document')"""
CHANGED = """OLD.live AND NEW.live AND OLD.clearance_id = NEW.clearance_id AND (
    OLD.title <> NEW.title OR OLD.body <> NEW.body OR OLD.summary <> NEW.summary
    OR OLD.disclosure_class <> NEW.disclosure_class OR CAST(OLD.attached AS text) <> CAST(NEW.attached AS text)
    OR OLD.schema <> NEW.schema OR CAST(OLD.data AS text) <> CAST(NEW.data AS text))"""
RENUMBERED = "OLD.index_number <> '' AND NEW.index_number <> OLD.index_number"
KEPT = "OLD.index_number <> '' OR OLD.clearance_id IS NOT NULL"
RULES = (
    ("cleared_insert", "INSERT", CLEARED, "a live document needs its own clearance"),
    ("cleared_update", "UPDATE", CLEARED, "a live document needs its own clearance"),
    ("content_fixed", "UPDATE", CHANGED, "published content changes only with a new clearance"),
    ("number_fixed", "UPDATE", RENUMBERED, "an index number never changes"),
    ("kept", "DELETE", KEPT, "a numbered or cleared document is never deleted"),
)


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    return guards.install(NEEDED, statements, using) and guards.install(
        WRITTEN_ONCE, guards.append_only(*WRITTEN_ONCE), using
    )


def statements(vendor: str) -> list[str]:
    """The triggers in the dialect of the database, in the place of older ones of the same name."""
    if vendor == "sqlite":
        return [
            line
            for name, act, condition, text in RULES
            for line in (
                f"DROP TRIGGER IF EXISTS catalog_document_{name}",
                f"CREATE TRIGGER catalog_document_{name} BEFORE {act} ON catalog_document "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{text}'); END",
            )
        ]
    found = []
    for name, act, condition, text in RULES:
        back = "OLD" if act == "DELETE" else "NEW"
        found.append(
            f"CREATE OR REPLACE FUNCTION catalog_document_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {back}; END $$"
        )
        found.append(
            f"CREATE OR REPLACE TRIGGER catalog_document_{name} BEFORE {act} ON catalog_document "
            f"FOR EACH ROW EXECUTE FUNCTION catalog_document_{name}()"
        )
    return found

"""Triggers that protect application events: both databases reject any update or delete.

Only the purge may delete them, while the workspace's row exists in application_purge, which is only inside the
purging transaction. The migration that created the triggers has the same text; a test compares them.
"""

import sqlalchemy as sa

SQLITE = (
    """CREATE TRIGGER application_event_no_update BEFORE UPDATE ON application_event
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    """CREATE TRIGGER application_event_no_delete BEFORE DELETE ON application_event
    WHEN NOT EXISTS (SELECT 1 FROM application_purge WHERE workspace = OLD.workspace)
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    # INSERT OR REPLACE would delete the row without running the trigger above.
    """CREATE TRIGGER application_event_no_replace BEFORE INSERT ON application_event
    WHEN EXISTS (SELECT 1 FROM application_event WHERE workspace = NEW.workspace
    AND application = NEW.application AND seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
)
POSTGRES = (
    """CREATE FUNCTION application_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM application_purge WHERE workspace = OLD.workspace)
    THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'application_event is append-only'; END $$""",
    """CREATE TRIGGER application_event_append_only BEFORE UPDATE OR DELETE ON application_event
    FOR EACH ROW EXECUTE FUNCTION application_event_refuse()""",
)


def guard(event: sa.Table) -> None:
    """Create the triggers with `event` in create_all. On a migrated database, the migration created them."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRES)):
        for statement in statements:
            sa.event.listen(event, "after_create", sa.DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]

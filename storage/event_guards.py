"""What keeps the events of applications: neither database changes or deletes one, whoever asks.

The purge path alone may delete them: while the workspace's row stands in application_purge, which it does only
inside the purging transaction. The migration that made the triggers holds the same words; a test compares them.
"""

import sqlalchemy as sa

SQLITE = (
    """CREATE TRIGGER application_event_no_update BEFORE UPDATE ON application_event
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    """CREATE TRIGGER application_event_no_delete BEFORE DELETE ON application_event
    WHEN NOT EXISTS (SELECT 1 FROM application_purge WHERE workspace = OLD.workspace)
    BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END""",
    # INSERT OR REPLACE would delete without asking the trigger before it.
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
    """Have `event` made with its triggers by create_all; on a migrated database the migration made them."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRES)):
        for statement in statements:
            sa.event.listen(event, "after_create", sa.DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]

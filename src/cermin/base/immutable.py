"""Tables that nobody changes, not even by mistake in our own code: triggers on both databases refuse it."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_REFUSAL = "cermin: this table is append-only"


class AppendOnly(Operation):
    """Migration operation: UPDATE and DELETE of a table fail. `sealed_by`: columns that may be filled in once, while the first of
    them is null (the audit chain); everything else in the row must stay as it was.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, columns: tuple[str, ...] = (), sealed_by: tuple[str, ...] = ()) -> None:
        # columns: those that stay fixed, only needed with sealed_by.
        self.table, self.columns, self.sealed_by = table, columns, sealed_by

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No change of models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self._statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{event}{on}", params=None)

    def describe(self) -> str:
        return f"Refuse changes of {self.table}"

    def _statements(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            refuse = f"RAISE EXCEPTION '{_REFUSAL}: %', TG_TABLE_NAME;"
            language = "RETURNS trigger LANGUAGE plpgsql AS"
            made = [f"CREATE OR REPLACE FUNCTION cermin_append_only() {language} $$ BEGIN {refuse} END $$"]
            different = "IS DISTINCT FROM"
            body = "EXECUTE FUNCTION cermin_append_only()"
        else:
            made = []
            different = "IS NOT"
            body = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        changed = ""
        if self.sealed_by:
            fixed = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in self.columns)
            changed = f" WHEN (OLD.{self.sealed_by[0]} IS NOT NULL OR {fixed})"
        for event, when in (("update", changed), ("delete", "")):
            made.append(
                f"CREATE TRIGGER {self.table}_no_{event} BEFORE {event.upper()} ON {self.table} FOR EACH ROW{when} {body}"
            )
        return made

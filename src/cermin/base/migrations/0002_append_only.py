"""Audit lines are written once; sealing fills number and digest, once. Issued documents and their files never change."""

from django.db import migrations

from cermin.base.immutable import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        AppendOnly(
            "base_auditline",
            columns=(
                "id",
                "government_id",
                "at",
                "actor_id",
                "actor_label",
                "action",
                "object_kind",
                "object_id",
                "object_label",
                "unit_id",
                "agency_id",
                "detail",
            ),
            sealed_by=("number", "digest"),
        ),
        AppendOnly("base_issueddocument"),
        AppendOnly("base_issuedfile"),
    ]

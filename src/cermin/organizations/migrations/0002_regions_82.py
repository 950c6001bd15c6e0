"""Regions of North Maluku with both codes; where they come from stands beside the file."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parents[1] / "data" / "regions_82.csv"


def load(apps, schema_editor):  # noqa: ARG001
    Region = apps.get_model("organizations", "Region")
    with FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            Region.objects.get_or_create(
                code=row["code"],
                decree=row["decree"],
                defaults={
                    "bps_code": row["bps_code"],
                    "kind": row["kind"],
                    "name": row["name"],
                    "parent_code": row["parent_code"],
                    "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                    "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                    "verified": row["verified"] == "yes",
                },
            )


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

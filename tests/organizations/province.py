"""A made-up province with two regencies, each with an agency and units, for the tests of posts and people."""

from __future__ import annotations

from dataclasses import dataclass

from cermin.organizations.models import Agency, Government, Region, Unit


@dataclass(frozen=True)
class Province:
    """The branches that the tests walk along."""

    government: Government
    regency: Government
    other: Government
    agency: Agency
    sister: Agency
    unit: Unit
    sister_unit: Unit
    foreign_unit: Unit


def make_province() -> Province:
    """A province and what lies below it."""
    region = Region.objects.create(code="99", kind="province", name="Contoh")
    province = Government(code="99", region=region, kind="province", name="Provinsi Contoh")
    province.province = province
    province.save()
    regency, other = (
        Government.objects.create(
            code=f"99.0{number}",
            region=Region.objects.create(code=f"99.0{number}", kind="regency", name=f"Contoh {number}"),
            kind="regency",
            name=f"Kabupaten Contoh {number}",
            province=province,
        )
        for number in (1, 2)
    )
    agency = Agency.objects.create(government=regency, name="Dinas Satu")
    sister = Agency.objects.create(government=regency, name="Dinas Dua")
    foreign = Agency.objects.create(government=other, name="Dinas Jauh")
    return Province(
        province,
        regency,
        other,
        agency,
        sister,
        Unit.objects.create(government=regency, agency=agency, name="Kantor Satu"),
        Unit.objects.create(government=regency, agency=sister, name="Kantor Dua"),
        Unit.objects.create(government=other, agency=foreign, name="Kantor Jauh"),
    )

"""A made-up province with a regency and a city for the tests of the structure; nothing is asked, rows are written straight."""

from __future__ import annotations

from dataclasses import dataclass

from cermin.organizations.models import Agency, Government, Region, Service, Unit


@dataclass(frozen=True)
class Places:
    """Province 97 with city 97.71 (two agencies; one unit each; two services) and regency 97.01 (one of each)."""

    province: Government
    city: Government
    regency: Government
    agency: Agency
    other_agency: Agency
    unit: Unit
    other_unit: Unit
    services: tuple[Service, Service]
    far_agency: Agency
    far_unit: Unit
    far_service: Service


def government(code: str, kind: str, name: str, province: Government | None = None) -> Government:
    """A government with its region."""
    region = Region.objects.create(code=code, kind=kind, name=name, parent_code=province.code if province else "")
    word = {"province": "Provinsi", "regency": "Kabupaten", "city": "Kota"}[kind]
    made = Government(code=code, region=region, kind=kind, name=f"{word} {name}")
    made.province = province or made
    made.save()
    return made


def places() -> Places:
    province = government("97", "province", "Contoh")
    city = government("97.71", "city", "Melati", province)
    regency = government("97.01", "regency", "Kenanga", province)
    agency = Agency.objects.create(government=city, name="Dinas Kependudukan Melati", short_name="Disduk")
    other = Agency.objects.create(government=city, name="Dinas Kesehatan Melati")
    unit = Unit.objects.create(government=city, agency=agency, name="Kantor Pelayanan Melati", address="Jalan Contoh 1")
    other_unit = Unit.objects.create(government=city, agency=other, name="Puskesmas Mawar")
    services = tuple(
        Service.objects.create(government=city, unit=unit, name=name, position=position)
        for position, name in enumerate(("Kartu Keluarga", "Akta Kelahiran"), 1)
    )
    far = Agency.objects.create(government=regency, name="Dinas Perizinan Kenanga")
    far_unit = Unit.objects.create(government=regency, agency=far, name="Loket Kenanga")
    far_service = Service.objects.create(government=regency, unit=far_unit, name="Izin Usaha", position=1)
    return Places(
        province,
        city,
        regency,
        agency,
        other,
        unit,
        other_unit,
        services,
        far,
        far_unit,
        far_service,  # type: ignore[arg-type]
    )

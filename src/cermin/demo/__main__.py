"""`python -m cermin.demo`: fills the database that the settings name with the story, once, and says who can sign in.

A process of its own, started by `cermin contoh`, so that the one that serves stays small.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermin.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from cermin.demo.cast import ACCOUNTS, PASSWORD, SUFFIX
    from cermin.demo.story import tell
    from cermin.organizations.models import Person
    from cermin.skm.models import Door

    if not settings.DEMO:
        print("Contoh hanya dibuat dengan CERMIN_DEMO=1.", file=sys.stderr)
        return 2
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    logins = set(Person.objects.values_list("login", flat=True))
    if not logins:
        tell(today=timezone.localdate(), progress=lambda text: print(f"  {text} ...", flush=True))
    elif not all(login.endswith(SUFFIX) for login in logins):
        print("Folder data ini berisi data sungguhan. Pilih folder lain untuk contoh.", file=sys.stderr)
        return 2
    print(f"\nAkun contoh (kata sandi semuanya: {PASSWORD})")
    for account in ACCOUNTS:
        print(f"  {account.login:<20} {account.title}")
    code = (
        Door.objects.filter(government_id="82", retired_at=None).order_by("id").values_list("code", flat=True).first()
    )
    print(f"\nBeranda petugas  {settings.PUBLIC_URL}/beranda/")
    print(f"Survei warga     {settings.PUBLIC_URL}/s/{code}")
    print(f"Laman publik     {settings.PUBLIC_URL}/\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Sign-in through the government's own provider: a small one that really answers over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from tests.organizations.province import make_province
from tests.support.people import give_second_factor, person_with

from cermin.base.access import Access
from cermin.organizations.models import Person
from cermin.organizations.urls_people import sso_urls
from cermin.pure.policy import Role

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.organizations.oidc_urls")]


class Provider(ThreadingTCPServer):
    """claims: what it says of the person who signs in. asked: bodies that came to its token endpoint."""

    claims: dict[str, Any]
    asked: list[dict[str, list[str]]]


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def _send(self, load: dict[str, Any]) -> None:
        body = json.dumps(load).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.endswith("/openid-configuration"):
            self._send(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self._send(self.server.claims)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(parse_qs(body))
        self._send({"access_token": "tiket", "token_type": "Bearer"})

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    server = Provider(("127.0.0.1", 0), Answers)
    server.claims, server.asked = {"sub": "u-1", "preferred_username": "Sari", "nip": "199001012020121001"}, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.OIDC_ISSUER, settings.OIDC_NAME = address, "SSO Contoh"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "SSO Contoh",
                    "client_id": "cermin",
                    "secret": "rahasia-klien",
                    "settings": {"server_url": address},
                }
            ],
        }
    }
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def go_and_come_back(web: Client) -> Any:
    """To the provider and back, as the browser is sent."""
    assert "Masuk dengan SSO Contoh" in web.get("/akun/login/").content.decode()
    sent = web.post("/akun/sso/sso/")
    query = parse_qs(urlsplit(sent["Location"]).query)
    assert query["redirect_uri"] == ["http://testserver/akun/sso/sso/kembali/"]
    assert query["code_challenge_method"] == ["S256"]
    return web.get("/akun/sso/sso/kembali/", {"code": "abc", "state": query["state"][0]})


def test_a_known_person_comes_in_and_is_known_by_the_provider_s_id_from_then_on(
    web: Client, provider: Provider
) -> None:
    person = person_with(Role.OFFICER, make_province().unit, login="sari")
    assert go_and_come_back(web)["Location"] == "/beranda/"
    assert web.session["_auth_user_id"] == str(person.pk)
    assert provider.asked[0]["client_secret"] == ["rahasia-klien"]
    assert provider.asked[0]["code_verifier"]
    provider.claims["preferred_username"] = "orang.lain"
    other = Client()
    go_and_come_back(other)
    assert other.session["_auth_user_id"] == str(person.pk)


def test_nobody_gets_an_account_through_the_provider(web: Client, provider: Provider) -> None:
    make_province()
    page = go_and_come_back(web)
    assert "Belum punya akun di Cermin" in page.content.decode()
    assert "_auth_user_id" not in web.session
    assert not Person.objects.exists()


def test_the_claim_may_be_the_nip_and_must_name_one_person(web: Client, provider: Provider, settings: Any) -> None:
    settings.OIDC_CLAIM = "nip"
    unit = make_province().unit
    person = person_with(Role.OFFICER, unit, nip="199001012020121001")
    go_and_come_back(web)
    assert web.session["_auth_user_id"] == str(person.pk)
    provider.claims["sub"] = "u-2"
    person_with(Role.OFFICER, unit, nip="199001012020121001")
    assert "Belum punya akun" in go_and_come_back(Client()).content.decode()
    provider.claims |= {"sub": "u-3", "nip": ""}
    person_with(Role.OFFICER, unit)
    assert "Belum punya akun" in go_and_come_back(Client()).content.decode()


def test_the_second_step_is_asked_here_too(web: Client, provider: Provider) -> None:
    give_second_factor(person_with(Role.HEAD, make_province().unit, login="sari"))
    assert go_and_come_back(web)["Location"] == "/akun/login/langkah-kedua/"


def test_a_disabled_person_stays_outside(web: Client, provider: Provider) -> None:
    person_with(Role.OFFICER, make_province().unit, login="sari", is_active=False)
    go_and_come_back(web)
    assert "_auth_user_id" not in web.session


def test_a_false_return_changes_nothing(web: Client, provider: Provider) -> None:
    person_with(Role.OFFICER, make_province().unit, login="sari")
    page = web.get("/akun/sso/sso/kembali/", {"code": "abc", "state": "tebakan"})
    assert "Tidak jadi masuk" in page.content.decode()
    assert provider.asked == []
    assert web.get("/akun/sso/lain/kembali/").status_code == 404


def test_the_two_addresses_carry_their_marks() -> None:
    assert [getattr(route.callback, "access", None).__class__ for route in sso_urls] == [Access, Access]


def test_the_environment_opens_the_addresses_and_lets_the_form_go_there(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse
print(reverse("openid_connect_callback", args=["sso"]))
print(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
print(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"])
"""
    (tmp_path / "secret").write_text("rahasia-klien\n", encoding="utf-8")
    values = {
        "DJANGO_SETTINGS_MODULE": "cermin.config.settings",
        "CERMIN_DATA": str(tmp_path),
        "CERMIN_OIDC_ISSUER": "https://sso.pemda.example/realms/pemda/",
        "CERMIN_OIDC_CLIENT_ID": "cermin",
        "CERMIN_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CERMIN_")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | values, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.splitlines() == [
        "/akun/sso/sso/kembali/",
        "[\"'self'\", 'https://sso.pemda.example']",
        "rahasia-klien",
    ], done.stderr

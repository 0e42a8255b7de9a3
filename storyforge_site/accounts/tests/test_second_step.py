"""A second step when signing in: from an authenticator app, a recovery code or a passkey."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

APP = "/v1/auth/app/v1"
ALICE = {"email": "alice@example.org", "password": "a-long-password"}
SECRET = "JBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


@pytest.fixture
def verified_alice(alice: User) -> User:
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return alice


@pytest.fixture
def careful_alice(verified_alice: User) -> User:
    TOTP.activate(verified_alice, SECRET)
    return verified_alice


def test_an_app_switches_it_on_and_gets_recovery_codes(verified_alice: User) -> None:
    app = APIClient()
    tokens = app.post(f"{APP}/auth/login", ALICE, format="json").json()["meta"]
    app.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}")
    offer = app.get(f"{APP}/account/authenticators/totp").json()["meta"]
    words = {"code": code_of(offer["secret"])}

    unsure = app.post(f"{APP}/account/authenticators/totp", words, format="json")
    app.post(f"{APP}/auth/reauthenticate", {"password": ALICE["password"]}, format="json")
    answer = app.post(f"{APP}/account/authenticators/totp", words, format="json")

    assert unsure.status_code == 401  # a phone left on the sofa is not enough
    assert answer.status_code == 200
    assert "issuer=Storyforge" in offer["totp_url"]
    codes = app.get(f"{APP}/account/authenticators/recovery-codes").json()["data"]["unused_codes"]
    assert len(codes) == 10
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_the_password_alone_gives_no_token_then(careful_alice: User) -> None:
    app = APIClient()

    first = app.post(f"{APP}/auth/login", ALICE, format="json")
    app.credentials(HTTP_X_SESSION_TOKEN=first.json()["meta"]["session_token"])
    wrong = app.post(f"{APP}/auth/2fa/authenticate", {"code": "000000"}, format="json")
    right = app.post(f"{APP}/auth/2fa/authenticate", {"code": code_of(SECRET)}, format="json")

    assert first.status_code == 401
    assert "access_token" not in first.json()["meta"]
    assert {"id": "mfa_authenticate", "is_pending": True, "types": ["totp"]} in first.json()["data"]["flows"]
    assert wrong.status_code == 400
    token = right.json()["meta"]["access_token"]
    assert APIClient().get("/v1/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_guessing_codes_waits(careful_alice: User) -> None:
    app = APIClient()
    first = app.post(f"{APP}/auth/login", ALICE, format="json")
    app.credentials(HTTP_X_SESSION_TOKEN=first.json()["meta"]["session_token"])

    for _ in range(5):
        app.post(f"{APP}/auth/2fa/authenticate", {"code": "000000"}, format="json")
    answer = app.post(f"{APP}/auth/2fa/authenticate", {"code": code_of(SECRET)}, format="json")

    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_an_app_is_offered_a_challenge_for_its_passkey(db: None) -> None:
    offer = APIClient().get(f"{APP}/auth/webauthn/login").json()["data"]["request_options"]["publicKey"]

    assert len(offer["challenge"]) >= 32
    assert offer["rpId"] == "testserver"


def test_staff_take_the_second_step_too(careful_alice: User, client: Client) -> None:
    User.objects.filter(pk=careful_alice.pk).update(is_staff=True)

    door: Any = client.get("/admin/login/?next=/admin/")
    client.post("/accounts/login/", {"login": ALICE["email"], "password": ALICE["password"]})

    assert (door.status_code, door.url.startswith("/accounts/login/")) == (302, True)
    assert client.get("/admin/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert client.get("/admin/").status_code in (200, 403)


@pytest.mark.parametrize(
    "page", ["email", "password/change", "2fa", "2fa/totp/activate", "2fa/webauthn", "2fa/webauthn/add", "3rdparty"]
)
def test_the_pages_of_an_account_wear_the_houses_clothes(verified_alice: User, client: Client, page: str) -> None:
    client.post("/accounts/login/", {"login": ALICE["email"], "password": ALICE["password"]})
    client.post("/accounts/reauthenticate/", {"password": ALICE["password"]})

    html = client.get(f"/accounts/{page}/").content.decode()

    assert "site/site.css" in html
    assert 'aria-label="Your account"' in html
    assert 'href="/accounts/2fa/"' in html


def test_the_sign_in_page_offers_a_passkey(client: Client, db: None) -> None:
    html = client.get("/accounts/login/").content.decode()

    assert 'id="passkey_login"' in html
    assert 'form="mfa_login"' in html
    assert "mfa/js/webauthn.js" in html

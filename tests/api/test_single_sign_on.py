"""Signing in at a real OpenID provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import AnyHttpUrl, SecretStr, ValidationError

from api.app import create_app
from api.settings import Settings
from corpus import Corpus
from tests.servers.openid import Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def client(provider: Provider, tmp_path: Path) -> Iterator[TestClient]:
    with Corpus.open(f"sqlite:///{tmp_path}/record.db", tmp_path) as corpus:
        corpus.accounts.create("lan", name="Lan", role="reader", email="lan@example.vn", actor="thử")
    settings = Settings(
        home=tmp_path,
        oidc_issuer=AnyHttpUrl(provider.issuer),
        oidc_client_id="chidao",
        oidc_client_secret=SecretStr("kept"),
    )
    with TestClient(create_app(settings), follow_redirects=False) as running:
        yield running


def go(client: TestClient, next: str = "/tasks") -> str:
    """The address that the provider sends the browser back to."""
    left = client.get("/login/oidc", params={"next": next})
    assert left.status_code == 303, left.text
    return httpx.get(left.headers["location"]).headers["location"]


def refused(client: TestClient, answer: Any, status: int) -> None:
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "chidao_session" not in client.cookies


GOOD: dict[str, object] = {"preferred_username": "lan"}


@pytest.mark.parametrize("claims", [GOOD, {"email": "LAN@example.vn", "email_verified": True}])
def test_who_has_an_account_is_let_in(client: TestClient, provider: Provider, claims: dict[str, object]) -> None:
    provider.claims = claims
    answer = client.get(go(client))
    assert (answer.status_code, answer.headers["location"]) == (303, "/tasks")
    assert client.get("/tasks").status_code == 200


@pytest.mark.parametrize(
    ("claims", "alg"),
    [
        ({"preferred_username": "ai"}, "RS256"),
        ({"email": "lan@example.vn"}, "RS256"),
        (GOOD | {"nonce": "x"}, "RS256"),
        (GOOD | {"aud": "another"}, "RS256"),
        (GOOD | {"iss": "https://another"}, "RS256"),
        (GOOD | {"exp": 1}, "RS256"),
        (GOOD, "none"),
    ],
)
def test_nobody_else_is(client: TestClient, provider: Provider, claims: dict[str, object], alg: str) -> None:
    provider.claims, provider.alg = claims, alg
    refused(client, client.get(go(client)), 403)


def test_a_state_is_its_browsers_own_and_good_once(client: TestClient, provider: Provider) -> None:
    provider.claims = GOOD
    back = go(client)
    refused(client, client.get(back + "x"), 400)
    refused(client, client.get(back), 400)
    client.cookies.set("chidao_sign_in", "a.b.c", path="/login/oidc")
    refused(client, client.get(back), 400)


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_on_is_ours(client: TestClient, provider: Provider, next: str) -> None:
    provider.claims = GOOD
    assert client.get(go(client, next)).headers["location"] == "/"


def test_a_provider_that_is_away(client: TestClient, provider: Provider) -> None:
    back = go(client)
    provider.__exit__()
    refused(client, client.get(back), 502)
    refused(client, client.get("/login/oidc"), 502)


def test_the_provider_is_asked_in_private(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="https"):
        Settings(home=tmp_path, oidc_issuer=AnyHttpUrl("http://id.example"), oidc_client_id="chidao")

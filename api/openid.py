"""Asking an OpenID Connect provider who somebody is: the code flow (OpenID Connect Core 1.0, 3.1) with PKCE."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.settings import Settings, is_loopback

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has; "none" and the client's own secret prove nothing here."""
PATIENCE = 5.0
"""Seconds that one answer of the provider may take."""
LEEWAY = 60
"""Seconds by which the provider's clock and ours may differ."""


class ProviderError(Exception):
    """The provider can't be reached, or answers what no provider should; the message is for the log."""


class TokenRefusedError(Exception):
    """The provider's ID token doesn't prove who this is; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt to sign in is known by. All are random texts."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it describes itself, and who we are to it."""

    issuer: str
    authorization: str
    token: str
    keys: str
    posts_secret: bool
    client_id: str
    client_secret: str

    @classmethod
    def discover(cls, settings: Settings) -> Provider:
        """Reads the provider's description (OpenID Connect Discovery 1.0, 4). Raises ProviderError."""
        configured = str(settings.oidc_issuer).rstrip("/")
        told = _answer("GET", f"{configured}/.well-known/openid-configuration")
        issuer = told.get("issuer")
        if not isinstance(issuer, str) or issuer.rstrip("/") != configured:
            raise ProviderError(f"{configured} calls itself {issuer!r}")
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return cls(
            issuer=issuer,
            authorization=_endpoint(told, "authorization_endpoint"),
            token=_endpoint(told, "token_endpoint"),
            keys=_endpoint(told, "jwks_uri"),
            posts_secret="client_secret_basic" not in methods,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
        )

    def address(self, attempt: Attempt, back: str) -> str:
        """Where the visitor goes to say who they are; `back` is the address that they return to."""
        address: str = prepare_grant_uri(
            self.authorization,
            self.client_id,
            "code",
            redirect_uri=back,
            scope="openid profile email",
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
        return address

    def redeem(self, code: str, attempt: Attempt, back: str) -> dict[str, Any]:
        """The verified claims that the code stands for. Raises ProviderError and TokenRefusedError."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        asked |= {"code_verifier": attempt.verifier}
        credentials = None
        if self.client_secret and not self.posts_secret:
            credentials = httpx.BasicAuth(quote_plus(self.client_id), quote_plus(self.client_secret))  # RFC 6749, 2.3.1
        else:
            asked["client_id"] = self.client_id
            if self.client_secret:
                asked["client_secret"] = self.client_secret
        told = _answer("POST", self.token, data=asked, auth=credentials)
        return self._verified(told.get("id_token"), told.get("access_token"), attempt.nonce)

    def _verified(self, id_token: object, access_token: object, nonce: str) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise ProviderError(f"{self.token} gave no ID token")
        keys = _answer("GET", self.keys)
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=SIGNATURES)  # type: ignore[arg-type]
            claims = CodeIDToken(
                token.claims,
                token.header,
                {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
                {"nonce": nonce, "client_id": self.client_id, "access_token": access_token},
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise TokenRefusedError(f"{type(error).__name__}: {error}") from error
        return dict(token.claims)


def may_be_asked(address: str) -> bool:
    """Whether what is said to an address stays between us: it is https, or on this machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _endpoint(told: dict[str, Any], name: str) -> str:
    address = told.get(name)
    if not isinstance(address, str) or not may_be_asked(address):
        raise ProviderError(f"the provider's {name} is {address!r}")
    return address


def _answer(method: str, address: str, **sent: Any) -> dict[str, Any]:
    """The JSON object at an address of the provider. Raises ProviderError."""
    with _provider_errors(address):
        response = httpx.request(method, address, timeout=PATIENCE, headers={"Accept": "application/json"}, **sent)
        if response.status_code != httpx.codes.OK:
            raise ProviderError(f"{address} answers {response.status_code}: {response.text[:200]!r}")
        told = response.json()
    if not isinstance(told, dict):
        raise ProviderError(f"{address} answers no JSON object")
    return told


@contextmanager
def _provider_errors(address: str) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ProviderError(f"{address}: {type(error).__name__}: {error}") from error

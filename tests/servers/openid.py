"""A small OpenID provider on loopback; `claims` and `alg` say what its next ID token is."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey


class Provider:
    """Running between `with` and its end."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"}, auto_kid=False)
        self.claims: dict[str, Any] = {}
        self.alg = "RS256"
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                return

            def do_GET(self) -> None:
                path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
                if path == "/authorize":
                    code = f"code{len(provider.codes)}"
                    provider.codes[code] = query
                    self.send_response(302)
                    back = urlencode({"code": code, "state": query["state"]})
                    self.send_header("Location", f"{query['redirect_uri']}?{back}")
                    self.end_headers()
                elif path == "/jwks":
                    self.tell({"keys": [provider.key.as_dict(private=False)]})
                else:
                    at = provider.issuer
                    self.tell({"issuer": at, "authorization_endpoint": f"{at}/authorize",
                               "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/jwks"})  # fmt: skip

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                asked = provider.codes.pop(sent["code"][0], None)
                challenge = create_s256_code_challenge(sent["code_verifier"][0])
                basic = "Basic " + base64.b64encode(b"chidao:kept").decode()
                if not asked or challenge != asked["code_challenge"] or self.headers["Authorization"] != basic:
                    self.tell({"error": "invalid_grant"}, 400)
                else:
                    self.tell({"id_token": provider.token(asked["nonce"]), "access_token": "a", "token_type": "Bearer"})

            def tell(self, what: Any, status: int = 200) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(what).encode())

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "7", "aud": "chidao", "iat": now, "exp": now + 60, "nonce": nonce}
        claims |= self.claims
        if self.alg == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + "."
        return jwt.encode({"alg": self.alg, "kid": "k"}, claims, self.key)

    def __enter__(self) -> Provider:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

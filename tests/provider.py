"""A small OpenID provider on this machine, for the tests of signing in: it lets in whoever it was started for."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "desk"


@contextlib.contextmanager
def provider(people: list[Mapping[str, object]]) -> Iterator[str]:
    """Its address. Each sign-in is that of the next of ``people``, given by their claims."""
    key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    waiting, codes = list(people), dict[str, tuple[Mapping[str, object], str | None]]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path == "/.well-known/openid-configuration":
                self._reply(
                    {
                        "issuer": address,
                        "authorization_endpoint": f"{address}/authorize",
                        "token_endpoint": f"{address}/token",
                        "jwks_uri": f"{address}/keys",
                        "response_types_supported": ["code"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )
            elif asked.path == "/keys":
                self._reply({"keys": [key.as_dict(private=False)]})
            elif asked.path == "/authorize":
                told = {name: values[0] for name, values in parse_qs(asked.query).items()}
                code = f"code-{len(codes)}"
                codes[code] = waiting.pop(0), told.get("nonce")
                self.send_response(302)
                self.send_header(
                    "Location", f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"
                )
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            claims, nonce = codes[sent["code"][0]]
            now = int(time.time())
            told = {"iss": address, "aud": CLIENT, "sub": str(claims["email"]), "iat": now, "exp": now + 600}
            token = jwt.encode(
                {"alg": "RS256", "kid": "one"}, told | {"nonce": nonce} | dict(claims), key, algorithms=["RS256"]
            )
            self._reply({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

        def _reply(self, record: object) -> None:
            body = json.dumps(record).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """The tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

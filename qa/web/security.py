"""What every answer carries and every session rests on: the secret key, cookies, the content policy."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface

from qa.store.key_file import key_in


class Sessions(SecureCookieSessionInterface):
    """Session cookies are Secure exactly when the request came over HTTPS: the demo is plain HTTP on loopback."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def secret_key(data: Path) -> bytes:
    """The key that signs sessions, kept in the data folder for its owner's eyes only; made on first use.

    Raises `Problem` when the folder cannot be written to.
    """
    return key_in(data / "secret.key")


def nonce() -> str:
    """The one-time word that lets wavesurfer put its own style element into its shadow tree."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def harden(response: Response) -> Response:
    policy = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
        f"style-src 'self' 'nonce-{nonce()}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint == "static" and response.status_code in (200, 304):
        # Addresses with a version in them never change their content; the rest is asked for anew each time.
        fixed = "v" in request.args or request.path.startswith("/static/vendor/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fixed else "no-cache"
    # Pages hold what citizens said: nothing of them stays in a shared computer's cache after signing out.
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response

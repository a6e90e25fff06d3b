"""What every answer carries and every session rests on: the secret key, cookies, the content policy."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface

from qa.errors import Problem

KEY_BYTES = 48


class Sessions(SecureCookieSessionInterface):
    """Session cookies are Secure exactly when the request came over HTTPS: the demo is plain HTTP on loopback."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def secret_key(data: Path) -> bytes:
    """The key that signs sessions, kept in the data folder for its owner's eyes only; made on first use.

    Raises `Problem` when the folder cannot be written to.
    """
    path = data / "secret.key"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
            if len(key) >= KEY_BYTES:
                return key
            path.unlink()  # a start was cut off between making the file and filling it
            return secret_key(data)
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(KEY_BYTES)
            file.write(key)
        return key
    except OSError as error:
        raise Problem(
            f"세션 키 {path}을(를) 읽거나 쓸 수 없습니다({error.strerror}). 데이터 폴더의 권한을 확인해 주세요.",
            f"The session key {path} cannot be read or written ({error.strerror}): "
            "check the permissions of the data folder.",
        ) from error


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

"""Passwords: how they are hashed and checked, and which are too short."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10


class WeakPasswordError(ValueError):
    """A password that is not taken; the message says in Vietnamese why."""


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Raises WeakPasswordError for one of fewer than 10 characters."""
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Mật khẩu phải có ít nhất {SHORTEST} ký tự.")
    return _hasher().hash(password)


def is_right(password: str, hashed: str | None) -> bool:
    """Whether this is the password of the hash. Takes as long where there is none (None), and says no."""
    try:
        return _hasher().verify(hashed or _nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash(secrets.token_hex())

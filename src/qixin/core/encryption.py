"""Personal data at rest: encrypted with a ring of keys, found again by a keyed hash.

The envelope is Fernet (AES-128-CBC with HMAC-SHA256, github.com/fernet/spec). The first key of
`settings.QIXIN_FIELD_KEYS` encrypts, every key of the ring decrypts: to rotate, put a new key in
front, run `rotate` over the rows, then drop the old key.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


class DecryptionFailed(ValueError):
    """No key of the ring opens this text: a key was dropped too early, or the text was altered."""


def encrypt(text: str) -> str:
    """The envelope of `text` under the newest key: ASCII, different each time."""
    return _ring(tuple(settings.QIXIN_FIELD_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(envelope: str) -> str:
    """The text that `encrypt` was given. Raises DecryptionFailed if no key of the ring opens it."""
    try:
        return _ring(tuple(settings.QIXIN_FIELD_KEYS)).decrypt(envelope.encode()).decode()
    except InvalidToken:
        raise DecryptionFailed("No key in QIXIN_FIELD_KEYS opens this value.") from None


def rotate(envelope: str) -> str:
    """The same text enveloped under the newest key. Raises DecryptionFailed."""
    try:
        return _ring(tuple(settings.QIXIN_FIELD_KEYS)).rotate(envelope.encode()).decode("ascii")
    except InvalidToken:
        raise DecryptionFailed("No key in QIXIN_FIELD_KEYS opens this value.") from None


def keyed_hash(value: str, *, purpose: str) -> str:
    """HMAC-SHA256 of `value` as 64 hex digits, for finding an encrypted value by equality.

    Each purpose has a key of its own (HKDF, RFC 5869), so that hashes of different columns cannot
    be joined. The caller brings the value into one shape first (digits half-width, no spaces).
    """
    key = _hash_key(settings.QIXIN_HASH_KEY, purpose)
    return hmac.digest(key, value.encode(), "sha256").hex()


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(
            "QIXIN_FIELD_KEYS must be one or more urlsafe base64 keys of 32 bytes, newest first."
        ) from error


@lru_cache(maxsize=64)
def _hash_key(secret: str, purpose: str) -> bytes:
    if not secret or not purpose:
        raise ImproperlyConfigured("A keyed hash needs QIXIN_HASH_KEY and a purpose.")
    label = f"qixin keyed hash: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label).derive(secret.encode())


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # none at run time
    """Text that the database only ever sees as an envelope.

    Blank text is stored blank (that it is blank is no secret, and constraints may ask for it). Only
    `isnull` may be looked up: keep a `keyed_hash` in a column beside it to find a value.
    """

    description = "Text, encrypted at rest"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if isinstance(value, str) and value else value

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse(lookup_name)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def _refuse(self, lookup_name: str) -> NoReturn:
        raise FieldError(
            f"{self.name} is encrypted and cannot be looked up by {lookup_name}; "
            "look up the keyed hash beside it."
        )

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_no_index()]

    def _check_no_index(self) -> list[checks.CheckMessage]:
        if not (self.unique or self.db_index):  # type: ignore[attr-defined]  # the stubs lack it
            return []
        return [
            checks.Error(
                "An encrypted field differs each time: it cannot be unique or indexed.",
                hint="Put the constraint on a keyed hash beside it.",
                obj=self,
                id="qixin.E001",
            )
        ]

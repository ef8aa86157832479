"""An encrypted content of an attachment: blocks of 1 MiB by AES-256-GCM, under a key of its own that comes of the data key.

``cdef….<mark of the data key>`` beside where the plain one would lie: 8 bytes of magic, 16 of salt, then the blocks, each
with its number as nonce and 16 bytes of tag. That no block is missing at the end, the hash of the whole content tells.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.store import keys

MAGIC, _SALT, _TAG = b"CLSEAL1\n", 16, 16
BLOCK = 1 << 20
_HEAD = len(MAGIC) + _SALT


class Damaged(ValueError):
    """A sealed content is not as it was written, or another key's."""


def seal(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The bytes of the file for a content, however it is cut into pieces."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    for number, block in enumerate(_blocks(pieces)):
        yield cipher.encrypt(_nonce(number), block, None)


def unseal(path: Path, key: bytes) -> Iterator[bytes]:
    """The content, block by block, each checked. Damaged, or what reading raises."""
    from cryptography.exceptions import InvalidTag

    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) != _HEAD or not head.startswith(MAGIC):
            raise Damaged(path.name)
        cipher, number = _cipher(key, head[len(MAGIC) :]), 0
        while block := file.read(BLOCK + _TAG):
            try:
                yield cipher.decrypt(_nonce(number), block, None)
            except InvalidTag as error:
                raise Damaged(path.name) from error
            number += 1


def plain_size(size: int) -> int:
    """How many bytes are in a sealed file of that size."""
    whole = max(size - _HEAD, 0)
    return whole - _TAG * -(-whole // (BLOCK + _TAG))


def place_of(plain: Path, key: bytes | None) -> Path:
    """Where a content lies, by where it would lie plain."""
    return plain if key is None else plain.with_name(f"{plain.name}.{keys.mark_of(key)}")


def mark_in(path: Path) -> str:
    """The mark of the key a content is sealed with, told by its name; empty for a plain one."""
    return path.suffix.removeprefix(".")


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _cipher(key: bytes, salt: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt, b"clientele content").derive(key))


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = b""
    for piece in pieces:
        waiting += piece
        while len(waiting) >= BLOCK:
            yield waiting[:BLOCK]
            waiting = waiting[BLOCK:]
    if waiting:
        yield waiting

"""A data key wrapped by a passphrase and by a recovery key, as JSON beside the file: what opens an encrypted file anywhere.

Passphrase: NFC, Argon2id (64 MiB, 3 passes, 4 lanes), AES-256-GCM. Recovery key: 175 random bits and a check group in eight
groups of five characters that nobody mixes up, HKDF, AES-256-GCM. Changing either wraps the same data key anew.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import StorageError, ValidationError
from app.i18n import N_
from app.store import keys

FORMAT = 1
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What recovery keys are written with: neither 0, O, 1 nor I."""
GROUPS, GROUP = 8, 5
_SYMBOLS = GROUP * (GROUPS - 1)
_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 1 << 21, 64, 16
_NEWER = N_("The keys of {file} are from a newer version of the program. Update the program.")
_NO_KEYS = N_("The keys of {file} are damaged: what is in {path} cannot be read. Bring that file back from a backup.")
_MISTYPED = N_("This is no recovery key: it has eight groups of five characters. Compare it with the paper.")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


COST = Cost(64 << 10, 3, 4)
"""Of new passphrases (0.3 s). Tests lower it; an old file keeps its own."""


class Unfit(Exception):
    """The passphrase or the recovery key opens nothing here."""


# passphrase -----------------------------------------------------------------------------------------------------------


def wrap_passphrase(data_key: bytes, passphrase: str) -> dict[str, Any]:
    """The data key, locked by a passphrase."""
    salt, cost = secrets.token_bytes(16), COST
    kdf = {"kdf": "argon2id", "memory": cost.memory, "passes": cost.passes, "lanes": cost.lanes, "salt": salt.hex()}
    return kdf | _sealed(_stretched(passphrase, salt, cost), data_key)


def unwrap_passphrase(wrapped: Mapping[str, Any], passphrase: str, file: str) -> bytes:
    """The data key. Unfit for another passphrase, StorageError for what no program of ours wrote (``file`` names it)."""
    part = _part(wrapped, "passphrase", file)
    try:
        cost = Cost(*(int(part[name]) for name in ("memory", "passes", "lanes")))
        salt = bytes.fromhex(part["salt"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(file) from error
    if not (8 <= cost.memory <= _MOST_MEMORY and 1 <= cost.passes <= _MOST_PASSES and 1 <= cost.lanes <= _MOST_LANES):
        raise _damaged(file)
    return _right(wrapped, _opened(_stretched(passphrase, salt, cost), part, file))


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    lanes = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return bytes(lanes.derive(text))


# recovery key ---------------------------------------------------------------------------------------------------------


def new_recovery() -> str:
    """A recovery key as it is printed: ``ABCDE-…`` eight times, the last group checks the others."""
    text = "".join(secrets.choice(LETTERS) for _ in range(_SYMBOLS))
    return _grouped(text + _check(text))


def read_recovery(text: str) -> str:
    """A recovery key as somebody typed it, in the form it was printed. ValidationError for what it can't be."""
    wide = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(one for one in wide if one.isalnum())
    if len(plain) != GROUP * GROUPS or not set(plain) <= set(LETTERS) or _check(plain[:_SYMBOLS]) != plain[_SYMBOLS:]:
        raise ValidationError(_MISTYPED, field="recovery")
    return _grouped(plain)


def wrap_recovery(data_key: bytes, recovery: str) -> dict[str, Any]:
    """The data key, locked by a recovery key."""
    salt = secrets.token_bytes(16)
    return {"kdf": "hkdf-sha256", "salt": salt.hex()} | _sealed(_derived(recovery, salt), data_key)


def unwrap_recovery(wrapped: Mapping[str, Any], recovery: str, file: str) -> bytes:
    """The data key. Unfit for another recovery key, ValidationError for what can be none."""
    part = _part(wrapped, "recovery", file)
    try:
        salt = bytes.fromhex(part["salt"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(file) from error
    return _right(wrapped, _opened(_derived(read_recovery(recovery), salt), part, file))


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


def _check(text: str) -> str:
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, person=b"clientele-paper").digest())
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(GROUP))


def _derived(recovery: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return bytes(HKDF(SHA256(), 32, salt, b"clientele recovery").derive(recovery.replace("-", "").encode()))


# both -----------------------------------------------------------------------------------------------------------------


def wrapped_keys(data_key: bytes, file: str, passphrase: str, recovery: str) -> dict[str, Any]:
    """Everything that ``<name>.keys`` holds; ``file`` is the id of the data file."""
    return {
        "format": FORMAT, "file": file, "key": keys.mark_of(data_key), "passphrase": wrap_passphrase(data_key, passphrase),
        "recovery": wrap_recovery(data_key, recovery),
    }  # fmt: skip


def _sealed(wrapping_key: bytes, data_key: bytes) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return {"nonce": nonce.hex(), "wrapped": AESGCM(wrapping_key).encrypt(nonce, data_key, b"clientele").hex()}


def _opened(wrapping_key: bytes, part: Mapping[str, Any], file: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, sealed = bytes.fromhex(part["nonce"]), bytes.fromhex(part["wrapped"])
        return AESGCM(wrapping_key).decrypt(nonce, sealed, b"clientele")
    except InvalidTag as error:
        raise Unfit from error
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(file) from error


def _right(wrapped: Mapping[str, Any], data_key: bytes) -> bytes:
    if keys.mark_of(data_key) != wrapped.get("key"):
        raise Unfit
    return data_key


def _part(wrapped: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    if isinstance(number := wrapped.get("format"), int) and number > FORMAT:
        raise StorageError(_NEWER, file=file)
    part = wrapped.get(name)
    if not isinstance(part, dict):
        raise _damaged(file)
    return part


def _damaged(file: str) -> StorageError:
    return StorageError(_NO_KEYS, file=file, path=file + ".keys")

"""Tokens at rest: sealed with the newest key, opened with any of them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.errors import BadTokenKey, NoTokenKeys, TokenUnreadable
from storage.json import decode, encode


class Vault:
    """Seals and opens tokens with Fernet keys, newest first; to rotate, put a new one first and save again.

    The workspace is sealed in with its token, so that a row copied to another workspace does not open there.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises BadTokenKey. Without keys the vault stands but neither seals nor opens (NoTokenKeys)."""
        self._fernet = _ring(keys) if keys else None

    def seal(self, workspace: str, token: str) -> str:
        """The token as it may be stored."""
        return self._keys().encrypt(encode([workspace, token]).encode()).decode()

    def open(self, workspace: str, sealed: str) -> str:
        """The token again; raises TokenUnreadable where no key fits or it belongs to another workspace."""
        keys = self._keys()
        try:
            found = decode(keys.decrypt(sealed))
        except InvalidToken:
            raise TokenUnreadable(workspace) from None
        match found:
            case [str(owner), str(token)] if owner == workspace:
                return token
        raise TokenUnreadable(workspace)

    def seal_word(self, word: str) -> str:
        """A word that only we can have sealed, and that tells when: the state of an installation under way."""
        return self._keys().encrypt(word.encode()).decode()

    def open_word(self, sealed: str, seconds: int) -> str | None:
        """The word again; None where it is not ours or older than `seconds`."""
        keys = self._keys()
        try:
            return keys.decrypt(sealed.encode(), ttl=seconds).decode()
        except (InvalidToken, ValueError):
            return None

    def _keys(self) -> MultiFernet:
        if self._fernet is None:
            raise NoTokenKeys
        return self._fernet


def _ring(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([_key(i, key) for i, key in enumerate(keys)])


def _key(position: int, key: str) -> Fernet:
    try:
        return Fernet(key.strip())
    except ValueError:
        raise BadTokenKey(position) from None  # the message of the cause may hold part of the key

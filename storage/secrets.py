"""Stored tokens: encrypted with the newest key, decrypted with any of them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.errors import BadTokenKey, NoTokenKeys, TokenUnreadable
from storage.json import decode, encode


class Vault:
    """Encrypts and decrypts tokens with Fernet keys, newest first. To rotate, add a new key first and save again.

    The workspace is encrypted with its token, so that a row copied to another workspace can't be decrypted there.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises BadTokenKey. Without keys, `seal` and `open` raise NoTokenKeys."""
        self._fernet = _ring(keys) if keys else None

    def seal(self, workspace: str, token: str) -> str:
        """The encrypted token for storage."""
        return self._keys().encrypt(encode([workspace, token]).encode()).decode()

    def open(self, workspace: str, sealed: str) -> str:
        """The decrypted token. Raises TokenUnreadable if no key fits or it belongs to another workspace."""
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
        """Encrypt a word with a timestamp, as proof that it comes from us: the state of an OAuth installation."""
        return self._keys().encrypt(word.encode()).decode()

    def open_word(self, sealed: str, seconds: int) -> str | None:
        """The decrypted word; None if it is not ours or older than `seconds`."""
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
        raise BadTokenKey(position) from None  # the cause's message may hold part of the key

"""Convert text saved by Excel as 'Unicode Text', which is UTF-16, to UTF-8. No published file is UTF-16."""

import codecs
import re
from io import BytesIO

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.streams import Stream

_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST = 256 << 20
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def is_utf16(start: bytes) -> bool:
    """Whether a file with this start is UTF-16: it has a byte order mark, or a NUL as every other byte of line 1."""
    if start.startswith(_BOMS):
        return True
    pairs = start[:64]
    return len(pairs) >= 8 and any(not any(pairs[side::2]) and all(pairs[1 - side :: 2]) for side in (0, 1))


def in_utf8(stream: Stream) -> Stream:
    """`stream` itself, or its text in UTF-8. Raises UnreadableFile for half a character."""
    stream.seek(0)
    start = stream.read(64)
    stream.seek(0)
    if not is_utf16(start):
        return stream
    content = stream.read(_MOST + 1)
    if len(content) > _MOST:
        raise UnreadableFile(Fault.BOMB)
    return BytesIO(_decoded(content).encode())


def _decoded(content: bytes) -> str:
    """The decoded text without an XML declaration, which would name the old encoding."""
    encoding = "utf-16" if content.startswith(_BOMS) else "utf-16-be" if not content[0] else "utf-16-le"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(Fault.CUT_OFF) from None
    return _DECLARATION.sub("", text.removeprefix("\ufeff"))

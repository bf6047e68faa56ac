"""Lines of a published text file in any common encoding. Overlong lines and binary data are rejected."""

from collections.abc import Iterator

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.streams import Stream

LONGEST = 1 << 16
_BOM = "\ufeff"
_DOS_END = b"\x1a"
_LINES_OF_A_WHOLE_RELEASE = 1_000


class Lines:
    """The numbered lines of `stream` from its position, without line ends.

    After the last line, `open_ended` tells whether its line end was missing, and `count` the number of lines. Raises
    UnreadableFile for a line of more than 64 KB, and for NUL bytes, which text files don't have.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.count = 0
        self.open_ended = False

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while raw := self._stream.readline(LONGEST + 1):
            self.count += 1
            if len(raw) > LONGEST:
                raise UnreadableFile(Fault.ENDLESS_LINE, self.count)
            if b"\0" in raw:
                raise UnreadableFile(Fault.DAMAGED, self.count)
            if raw.strip() == _DOS_END:
                return
            self.open_ended = not raw.endswith(b"\n")
            line = decoded(raw).rstrip("\r\n")
            yield self.count, line.removeprefix(_BOM) if self.count == 1 else line

    def refuse_cut_off(self, last_is_whole: bool = True) -> None:
        """Raise UnreadableFile if the file stops in the middle of its last line.

        Published releases end their last line. Only short, handwritten lists may omit the end.
        """
        if self.open_ended and (self.count > _LINES_OF_A_WHOLE_RELEASE or not last_is_whole):
            raise UnreadableFile(Fault.CUT_OFF, self.count)


def decoded(raw: bytes) -> str:
    """Decode as UTF-8 if it is valid, else as Windows-1252, which most releases use. Never raises."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")

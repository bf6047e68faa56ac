"""Convert the Alphabetic Index to storage records and back: for each code, its index terms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from bot.codefiles.icd10cm_index_texts import Texts
from bot.domain.codes.search.entries import TextOrigin
from bot.services.ports.database import CodeRecord

_Detail = tuple[tuple[int, str], ...]


def to_index_records(texts: Texts) -> Iterator[CodeRecord]:
    """Yield one row for each code, in code order. Its detail holds the terms with their kinds."""
    for code in sorted(texts):
        terms = [[int(kind), text] for kind, text in texts[code]]
        yield CodeRecord(code, "", billable=False, detail={"terms": terms})


def terms_by_code(records: Iterable[CodeRecord]) -> Mapping[str, tuple[tuple[TextOrigin, str], ...]]:
    """The terms by code, with the files of one index joined. Raises msgspec.ValidationError."""
    found: dict[str, tuple[tuple[TextOrigin, str], ...]] = defaultdict(tuple)
    for record in records:
        terms = msgspec.convert(record.detail["terms"], _Detail)
        found[record.code] += tuple((TextOrigin(kind), text) for kind, text in terms)
    return found

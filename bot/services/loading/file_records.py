"""Convert rows of published files to storage records and back: one record for each row.

The tabular list and the Alphabetic Index have their own modules (diagnosis_records, index_records). NCCI pairs are
not records; they are rows of their own table.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec

from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import (
    AddOnRow,
    AnesthesiaRow,
    ChangeRow,
    CodeRow,
    Conversion,
    CountiesRow,
    DescriptorRow,
    GpciRow,
    ModifierRow,
    MueRow,
    PtpRow,
)
from bot.domain.codes.releases import System
from bot.domain.codes.to_plain_data import plain_fields
from bot.services.ports.database import CodeRecord, Database, StoredRelease

Row = (
    CodeRow
    | ModifierRow
    | DescriptorRow
    | Conversion
    | ChangeRow
    | MueRow
    | AddOnRow
    | FeeRow
    | GpciRow
    | CountiesRow
    | AnesthesiaRow
)
"""A row that is stored as a record."""

PAIRS = frozenset({System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT})
"""The systems whose rows are NCCI pairs."""

_TAG = "row"
_TAGS: Mapping[type, str] = {
    CodeRow: "code",
    ModifierRow: "modifier",
    DescriptorRow: "descriptor",
    Conversion: "conversion",
    ChangeRow: "change",
    MueRow: "units",
    AddOnRow: "add-on",
    FeeRow: "fee",
    GpciRow: "gpci",
    CountiesRow: "counties",
    AnesthesiaRow: "anesthesia",
}
_KINDS: Mapping[object, type[Row]] = {tag: kind for kind, tag in _TAGS.items()}
_COLUMNS: Mapping[type, Mapping[str, str]] = {
    CodeRow: {"code": "code", "name": "long", "billable": "billable", "starts": "starts", "ends": "ends"},
    ModifierRow: {"code": "modifier", "name": "long", "starts": "starts", "ends": "ends"},
    DescriptorRow: {"code": "code", "name": "text"},
    Conversion: {"code": "new"},
    ChangeRow: {"code": "code", "name": "long"},
    MueRow: {"code": "code"},
    AddOnRow: {"code": "add_on"},
    FeeRow: {"code": "code", "name": "description"},
    GpciRow: {"code": "number", "name": "name"},
    CountiesRow: {"code": "number", "name": "name"},
    AnesthesiaRow: {"code": "number", "name": "name"},
}  # fmt: skip
"""The record column for each field. All other fields go into the record's detail."""

_BATCH = 2_000


def to_record(row: Row) -> CodeRecord:
    """The record of a row. Its detail holds dates and amounts as text."""
    columns = _COLUMNS[type(row)]
    own = {column: getattr(row, name) for column, name in columns.items()}
    other_fields = {n: v for n, v in plain_fields(row).items() if n not in columns.values() and v != {}}
    return CodeRecord(
        own["code"],
        own.get("name", ""),
        billable=own.get("billable", False),
        detail={_TAG: _TAGS[type(row)], **msgspec.to_builtins(other_fields)},
        starts=own.get("starts"),
        ends=own.get("ends"),
    )


def from_record(record: CodeRecord) -> Row:
    """The row that `to_record` made the record from. Raises msgspec.ValidationError for any other record."""
    kind = _KINDS.get(record.detail.get(_TAG))
    if kind is None:
        raise msgspec.ValidationError("no row of a published file")
    own = {name: getattr(record, column) for column, name in _COLUMNS[kind].items()}
    return msgspec.convert({**record.detail, **own}, kind)


def is_row(record: CodeRecord) -> bool:
    """Whether `to_record` made it. A release of ICD-10-CM may come from the tabular list or from a list of codes."""
    return _TAG in record.detail


async def rows_of(database: Database, stored: StoredRelease) -> AsyncIterator[Sequence[Row | PtpRow]]:
    """Yield the rows of a visible release in batches: NCCI pairs as added, all others by code, then as added.

    All rows come from one snapshot. Yields nothing if the release is gone. Raises msgspec.ValidationError for the
    rows of a tabular list or an index, which have their own modules.
    """
    async with database.read() as work:
        workspace, id_ = stored.release.workspace, stored.id
        if stored.release.system in PAIRS:
            async for pairs in work.releases.pairs(workspace, id_):
                yield pairs
            return
        batch: list[Row] = []
        async for record in work.releases.records(workspace, id_):
            batch.append(from_record(record))
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

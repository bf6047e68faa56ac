"""Convert a tabular list to storage records and back: one record for each code and each block."""

from collections.abc import Iterable, Iterator

import msgspec

from bot.codefiles.icd10cm_tabular import Tabular
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.to_plain_data import plain_fields
from bot.services.ports.database import CodeRecord

_CHAPTER, _SECTION = "chapter ", "section "
_BESIDE = {"code", "id", "name", "billable"}  # these have their own columns


def to_records(tabular: Tabular) -> Iterator[CodeRecord]:
    """Yield the rows: blocks first, then codes. A block's key never equals a code: `chapter 13`, `section M50-M54`.

    Section ids need the word, because B20, F99, P84, R99 and Z66 are also categories.
    """
    for block in tabular.blocks:
        kind = _CHAPTER if block.parent is None else _SECTION
        yield CodeRecord(kind + block.id, block.name, billable=False, detail=_detail(block))
    for diagnosis in tabular.diagnoses:
        yield CodeRecord(diagnosis.code, diagnosis.name, diagnosis.billable, _detail(diagnosis))


def from_record(record: CodeRecord) -> Diagnosis | Block:
    """The code or block that `to_records` made the record from. Raises msgspec.ValidationError."""
    told = {**record.detail, "name": record.name}
    for kind in (_CHAPTER, _SECTION):
        if record.code.startswith(kind):
            return msgspec.convert({**told, "id": record.code.removeprefix(kind)}, Block)
    return msgspec.convert({**told, "code": record.code, "billable": record.billable}, Diagnosis)


def from_records(records: Iterable[CodeRecord]) -> tuple[list[Block], list[Diagnosis]]:
    """Blocks and codes of a whole release, each in record order."""
    both = [from_record(record) for record in records]
    return [b for b in both if isinstance(b, Block)], [d for d in both if isinstance(d, Diagnosis)]


def _detail(thing: Diagnosis | Block) -> dict[str, object]:
    return {name: value for name, value in plain_fields(thing).items() if name not in _BESIDE}

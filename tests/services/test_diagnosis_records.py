"""Between a tabular list and the rows that storage keeps."""

import json

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.services.loading.diagnosis_records import from_records, to_records
from bot.services.ports.database import CodeRecord
from tests.codefiles.invented import INVENTED_TABULAR

_TABULAR = read_tabular(INVENTED_TABULAR)


def _through_json(record: CodeRecord) -> CodeRecord:
    return CodeRecord(record.code, record.name, record.billable, json.loads(json.dumps(record.detail)))


def test_rows_give_back_every_block_and_code() -> None:
    """Through a JSON column, nothing is lost."""
    blocks, diagnoses = from_records(_through_json(r) for r in to_records(_TABULAR))

    assert tuple(blocks) == _TABULAR.blocks
    assert tuple(diagnoses) == _TABULAR.diagnoses


def test_keys_of_blocks_clash_with_no_code() -> None:
    """B20 is a section and a category."""
    keys = [record.code for record in to_records(_TABULAR)]

    assert len(set(keys)) == len(keys)
    assert {"chapter 1", "section B20", "B20"} <= set(keys)


def test_rows_keep_nothing_that_is_empty() -> None:
    """98,000 rows: what is at its default is left out."""
    row = next(r for r in to_records(_TABULAR) if r.code == "A02")

    assert row.detail == {"parent": None, "chapter": "1", "section": "A00-A09"}

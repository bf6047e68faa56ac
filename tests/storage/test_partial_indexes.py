"""Indexes of some rows only are such on both databases."""

import pytest
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from storage.partial_indexes import partial_index


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://"])
def test_an_index_leaves_out_the_rows_that_nobody_looks_for(url: str) -> None:
    """The condition stands in the statement that makes it."""
    metadata = sa.MetaData()
    index = partial_index("open_ones", "open", where="open IS NOT NULL")
    sa.Table("task", metadata, sa.Column("open", sa.Integer), index)

    dialect = sa.make_url(url).get_dialect()()
    assert "WHERE open IS NOT NULL" in str(CreateIndex(index).compile(dialect=dialect))

"""Which columns an audit recognises in the exports of real billing systems."""

import pytest

from bot.domain.codes.audit.columns import AuditColumn, MissingColumns, recognise


@pytest.mark.parametrize(
    ("header", "code", "day"),
    [
        (["DOS", "CPT"], 1, 0),
        (["Patient Name", "Date of Service", "Procedure Code", "Charge"], 2, 1),
        (["AcctNo", "ServiceDate", "ProcCode", "Units"], 2, 1),
        (["CPT/HCPCS", "From Date of Service", "To Date of Service"], 0, 1),
        (["hcpcs_code", "service_date_from"], 0, 1),
        (["Svc Dt", "Px"], 1, 0),
        (["Date", "Service", "DOS", "CPT Code"], 3, 2),
    ],
)
def test_finds_code_and_date_under_the_names_that_systems_give_them(
    header: list[str], code: int, day: int
) -> None:
    """However a system calls them."""
    columns = recognise(header)

    assert (code, day) == (columns.code, columns.date)


def test_finds_several_modifier_and_diagnosis_columns_in_their_order() -> None:
    """Box 24D has four, box 21 twelve."""
    header = [
        "Claim #",
        "DOS",
        "CPT",
        "Mod1",
        "Mod 2",
        "Modifier_3",
        "Qty",
        "Dx1",
        "DX 2",
        "ICD-10",
        "Patient ID",
    ]

    columns = recognise(header)

    assert (
        columns.modifiers,
        columns.diagnoses,
        columns.units,
        columns.claim,
        columns.patient,
    ) == ((3, 4, 5), (7, 8, 9), 6, 0, 10)


def test_names_what_is_missing() -> None:
    """Without a code no line can be checked."""
    with pytest.raises(MissingColumns) as caught:
        recognise(["Patient", "Amount", "Service Date"])

    assert caught.value.missing == (AuditColumn.CODE,)


def test_leaves_columns_alone_that_only_resemble() -> None:
    """A payer's address or a date of birth is never read."""
    columns = recognise(["DOB", "Date of Birth", "Post Date", "DOS", "CPT", "CPT Description", "Modified By"])

    assert (columns.date, columns.code, columns.modifiers) == (3, 4, ())

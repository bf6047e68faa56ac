"""Invented files by Medicare locality, laid out as CMS's GPCI, LOCCO and ANES files of 2026 are."""

from tests.codefiles.layouts import csv_of

_INDICES = (
    ("10112", "ALABAMA", "00", "ALABAMA", "0.990", "1.000", "0.869", "0.575"),
    ("13202", "NEW YORK", "01", "MANHATTAN", "1.088", "1.088", "1.169", "1.581"),
    ("13202", "NEW YORK", "02", "NYC SUBURBS/LONG ISLAND", "1.046", "1.046", "1.197", "2.204"),
    ("02102", "ALASKA", "01", "ALASKA**", "1.500", "1.500", "1.081", "0.592"),
)


def gpci(*, both_work_columns: bool = True) -> bytes:
    """`both_work_columns`: as in January 2026; from the second quarter on the one with the floor stands alone."""
    header = [
        "Medicare Administrative Contractor (MAC)",
        "State",
        "Locality Number",
        "Locality Name",
        "2026 PW GPCI (without 1.0 Floor)",
        "2026 PW GPCI (with 1.0 Floor)***",
        "2026 PE GPCI",
        "2026 MP GPCI",
    ]
    rows = [list(row) for row in _INDICES]
    if not both_work_columns:
        header.pop(4)
        for row in rows:
            row.pop(4)
    notes = [
        ["ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"],
        [],
    ]
    footnotes = [["* Invented footnote", "", "", ""], ["** 1.5 work floor", "", "", ""]]
    return csv_of([*notes, header, *rows, *footnotes])


def locco() -> bytes:
    """Merged cells: a second row of counties has neither contractor nor locality."""
    header = [
        "Medicare Adminstrative Contractor",
        "Locality Number",
        "State",
        "Fee Schedule Area ",
        "Counties",
    ]
    return csv_of(
        [
            ["COUNTIES INCLUDED IN 2026 LOCALITIES"],
            [],
            header,
            ["10112", "0", "ALABAMA", "STATEWIDE", "ALL COUNTIES"],
            ["13202", "1", "NEW YORK", "MANHATTAN", "NEW YORK"],
            ["13202", "2", "NEW YORK", "NYC SUBURBS/LONG I.", "BRONX, KINGS, NASSAU"],
            ["", "", "", "", "RICHMOND, ROCKLAND, SUFFOLK AND WESTCHESTER"],
        ]
    )


def anes() -> bytes:
    """Two factors: from 2026 that of qualifying APM participants differs."""
    header = [
        "Contractor",
        "Locality",
        "Locality Name",
        "Non-Qualifying APM National Anes CF of 20.4976",
        "Qualifying APM National Anes CF of 20.5998",
    ]
    rows = [
        ["10112", "00", "ALABAMA", "19.31", "19.41"],
        ["13202", "01", "MANHATTAN", "22.75", "22.87"],
        ["13202", "02", "NYC SUBURBS/LONG ISLAND", "23.40", "23.52"],
    ]
    return csv_of([["2026 Anesthesia Conversion Factors"], [], header, *rows])

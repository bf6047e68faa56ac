"""One small file of every kind and form, by the name that it would be downloaded under.

test_zips.py fails where a kind has none.
"""

from collections.abc import Sequence

from tests.codefiles import layouts_cpt as ours
from tests.codefiles.addenda_files import addenda
from tests.codefiles.invented import INVENTED_INDEX, INVENTED_TABULAR
from tests.codefiles.layouts import (
    HCPCS_HEADER,
    HCPCS_ROWS,
    HCPCS_TEXT,
    PTP_PREAMBLE,
    PTP_ROWS,
    PTP_TEXT,
    csv_of,
    mue_cells,
    text,
    workbook,
)
from tests.codefiles.layouts_localities import anes, gpci, locco

_PTP_TABLE = [line.split("\t") for line in (*PTP_PREAMBLE, *PTP_ROWS)]
_TABBED_CONVERSIONS = text(*("\t".join(map(str, row)) for row in ours.CONVERSION_ROWS))

ADDENDA = "icd10cm_order_addenda_2027.txt"

TEXTS: dict[str, bytes] = {
    "icd10cm_order_2026.txt": ours.ORDER,
    "icd10cm-codes-2024.txt": ours.CODES,
    "icd10cm-conversion-2026.txt": _TABBED_CONVERSIONS,
    "HCPC2026_OCT_ANWEB.txt": HCPCS_TEXT,
    "HCPC2026_OCT_ANWEB.csv": csv_of([HCPCS_HEADER, *HCPCS_ROWS]),
    "PPRRVU2026_Jul_QPP.csv": csv_of(ours.FEE_ROWS),
    "PPRRVU2026_Jul_QPP.txt": ours.FEE_TEXT,
    "ccipra-v322r0-f1.TXT": PTP_TEXT,
    "ccipra-v322r0-f1.csv": csv_of(_PTP_TABLE),
    "MCR_MUE_DMESupplierServices_Eff_07-01-2026.csv": csv_of(mue_cells("DME Supplier")),
    "AOC_V2026Q2-MCR.txt": ours.ADD_ON_TEXT,
    "AOC_V2026Q2-MCR.csv": csv_of(ours.ADD_ON_ROWS),
    "GPCI2026.csv": gpci(),
    "26LOCCO.csv": locco(),
    "ANES2026.csv": anes(),
    "LONGULT.txt": ours.LONG,
    "MEDU.txt": ours.MEDIUM,
    "SHORTU.txt": ours.SHORT,
    "MODUL.txt": ours.MODIFIERS,
    "ConsumerDescriptor.txt": ours.CONSUMER,
    "ClinicianDescriptor.txt": ours.CLINICIAN,
    "ours.csv": ours.OWN,
    "icd10c-tabular-2026.xml": INVENTED_TABULAR,
    "icd10cm-index.xml": INVENTED_INDEX,
    ADDENDA: addenda(),
}
_TABLES: dict[str, Sequence[Sequence[str | int | float]]] = {
    "HCPC2026_OCT_ANWEB.xlsx": [HCPCS_HEADER, *HCPCS_ROWS],
    "HCPC2026_OCT_Trans_Alpha.xlsx": ours.CHANGE_ROWS,
    "PPRRVU2026_Jul_QPP.xlsx": ours.FEE_ROWS,
    "ccipra-v322r0-f1.xlsx": _PTP_TABLE,
    "MCR_MUE_DMESupplierServices_Eff_07-01-2026.xlsx": mue_cells("DME Supplier"),
    "AOC_V2026Q2-MCR.xlsx": ours.ADD_ON_ROWS,
    "icd10cm-conversion-2026.xlsx": ours.CONVERSION_ROWS,
}
WORKBOOKS: dict[str, bytes] = {name: workbook(rows) for name, rows in _TABLES.items()}
ALL = TEXTS | WORKBOOKS

"""Files of the AMA and the fee schedule in their layouts, every code and word invented."""

from tests.codefiles.layouts import text

AMA_NOTICE = "Invented notice: CPT copyright 2025 American Medical Association. All rights reserved."
LONG = text(
    AMA_NOTICE,
    "",
    "99901\tInvented kite flying, therapeutic, each 15 minutes",
    "99902\tInvented kite mending; with glue",
    "0990T\tInvented kite imaging",
)
MEDIUM = text(
    AMA_NOTICE,
    "",
    "99901 INVENTED KITE FLYING THERAPEUTIC EA 15 MIN",
    "99902 INVENTED KITE MENDING WITH GLUE",
    "0990T INVENTED KITE IMAGING",
)
SHORT = text(
    AMA_NOTICE,
    "",
    "99901 KITE FLYING EA 15 MIN",
    "99902 KITE MENDING W/GLUE",
    "0990T KITE IMAGING",
)
CONSUMER = text(
    "Concept Id\tCPT Code\tConsumer Friendly Descriptor",
    "1000001\t99901\tFlying kites, in quarters of an hour, for health",
    '1000002\t99902\t"Mending" kites',
)
CLINICIAN = text(
    "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor",
    "1000001\t99901\t1\tKite flying, first way",
    "1000001\t99901\t2\tKite flying, second way",
    "1000003\t0990T\t3\tKite imaging",
)
MODIFIERS = text(
    AMA_NOTICE,
    "",
    "Appendix A",
    "",
    "Modifiers",
    "",
    "21 Invented Service: words that go",
    "on in a second line.",
    "",
    "28 Invented Other Service: words.",
    "",
    "Anesthesia Physical Status",
    "",
    "Invented words about six levels.",
    "",
    "P1: an invented patient",
    "P2: another invented patient",
    "",
    "CPT Level I Modifiers",
    "",
    "28 Invented Other Service: in the hospital.",
    "",
    "Category II Modifiers",
    "",
    "9P Invented Exclusion: words.",
    "",
    "Level II (HCPCS/National) Modifiers",
    "",
    "ZA Invented left",
    "ZB Invented right",
)

FEE_NOTICES = [
    ["", "", "2026 National Physician Fee Schedule Relative Value File July Release", *[""] * 29],
    ["", "", "CPT codes and descriptions only are copyright 2026 American Medical Association.", *[""] * 29],
    *[[""] * 32 for _ in range(6)],
    ["", "", "", "STATUS", "MEDICARE", "WORK", *[""] * 26],
]
FEE_HEADER = (  # noqa: SIM905 - to be held against the published header
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,"
    "PROC,SURG,SURG,SURG,SURG,IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
).split(",")
FEE_CELLS = [
    (
        "99901,,INVENTED KITE FLYING,A,,1.10,3.39,,0.41,,0.18,4.67,1.69,"
        "0,000,0.10,0.80,0.10,2,1,1,0,0,,,33.4009,09,0,99,0.00,0.00,0.00"
    ),
    (
        "99902,26,INVENTED MENDING,A,,26.70,2.10,NA,2.10,,1.07,102.11,"
        "29.87,1,XXX,0.00,0.00,0.00,3,0,0,0,0,,99901,33.4009,01,0,88,0.00,0.00,0.00"
    ),
    (
        "0990T,,INVENTED IMAGING,C,,0.00,0.00,,0.00,,0.00,0.00,0.00,9,"
        "YYY,0.00,0.00,0.00,9,9,9,9,9,,,33.4009,09,0,99,0.00,0.00,0.00"
    ),
]
FEE_ROWS = [*FEE_NOTICES, FEE_HEADER, *(line.split(",") for line in FEE_CELLS)]


def fee_line(cells: list[str]) -> str:
    """One record of the fixed-width form."""
    c = dict(enumerate(cells))
    return (
        f"{c[0]}{c[1]:2}{c[2]:50}{c[3]}{c[4]:1}{c[5]:>6}{c[6]:>7}{c[7]:2}{c[8]:>7}{c[9]:2}{c[10]:>6}{c[11]:>7}{c[12]:>6}"
        f"{c[13]}{c[14]:3}{c[15].lstrip('0'):>3}{c[16].lstrip('0'):>3}{c[17].lstrip('0'):>3}{''.join(cells[18:23])}"
        f"{'':7}{c[24]:5}{c[25]:>8} {c[26]:2}{c[27]} {c[28]:2}{'':3}{c[29]:>7}{c[30]:>7}{c[31]:>7}"
    )


FEE_TEXT = text(
    "HDR CPT CODES AND DESCRIPTIONS ONLY ARE COPYRIGHT ",
    "HDR 2026 AMERICAN MEDICAL ASSOCIATION.  ALL RIGHTS",
    *(fee_line(line.split(",")) for line in FEE_CELLS),
)

ADD_ON_HEADER = [
    "AOC_Edit_Type",
    "Add-On_Code",
    "AOC_DelDT",
    "Primary_Code",
    "Primary_Code_DelDT",
    "AOC_Edit_EffDT",
    "AOC_Edit_DelDT",
    "Special_Instruction_Notes",
]
ADD_ON_CELLS = [
    ["1", "99905", "", "99901", "", "2013091", "", ""],
    ["1", "99905", "", "99902", "2024366", "2013091", "2025090", ""],
    ["2", "0991T", "", "CCCCC", "", "2020001", "", "Contractor Defined Primary Codes"],
]
ADD_ON_ROWS = [[AMA_NOTICE], ADD_ON_HEADER, *ADD_ON_CELLS]
ADD_ON_TEXT = text(*(f"{c[0]}{c[1]}{c[2]:7}{c[3]}{c[4]:7}{c[5]:7}{c[6]:7}{c[7]}" for c in ADD_ON_CELLS))

ORDER = text(
    f"00001 {'Z99':7} 0 {'Kite mishaps':60} Kite mishaps",
    f"00002 {'Z990':7} 1 {'Kite mishap, 1st':60} Kite mishap, first, M\xe9ni\xe8re type",
    f"00003 {'Z99XX1A':7} 1 {'Kite mishap, oth':60} Kite mishap, other",
)
CODES = text("Z990    Kite mishap, first", "Z99XX1A Kite mishap, other")
CONVERSION_ROWS: list[list[str | int]] = [
    ["Invented conversion table"],
    ["Current code assignment", "Effective", "Previous Code(s) Assignment"],
    ["Z99.813", 2024, "Z99.01, Z99.8"],
    ["Z97.01XA ", 45017, "Z84.040A"],
    ["Z02.151", "10/1/2017", "Z02.101-Z02.106; Z02.109"],
    ["Z55.0", "2023-04-01", "None"],
]
CHANGE_ROWS = [
    ["HCPCS/MOD", "TYPE OF CHANGE", "SHORT DESCRIPTION", "LONG DESCRIPTION"],
    ["   ZA", "ADD", "Invented mod", "Invented modifier"],
    ["Q9901", "DISC", "Sled ride", "Invented ride by sled"],
]
OWN = text(
    "Code,Description,Starts,Ends,System",
    "KITE1,Our own kite visit,2026-01-01,,Local",
    'KITE2,"Our own kite, mended",1/2/2026,2026-12-31,Local',
)

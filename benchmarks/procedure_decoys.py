"""Decoys of an invented fee schedule: forms of procedures, each with many places, vessels, nerves and tests."""

from collections.abc import Iterable


def decoys() -> Iterable[str]:
    """Rows of other procedures, places and tests, always the same and in the same order."""
    return (form.format(part).capitalize() for form, parts in _FORMS for part in parts)


def _split(words: str) -> list[str]:
    return words.split("|")


_SITES = _split(
    "neck|chest|back|flank|uppr arm|frarm|elbw|thigh|calf|heel|ear|lip|jaw|palate|tongue|orbit|sternm|rib"
)
_ORGANS = _split(
    "panc|spleen|adrnl|urethr|ureter|epidid|salpinx|bile dct|sm intest|rectm|pleura|medstnm|trach|lacrml"
)
_BONES = _split(
    "scapul|ulna|radl hd|metacarp|phalnx fngr|femr shft|tib plat|patla|calcan|talus|sacrm|mandib|maxla"
)
_VESSELS = _split(
    "iliac art|fem art|brach art|ren art|mesent art|subclav vn|jugul vn|portl vn|tib art|vert art"
)
_NERVES = _split("ulnr|radl|tibl|facl|trigem|phrenic|sciatc|femrl|intercst|pudendl")
_ASSAYS = _split(
    "aldost|amylas|ammonia|bilirub|calcitn|ceruloplsm|chlorid|cortisl|creatin|folat|gastrn|haptoglb|insulin|lactat|"
    "lipas|lithium|magnesm|osmolal|phosphrs|potassm|prealbmn|prolactn|renin|sodium|testost|transfrn|urea|uric acd|zinc"
)
_FORMS = (
    ("Excs tum {} <3cm", _SITES), ("Excs tum {} 3cm/>", _SITES), ("Rad resect tum {}", _SITES),
    ("Explor pen wnd {}", _SITES), ("Repr wnd cmplx {} addl 5cm", _SITES), ("Adj tiss xfer {} 10sqcm/<", _SITES),
    ("I&d deep absc {}", _SITES), ("Incis bone cortx {}", _BONES), ("Excs cyst {} w/grft", _BONES),
    ("Sequestrect {}", _BONES), ("Part excs bone {}", _BONES), ("Osteot {}", _BONES), ("Repr nonunion {}", _BONES),
    ("Tx {} fx clsd w/o manip", _BONES), ("Tx {} fx clsd w/manip", _BONES), ("Orif {} fx", _BONES),
    ("Perq fix {} fx", _BONES), ("Prophyl fix {}", _BONES), ("Bx {} opn", _ORGANS), ("Repr {} inj", _ORGANS),
    ("Part rmvl {}", _ORGANS), ("Tot rmvl {}", _ORGANS), ("Lap resect {}", _ORGANS), ("Drain absc {}", _ORGANS),
    ("Ndsc {} dx", _ORGANS), ("Recon {} w/grft", _ORGANS), ("Bypass grft {}", _VESSELS),
    ("Rmvl clot {}", _VESSELS), ("Repr {} w/patch", _VESSELS), ("Stent {} perq", _VESSELS),
    ("Ather {} perq", _VESSELS), ("Cath plcmt {} sel", _VESSELS), ("Ligat {}", _VESSELS), ("Angio {} s&i", _VESSELS),
    ("Njx nrv blk {}", _NERVES), ("Repr nrv {}", _NERVES), ("Decmpr nrv {}", _NERVES), ("Dstrj nrv {}", _NERVES),
    ("Transpos nrv {}", _NERVES), ("Assay {} ser", _ASSAYS), ("Assay {} urn", _ASSAYS), ("Assay {} quant", _ASSAYS),
    ("{} tolernc tst", _ASSAYS), ("Xr {} 2 vw", [*_SITES, *_BONES]), ("Xr {} cmplt", _BONES),
    ("Ct {} w/o dye", _SITES), ("Ct {} w/dye", _SITES), ("Ct {} w/o&w/dye", _SITES), ("Mri {} w/o dye", _SITES),
    ("Mri {} w/dye", _SITES), ("Mri {} w/o&w/dye", _SITES), ("Us {} cmplt", _SITES), ("Us guid {} bx", _ORGANS),
    ("Nuc img {}", _ORGANS), ("Anes {} surg", [*_SITES, *_ORGANS, *_BONES]), ("Anes {} vasc", _VESSELS),
    ("Cast {} stat", _BONES), ("Splint {} dynam", _BONES), ("Arthrp {} w/prosth", _BONES), ("Arthrd {}", _BONES),
    ("Rev {} w/allogrft", _BONES), ("Unlist proc {}", [*_SITES, *_ORGANS, *_BONES]), ("Rmvl fb {} deep", _SITES),
    ("Rad tx {} simp", _ORGANS), ("Rad tx {} cmplx", _ORGANS), ("Brachytx {}", _ORGANS),
    ("Trnspl {}", _ORGANS), ("Scope {} w/laser", _ORGANS), ("Dil {} strict", _ORGANS), ("Fistl clsr {}", _ORGANS),
    ("Skn grft full {} 20sqcm", _SITES), ("Skn flap {}", _SITES), ("Dermabras {}", _SITES), ("Chem peel {}", _SITES),
    ("Scar rev {}", _SITES), ("Lipect {}", _SITES), ("Tendn xfer {}", _BONES), ("Tendn lngthn {}", _BONES),
    ("Capsulect {}", _BONES), ("Synovect {}", _BONES), ("Manip {} w/anes", _BONES), ("Disartic {}", _BONES),
    ("Emboliz {}", _VESSELS), ("Thromblys {}", _VESSELS), ("Av shunt rev {}", _VESSELS), ("Filtr ins {}", _VESSELS),
    ("{} ab ident", _ASSAYS), ("{} receptr assay", _ASSAYS), ("Gene tst {} cmn var", _ASSAYS), ("{} ratio", _ASSAYS),
    ("Flow cytom {}", _ORGANS), ("Cytopath {} smear", _ORGANS), ("Stain {} spec", _ORGANS),
    ("Pump implnt {}", _ORGANS), ("Elec stim {} implnt", _NERVES), ("Evok pot {}", _NERVES), ("Thermo {}", _SITES),
)  # fmt: skip

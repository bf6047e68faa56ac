"""Checklist items for an application, in the order of the CPT form (source: application_stages.json)."""

from dataclasses import dataclass

from bot.domain.applications.application import Category

_ALL = frozenset(Category)
_I = frozenset({Category.I, Category.VACCINE})
_III = frozenset({Category.III})
_VACCINE = frozenset({Category.VACCINE})
_PLA = frozenset({Category.PLA})


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item. `per_code`: answered for each requested code. `advice`: recommended but never blocks submission."""

    id: str
    text: str
    categories: frozenset[Category]
    per_code: bool = False
    advice: bool = False


ITEMS = (
    ChecklistItem(
        "category_requested",
        "Category asked for (I, III, II, PLA) and kind of change: new / revise / delete / editorial only",
        _ALL,
    ),
    ChecklistItem(
        "descriptor",
        "Proposed descriptor and place in the code set; unique, well-defined, not a fragment, "
        "reflects the service as typically performed; no proprietary name; separate answers for "
        "EACH code",
        _I | _III,
        per_code=True,
    ),
    ChecklistItem(
        "why_existing_inadequate",
        "Why existing codes (and unlisted codes) do not describe the service",
        _I | _III,
    ),
    ChecklistItem(
        "vignette", "Clinical vignette with the typical patient, one per code", _I | _III, per_code=True
    ),
    ChecklistItem(
        "service_description",
        "Description of the service (pre/intra/post work, time, equipment)",
        _I | _III,
        per_code=True,
    ),
    ChecklistItem(
        "who_performs",
        "Specialties and other professionals who perform it; services done at the same time",
        _I | _III,
    ),
    ChecklistItem("fda_status", "FDA clearance/approval of all devices and drugs when required", _I | _III),
    ChecklistItem("performed_by_many", "Performed by many physicians/QHPs across the United States", _I),
    ChecklistItem("frequency", "US frequency consistent with intended clinical use", _I),
    ChecklistItem("current_practice", "Consistent with current medical practice", _I),
    ChecklistItem(
        "literature_cat1",
        "Peer-reviewed full articles meeting the application's literature table, entered in the "
        "Publication Details and Attributes (PDA) grid; abstracts, book chapters, white papers, "
        "advertising, manuals not accepted; in-press only with the editor's acceptance letter; "
        "foreign studies judged by the same criteria",
        _I,
    ),
    ChecklistItem(
        "literature_family",
        "Multi-code family: 2 to 5 additional references per requested code for clinically distinct"
        " techniques; at least 2 articles with different populations AND different authors",
        _I,
    ),
    ChecklistItem(
        "literature_minimum_count",
        "Minimum number of articles / level of evidence for a single Category I code",
        _I,
    ),
    ChecklistItem("cat3_human", "Currently or recently performed in humans", _III),
    ChecklistItem(
        "cat3_one_of",
        "At least one: support of one CPT/HCPAC advisor; or peer-reviewed English literature on "
        "actual/potential efficacy; or IRB-approved protocol, ongoing US trial, or other evidence "
        "of evolving utilisation",
        _III,
    ),
    ChecklistItem("vaccine", "Phase III trial evidence (unblinded) for vaccine products", _VACCINE),
    ChecklistItem(
        "pla",
        "Commercially available in the US by submission; CLIA lab; Standard Operating Procedure "
        "attached; no physician work",
        _PLA,
    ),
    ChecklistItem(
        "article_copies",
        "PDF/Word copies (and links) of every article; right to share each copy checked",
        _I | _III,
    ),
    ChecklistItem(
        "coi",
        "Written conflict-of-interest disclosure of applicant and each presenter (incl. family; "
        "value received in prior 24 months or expected in next 24); oral disclosure before "
        "addressing the Panel",
        _ALL,
    ),
    ChecklistItem(
        "confidentiality", "Signed statement of confidentiality (every presenter and attendee)", _ALL
    ),
    ChecklistItem(
        "copyright_assignment", "Confidentiality and copyright assignment form where AMA asks for it", _ALL
    ),
    ChecklistItem(
        "society_contact",
        "Contact with the specialty societies recorded (date, person, answer) - before submission",
        _ALL,
        advice=True,
    ),
    ChecklistItem(
        "presenters",
        "Presenter is a clinician who performs the service; available for the whole meeting",
        _ALL,
        advice=True,
    ),
)

"""Why each deadline matters and what to do, in one sentence each."""

from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.recurring import Update
from bot.domain.deadlines.ruc import RucMilestone

Advice = tuple[str, str]
"""Why it matters, and what to do."""

_ADVICE: dict[str, Advice] = {
    Milestone.APPLICATION: (
        "An application that comes later waits for the next meeting.",
        "Finish the checklist, send it by the AMA's Smart App, and keep the confirmation.",
    ),
    Milestone.COMPLETION_RETURN: (
        "A returned application that is not completed in time drops out of this cycle.",
        "Answer every point of the notice and send it back.",
    ),
    Milestone.PUBLIC_AGENDA: (
        "From then on everybody sees what is proposed, and interested parties may ask for the material.",
        "Look whether your application stands there as meant, and what others propose for your codes.",
    ),
    Milestone.ADVISOR_REVIEW: (
        "The specialty societies' advisors comment now.",
        "Have somebody ready who answers their questions within a day or two.",
    ),
    Milestone.ADDITIONAL_INFORMATION: (
        "Later material is not looked at.",
        "Send what AMA staff or advisors asked for, literature above all.",
    ),
    Milestone.PANEL_MATERIALS: (
        "The Panel's members begin to read.",
        "Read your own item once more as they will.",
    ),
    Milestone.NO_SUPPORT_NOTICE: (
        "Without any advisor's support the Panel rarely accepts an application.",
        "Decide whether to go on, to change it, or to withdraw.",
    ),
    Milestone.AGENDA_ITEM: (
        "It shows the ballots and the advisors' comments.",
        "Prepare short answers, and who gives them at the meeting.",
    ),
    Milestone.WITHDRAWAL: (
        "Withdrawing is possible until the item is called.",
        "Decide before the meeting begins.",
    ),
    Milestone.INTERESTED_PARTY: (
        "Who wants to speak to an item has to ask for it.",
        "Ask for the material of the items that touch your codes.",
    ),
    Milestone.MEETING: (
        "The Panel decides.",
        "Have your speakers registered; what is decided stays confidential until the Summary.",
    ),
    RucMilestone.MEETING: (
        "The RUC recommends to CMS what accepted codes are worth.",
        "If your code was accepted, have the survey done and the presenters registered.",
    ),
    Milestone.OUTCOME: (
        "AMA staff write to applicants; it is confidential until the Summary is posted.",
        "Enter the outcome with the application.",
    ),
    Milestone.SUMMARY: (
        "From then on outcomes may be talked about, and the 14 days for reconsideration run.",
        "Look on the AMA's site, and enter the day on which it was really posted.",
    ),
    Milestone.RECONSIDERATION: (
        "After that the Panel's decision stands.",
        "If you ask for it, do so in writing; the Summary prints day and hour (2019 and 2021: midnight Central).",
    ),
    PlaMilestone.APPLICATION: (
        "A PLA application that comes later waits for the next quarter.",
        "Send the application with the laboratory's and the test's exact names.",
    ),
    PlaMilestone.RELEASE: (
        "The code's number is public from then on.",
        "Look it up and tell the laboratory.",
    ),
    PlaMilestone.EFFECTIVE: (
        "The code may be billed from then on.",
        "Open it in charge master and templates.",
    ),
    Update.CPT_RELEASE: (
        "Next year's codes are out: three months are left to get ready.",
        "Get the data files, load them, and look at what changed.",
    ),
    Update.CPT_EFFECTIVE: ("Dates of service from then on take the new codes.", "Load the new CPT file."),
    Update.CATEGORY_III_RELEASE: (
        "New Category III codes are published; they take effect half a year later.",
        "Look for those that your services would use.",
    ),
    Update.PLA: ("New PLA codes are in force.", "Load the quarter's file if you bill laboratory tests."),
    Update.HCPCS: ("Level II codes come and go.", "Load the quarter's HCPCS file."),
    Update.NCCI: ("Pairs and units that Medicare denies change.", "Load the quarter's NCCI and MUE files."),
    Update.IMMUNIZATION: ("New vaccine codes are published.", "Look whether you give the products."),
    Update.ICD_OCTOBER: (
        "Dates of service from then on take the new diagnoses.",
        "Load the new ICD-10-CM file.",
    ),
    Update.ICD_APRIL: ("A few diagnoses may be new or gone.", "Load the April file if there is one."),
    Update.PFS_PROPOSED: (
        "CMS says what it means to pay next year, and takes comments for 60 days.",
        "Look at the codes that you bill most.",
    ),
    Update.PFS_FINAL: (
        "What Medicare pays from January on is settled.",
        "Load the fee schedule when it is out.",
    ),
    Update.PFS_EFFECTIVE: ("Medicare pays by the new fee schedule.", "Load its file."),
}


def advice(kind: str) -> Advice | None:
    """The advice for a deadline's kind, or None."""
    return _ADVICE.get(kind)

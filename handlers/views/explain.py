"""The cards that tell CPT from ICD: the two systems, a claim of both, and one side alone."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.domain.codes.billing.topic import BillingTopic
from bot.domain.codes.claim.finding import ClaimFinding, ClaimVerdict
from bot.domain.codes.cpt.grammar import CodeKind
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.parse_explain import EXAMPLE_ASKS, EXAMPLE_FITS, PayerAsks
from bot.services.claims.explain import Asks, Explained, ExplainedDiagnosis
from bot.services.lookup.procedures import HcpcsStarterResult, LoadedResult, LookedUp, StarterResult
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, SectionBlock
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.claim.findings import finding_words
from handlers.views.claim.headline import headline
from handlers.views.claim.read_back import place_and_payer
from handlers.views.cpt.hcpcs_starter import starter_lines
from handlers.views.cpt.loaded import printed_name, standing_lines
from handlers.views.cpt.rules import modifier_rule_lines
from handlers.views.cpt.several_sources import several_sources
from handlers.views.cpt.wording import placed, release_words, set_codes
from handlers.views.dates import dated, day
from handlers.views.help import Help
from handlers.views.icd.wording import ended_first

HELP = Help(
    "/explain",
    "CPT versus ICD: who keeps it, what it answers, where it stands on the claim, when it changes.",
    (
        ("/explain", "the two side by side"),
        ("/explain 97140 M54.50", "told with these two codes, in either order"),
        ("/explain 97140 Z00.00", "a pair about which a payer may ask"),
        ("/explain J1885", "which system one code belongs to"),
        (
            "/explain NCCI",
            "a term in five lines: MUE, ABN, LCD, modifier 25, global period, 8-minute rule, incident-to ...",
        ),
    ),
)
_FITS, _ASKS = " ".join(EXAMPLE_FITS), " ".join(EXAMPLE_ASKS)


def topic_card(topic: BillingTopic, missing: str = "") -> Answer:
    """One billing term in five plain lines, with its document; `missing` tells which file isn't loaded."""
    buttons = [CommandButton(line, line) for line in topic.see]
    return Answer(
        f"{topic.name}: {topic.lines[0]}",
        (
            section("\n".join((f"*{esc(topic.name)}*", *(f"•  {esc(line)}" for line in topic.lines)))),
            *((section(missing),) if missing else ()),
            actions(*buttons, CommandButton("CPT or ICD?", "/explain"), share=f"/explain {topic.also[0]}"),
            context(f"{esc(topic.source)} · our own words"),
        ),
    )


def modifier_topic_card(named: str) -> Answer:
    """A modifier of the starter in five lines: what it says, where it goes, and what to watch out for."""
    modifier = MODIFIERS[named]
    near = ", ".join(f"{each} is {MODIFIERS[each].meaning}" for each in modifier.see[:2] if each in MODIFIERS)
    watch = (*modifier.traps, *modifier_rule_lines(named))
    lines = [
        f"It says: {modifier.meaning}.",
        f"It goes {modifier.fits}.",
        *(f"{each[0].upper()}{each[1:]}." for each in watch),
        *((f"Near it: {near}.",) if near else ()),
        "It has to be true and in the record: a modifier is a statement, not a way around an edit.",
        "Payers differ: what one wants, another denies.",
        "A line takes four modifiers; those that decide payment come first.",
    ]
    since = f"since {day(modifier.since)}, " if modifier.since else ""
    return Answer(
        f"Modifier {named}: {modifier.meaning}",
        (
            section(
                "\n".join((f"*Modifier {named}*", *(f"•  {set_codes(line)}" for line in lines[:_LINES])))
            ),
            actions(
                CommandButton(f"All about {named}", f"/cpt modifiers {named}"),
                *(
                    CommandButton(each, f"/explain modifier {each}")
                    for each in modifier.see[:3]
                    if each in MODIFIERS
                ),
                share=f"/explain modifier {named}",
            ),
            context(f"{since}{_MODIFIER_SOURCE}"),
        ),
    )


_LINES = 5
_MODIFIER_SOURCE = (
    "CPT modifiers, 2024; HCPCS Level II, January 2026; NCCI Policy Manual, ch. 1, 2026 · our own words"
)


def no_code() -> Block:
    """Where words were typed and no code is among them."""
    return section(
        f"I found no code in that, like {code(f'/explain {_FITS}')}; here is the difference in general."
    )


def left_out() -> Block:
    """Where words stood beside the codes."""
    return context("I answered for the codes and ignored the other words.")


def with_note(card: Answer, note: Block | None) -> Answer:
    """`card` with `note`: a sentence about what was typed first, a smaller one last."""
    if note is None:
        return card
    first = isinstance(note, SectionBlock)
    return replace(card, blocks=(note, *card.blocks) if first else (*card.blocks, note))


@lru_cache(maxsize=4)
def systems_card(today: date) -> Answer:
    """`/explain`: what each of the two is for, topic by topic."""
    return Answer(
        "CPT versus ICD",
        (
            section("*CPT* says *what was done*. *ICD-10-CM* says *why*. A line of a claim needs both."),
            section("\n".join(f"*{topic}*  {told}" for topic, told in _TOPICS)),
            actions(
                CommandButton(f"See an example: {_FITS}", f"/explain {_FITS}"),
                CommandButton(f"A pair that raises a question: {_ASKS}", f"/explain {_ASKS}"),
                CommandButton("Categories", "/cpt categories"),
                CommandButton("Modifiers", "/cpt modifiers"),
                share="/explain",
            ),
            context(
                f"CPT, HCPCS Level II and ICD-10-CM, as their keepers publish them · asked on {day(today)}"
            ),
        ),
    )


_TOPICS = (
    ("Kept by", "CPT: the AMA; HCPCS Level II: CMS · ICD-10-CM: NCHS, with CMS"),
    ("Looks like", f"CPT {code('97140')} or {code('0592T')}; HCPCS {code('J1885')} · ICD {code('M54.50')}"),
    ("On the CMS-1500", "CPT in 24D, with its modifiers · ICD in box 21, A to L"),
    ("Tied by", "24E: the letters of the diagnoses that explain the line, four at most"),
    (
        "Changes",
        (
            "CPT on January 1; PLA codes each quarter, Category III and vaccines in July too; HCPCS each quarter · "
            "ICD on October 1, and April 1"
        ),
    ),
    ("License", "CPT needs one from the AMA · HCPCS Level II and ICD-10-CM are public"),
)


@lru_cache(maxsize=256)
def claim_card(explained: Explained) -> Answer:
    """Procedures and diagnoses told as one claim: what was done, why, and how the form ties them."""
    done = [f"*What was done*  {_procedure(result)}" for result in explained.procedures]
    why = [f"*Why*  {_diagnosis(explained, named, f' ({letter})')}" for named, letter in _lettered(explained)]
    asks = [_question(asks) for asks in explained.asks]
    return Answer(
        f"Explain {_codes(explained)}",
        (
            *_ended_first(explained),
            *_found(explained),
            section("\n".join((*done, *why))),
            section("\n".join((_on_the_form(explained), *asks))),
            actions(*_lead_on(explained), share=_line(explained)),
            context(*_sources(explained), _NOT_CHECKED),
        ),
    )


@lru_cache(maxsize=256)
def alone_card(explained: Explained) -> Answer:
    """Codes of one system only: which one it is, and what the claim still needs."""
    if explained.procedures:
        lines = [f"{_procedure(result)}\n{placed(result.billed)}" for result in explained.procedures]
        first = explained.procedures[0].billed.procedure
        told = _DENTAL if first.kind is CodeKind.CDT else _DONE
        buttons = [CommandButton("See it with M54.50", f"/explain {first.code} M54.50")]
    else:
        lines = [_diagnosis(explained, named, "") for named in explained.diagnoses]
        told, dx = _WHY, explained.diagnoses[0].code
        buttons = [CommandButton("See it with 97140", f"/explain 97140 {dx}")]
    return Answer(
        f"Explain {_codes(explained)}",
        (
            *_ended_first(explained),
            *_found(explained),
            section("\n".join(lines)),
            section(told),
            actions(
                *_openers(explained),
                *buttons,
                CommandButton("CPT or ICD?", "/explain"),
                share=_line(explained),
            ),
            context(*_sources(explained)),
        ),
    )


def _found(explained: Explained) -> tuple[Block, ...]:
    """What the claim check finds in these codes, the heaviest first; remarks wait in `/claim`."""
    if explained.checked is None:
        return ()
    told = [f for f in explained.checked.findings if f.verdict is not ClaimVerdict.NO_PROBLEM]
    first = headline((finding.verdict for finding in told), explained.checked.missing, "these codes")
    first += place_and_payer(explained.checked.claim.place, explained.checked.claim.payer)
    lines = [f"*{capital(finding.verdict)}*  {_named(finding, explained)}" for finding in told]
    return (section("\n".join((first, *lines[:_MOST_FOUND]))),)


_MOST_FOUND = 5


def _named(finding: ClaimFinding, explained: Explained) -> str:
    """The finding with codes in place of line numbers: here nobody has written lines."""
    codes = [str(each.billed) for each in explained.procedures]
    words = finding_words(finding)
    for number, each in enumerate(codes, start=1):
        words = words.replace(f"with line {number}", f"with {code(each)}")
    subject = (
        codes[finding.line - 1] if finding.line else explained.diagnoses[(finding.diagnosis or 1) - 1].code
    )
    return f"{code(subject)}{' ' if words.startswith('with ') else ': '}{words}"


def capital(words: str) -> str:
    """With a capital letter first."""
    return words[:1].upper() + words[1:]


_DONE = "That is *what was done*: box 24D. A claim also needs the *why*, an ICD-10-CM code in box 21."
_DENTAL = "That is a dental code (CDT), kept by the American Dental Association, for the dental claim form."
_WHY = "That is *why*: ICD-10-CM, box 21. A claim also needs *what was done*, a CPT or HCPCS code in 24D."
_NOT_CHECKED = "Not checked: payer policy, LCD and NCD, authorization, edits"
_QUESTIONS = {
    PayerAsks.CHECK_UP: "{dx} is a check-up or a screening, and {code} treats something: what was treated?",
    PayerAsks.CAUSE_ALONE: "{dx} says how it happened. It never stands first: which injury or illness comes before it?",
    PayerAsks.PROBLEM_AT_CHECK_UP: "{code} is a check-up, {dx} a problem: was a visit with 25 meant, or a Z code?",
    PayerAsks.NOT_BEHAVIORAL: "{code} is psychotherapy, {dx} no mental health diagnosis: is one missing before it?",
    PayerAsks.NOT_TOBACCO: "{code} is counseling about tobacco, and {dx} does not name it: is that code missing?",
    PayerAsks.NOT_EAR_WAX: "{code} removes impacted ear wax, which is H61.2-: does {dx} say so?",
}


def _question(asks: Asks) -> str:
    told = _QUESTIONS[asks.why].format(code=code(asks.procedure), dx=code(asks.diagnosis))
    return f"*Look again*, a payer may ask: {told}"


def _procedure(result: LookedUp) -> str:
    shown = code(str(result.billed))
    if name := printed_name(result):
        return f"{shown}  {name}{_not_valid(result)}"
    if isinstance(result, StarterResult):
        return f"{shown}  {esc(result.procedure.words)}{_not_valid(result)}"
    if isinstance(result, LoadedResult):
        return "  ".join((shown, *standing_lines(result)))
    if isinstance(result, HcpcsStarterResult):
        return "\n".join(starter_lines(result))
    return f"{shown}  right form, but not loaded, so I can't say what it is"


def _not_valid(result: LookedUp) -> str:
    """Said where the code may not be used on the day, or where nothing answers for it."""
    doubts = [line for line in standing_lines(result) if line.startswith("*")]
    return "".join(f"\n{line}" for line in doubts)


def _diagnosis(explained: Explained, named: ExplainedDiagnosis, letter: str) -> str:
    shown = f"{code(named.code)}{letter}"
    if explained.chosen.release is None:
        return f"{shown}  has the form of a diagnosis code; ICD-10-CM is not loaded for that date"
    if named.diagnosis is None:
        return f"{shown}  is not in the ICD-10-CM that is loaded: {code(f'/icd {named.code}')} tells more"
    header = "" if named.diagnosis.billable else "  *header, not billable*: pick a code below it"
    return f"{shown}  {esc(named.diagnosis.name)}{header}"


def _ended_first(explained: Explained) -> tuple[Block, ...]:
    """Names from a release that has ended: that is said before anything else."""
    release = explained.chosen.release
    return ended_first(explained.chosen, release) if release and explained.diagnoses else ()


def _lettered(explained: Explained) -> list[tuple[ExplainedDiagnosis, str]]:
    """Box 21's letters, in the order written."""
    return list(zip(explained.diagnoses, "ABCDEFGHIJKL", strict=False))


def _on_the_form(explained: Explained) -> str:
    letters = ", ".join(letter for _, letter in _lettered(explained))
    one = len(explained.diagnoses) == 1
    lines = "the line" if len(explained.procedures) == 1 else "each line"
    tie = "points to A" if one else f"points to those of {letters} that explain it, four at most"
    return f"On the CMS-1500: what was done in 24D, why in box 21 as {letters}, and 24E of {lines} {tie}."


def _lead_on(explained: Explained) -> list[CommandButton]:
    pair = _ASKS if not explained.asks else _FITS
    label = "A pair that raises a question" if not explained.asks else "A pair that fits better"
    same = pair == " ".join(_bare(explained))
    extra = [] if same else [CommandButton(f"{label}: {pair}", f"/explain {pair}")]
    return [
        *_openers(explained),
        *extra,
        CommandButton("CPT or ICD?", "/explain"),
        CommandButton("Modifiers", "/cpt modifiers"),
    ]


def _openers(explained: Explained) -> list[CommandButton]:
    procedures = [
        CommandButton(f"Open {r.billed}", dated(f"/cpt {r.billed}", explained.on))
        for r in explained.procedures[:3]
    ]
    diagnoses = [
        CommandButton(f"Open {n.code}", dated(f"/icd {n.code}", explained.on))
        for n in explained.diagnoses[:3]
    ]
    return procedures + diagnoses


def _bare(explained: Explained) -> list[str]:
    return [*(str(r.billed) for r in explained.procedures), *(n.code for n in explained.diagnoses)]


def _codes(explained: Explained) -> str:
    return " ".join(_bare(explained))


def _line(explained: Explained) -> str:
    return dated(f"/explain {_codes(explained)}", explained.on)


def _sources(explained: Explained) -> tuple[str, ...]:
    procedures = several_sources(explained.procedures) if explained.procedures else ()
    diagnoses = (release_words(explained.chosen),) if explained.diagnoses else ()
    left = (
        (f"{explained.left_over} codes more than one claim form holds were left out.",)
        if explained.left_over
        else ()
    )
    return (*left, *procedures, *diagnoses)

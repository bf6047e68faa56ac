"""The card for `/cpt A B together`: NCCI's answer, or that no file is loaded."""

from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import ClaimVerdict, PairHit
from bot.domain.codes.claim.missing import Missing
from bot.domain.codes.claim.reference_data import Indicator
from bot.domain.codes.claim.together import TogetherAnswer, Two
from bot.domain.codes.claim.together_request import TogetherRequest
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, section
from handlers.views.claim.findings import finding_words
from handlers.views.claim.headline import headline
from handlers.views.claim.pairs import bypass_words, pair_words
from handlers.views.claim.read_back import place_and_payer
from handlers.views.cpt.wording import left_over_note
from handlers.views.dates import dated, day
from handlers.views.sources import edition_words, ended_words, how_to_get

_ORDER = (ClaimVerdict.CONFLICT, ClaimVerdict.LOOK_AGAIN, ClaimVerdict.NO_PROBLEM)
_FEW = 6


def together_card(answer: TogetherAnswer) -> Answer:
    """Pairs that are edited come first; codes without a row after them."""
    first = _headline(answer)
    blocks = _not_loaded(answer, first) if answer.edition is None else _answered(answer, first)
    left = left_over_note(answer.request.left_over, len(answer.request.billed))
    return Answer(f"CPT codes together: {first.replace('*', '')}", (*blocks, *left))


def _headline(answer: TogetherAnswer) -> str:
    """The worst of found, not checked, and passed, over rules and pairs."""
    verdicts = [finding.verdict for finding in answer.rules]
    verdicts += [two.finding.verdict for two in answer.twos if two.finding]
    missing = [] if answer.edition and answer.whole else [Missing(ReferenceFile.PAIRS)]
    return headline(verdicts, missing, "these codes")


def canonical(request: TogetherRequest) -> str:
    """The command line that gives this answer again."""
    codes = " ".join(map(str, request.billed))
    whose = "" if request.setting == "practitioner" else f" {request.setting}"
    where = f" pos {request.place}" if request.place else ""
    payer = f" payer {request.payer}" if request.payer else ""
    return dated(f"/cpt {codes} together{whose}{where}{payer}", request.on)


def _not_loaded(answer: TogetherAnswer, verdict: str) -> tuple[Block, ...]:
    codes = " and ".join(code(each.procedure.code) for each in answer.request.billed)
    return (
        section("\n".join((verdict, *_by_rules(answer)))),
        section(
            f"I can't say whether {codes} may be billed together: no NCCI file for {answer.request.setting} claims "
            f"on {day(answer.on)} is loaded. No file, no answer: I don't guess.\n{how_to_get(ReferenceFile.PAIRS)}"
        ),
        actions(*_buttons(answer.request), share=canonical(answer.request)),
        context(f"For date of service {day(answer.on)}{_said(answer)} · not checked: NCCI, payer policy"),
    )


def _answered(answer: TogetherAnswer, verdict: str) -> tuple[Block, ...]:
    edition = answer.edition
    twos = sorted(answer.twos, key=lambda two: _ORDER.index(_verdict(two)) + (two.finding is None))
    first = [ended_words(edition)] if edition and edition.ended(answer.on) else []
    lines = [_two(two, whole=answer.whole) for two in twos]
    parts = [
        "\n".join((verdict, *first, *_by_rules(answer), *lines[:_FEW])),
        *("\n".join(lines[n : n + _FEW]) for n in range(_FEW, len(lines), _FEW)),
    ]
    return (
        *(section(part) for part in parts),
        actions(*_buttons(answer.request), share=canonical(answer.request)),
        context(
            f"{edition_words(edition) if edition else ''} · date of service {day(answer.on)}{_said(answer)}",
            "No row is not permission: other rules, MUE and the payer's own policy are not checked here.",
        ),
    )


def _said(answer: TogetherAnswer) -> str:
    return place_and_payer(answer.request.place, answer.request.payer)


def _by_rules(answer: TogetherAnswer) -> list[str]:
    """What the billing rules say of these codes: found stands before not checked and passed."""
    codes = [str(each) for each in answer.request.billed]
    lines = [
        f"{code(codes[(found.line or 1) - 1])}  *{found.verdict}*  {_named(finding_words(found), codes)}"
        for found in sorted(answer.rules, key=lambda f: _ORDER.index(f.verdict))
    ]
    return lines[:_FEW]


def _named(words: str, codes: list[str]) -> str:
    """`with line 2` as `with 99211`: here nobody has written lines."""
    for number, each in enumerate(codes, start=1):
        words = words.replace(f"with line {number}:", f"with {code(each)}:")
    return words


def _verdict(two: Two) -> ClaimVerdict:
    return two.finding.verdict if two.finding else ClaimVerdict.NO_PROBLEM


def _two(two: Two, *, whole: bool) -> str:
    both = f"{code(str(two.first))} with {code(str(two.second))}"
    if two.finding is None and not whole:
        return f"{both}  *not checked*: a part of the quarter's files is not loaded."
    if two.finding is None or not isinstance(two.finding.detail, PairHit):
        return f"{both}  *no pair in force in this file*, which is not permission."
    hit = two.finding.detail
    if hit.pair.indicator is Indicator.WITH_MODIFIER and hit.modifier:
        return f"{both}  *{two.finding.verdict}*: {pair_words(hit)} {bypass_words(hit)}"
    return f"{both}  *{two.finding.verdict}*: {pair_words(hit)}"


def _buttons(request: TogetherRequest) -> list[CommandButton]:
    codes = [each.procedure.code for each in request.billed]
    compared = " ".join(codes[:3])
    claim = ", ".join(f"{each} x1" for each in request.billed)
    return [
        CommandButton(f"Compare {compared}", dated(f"/cpt compare {compared}", request.on)),
        CommandButton("Check as a claim", dated(f"/claim {claim}", request.on)),
    ]

"""Which codes are visits (E/M), judged by their number."""

from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode

_EYE_EXAMINATIONS = ("92002", "92014")
_VISITS = ("99202", "99499")
_TELEMEDICINE = ("98000", "98016")


def is_visit(code: ProcedureCode) -> bool:
    """Evaluation and Management by number, telemedicine, eye exams, and G0402, G0438 and G0439."""
    if code.kind is not CodeKind.CATEGORY_I:
        return code.code in ("G0402", "G0438", "G0439")
    return any(_within(code.code, span) for span in (_VISITS, _TELEMEDICINE, _EYE_EXAMINATIONS))


def _within(code: str, span: tuple[str, str]) -> bool:
    return span[0] <= code <= span[1]

"""`/icd M50-M54`: a block of the tabular list, or any other run of codes, as the release of the day holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase, digits

from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisTable
from bot.domain.codes.icd.parse import DiagnosisRange
from bot.domain.codes.releases import Release, SelectedRelease
from bot.domain.errors import NotUnderstood
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.diagnoses import DiagnosisNotLoaded
from bot.services.ports.request_context import RequestContext

_CATEGORY = 3
_LAST = digits + ascii_uppercase
_MOST = 4000


@dataclass(frozen=True, slots=True)
class FoundRange:
    """The codes of a run: categories, or codes of one category. `block` is what the tabular list calls the run, and
    `blocks` are the sections inside it."""

    chosen: SelectedRelease
    release: Release
    asked: DiagnosisRange
    block: Block | None
    chapter: Block | None
    blocks: tuple[Block, ...]
    codes: tuple[Diagnosis, ...]


def look_up_range(
    question: DiagnosisRange, code_library: CodeLibrary, request: RequestContext
) -> FoundRange | DiagnosisNotLoaded:
    """The run of codes on the date of service. Raises NotUnderstood where the release holds no code of it."""
    choice = code_library.diagnoses(question.on, request.today, request.workspace)
    table = choice.table
    if table is None:
        ends = (question.first, question.last)
        return DiagnosisNotLoaded(choice.chosen, ends, code_library.releases(request.workspace), ())
    codes = tuple(_codes(question, table))
    if not codes:
        ends = (question.first, question.last)
        raise NotUnderstood("-".join(ends), tuple(f"/icd {end}" for end in ends))
    block = table.block(f"{question.first}-{question.last}")
    return FoundRange(
        choice.chosen,
        table.release,
        question,
        block,
        table.block(codes[0].chapter) if codes[0].chapter == codes[-1].chapter else None,
        tuple(_inside(question, codes, table)),
        codes,
    )


def _codes(question: DiagnosisRange, table: DiagnosisTable) -> Iterator[Diagnosis]:
    if len(question.first) > _CATEGORY and question.first[:_CATEGORY] == question.last[:_CATEGORY]:
        longest = max(len(question.first), len(question.last))
        for code in table.starting(question.first[:_CATEGORY]):
            inside = question.first <= code and code[: len(question.last)] <= question.last
            if inside and len(code) <= longest and (found := table.get(code)):
                yield found
        return
    first, last = question.first[:_CATEGORY], question.last[:_CATEGORY]
    for letter in ascii_uppercase[ascii_uppercase.index(first[0]) : ascii_uppercase.index(last[0]) + 1]:
        for middle in _LAST:
            for end in _LAST:
                code = letter + middle + end
                if first <= code <= last and (found := table.get(code)):
                    yield found


def _inside(question: DiagnosisRange, codes: tuple[Diagnosis, ...], table: DiagnosisTable) -> Iterator[Block]:
    """The sections directly inside the run, each once, in code order; () where it is one section itself."""
    whole = f"{question.first}-{question.last}"
    for name in dict.fromkeys(code.section for code in codes):
        block = table.block(name)
        while block and block.parent and block.parent != whole and "-" in block.parent:
            block = table.block(block.parent)
        if block and block.id != whole:
            yield block

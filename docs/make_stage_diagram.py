"""Draw the stages of a code application as docs/application-stages.md, from the table in the code.

python docs/make_stage_diagram.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run from a checkout

from bot.domain.applications.stages import START, Stage, Valuation
from bot.domain.applications.transitions import PHASES, TABLE, TRANSITIONS
from bot.domain.applications.valuation import ACTORS

TARGET = Path(__file__).parent / "application-stages.md"


def diagram() -> str:
    """Markdown with a Mermaid state diagram by phase, and the table of stages beneath it."""
    lines = [
        "# The stages of a code application",
        "",
        "Made by `python docs/make_stage_diagram.py` from `bot/domain/applications`; a test keeps it up to date.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"  [*] --> {START}",
    ]
    for phase in PHASES:
        lines.append(f"  state {phase}_phase {{")
        lines += [f"    {stage}" for stage in Stage if TABLE[stage].phase is phase]
        lines.append("  }")
    lines += [f"  {t.source} --> {t.to}: {t.actor}" for t in TRANSITIONS.values()]
    lines += [f"  {s} --> [*]" for s in Stage if TABLE[s].terminal]
    lines += ["```", "", "| stage | term | phase | whose turn | share class | deadline rules | steps |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    lines += [_row(stage) for stage in Stage]
    lines += ["", *_valuation()]
    return "\n".join(lines) + "\n"


def _row(stage: Stage) -> str:
    facts = TABLE[stage]
    steps = "<br>".join(f"{t.to}: {t.trigger}" for t in facts.transitions)
    rules = ", ".join(facts.rules)
    cells = (stage, facts.term, facts.phase, facts.owner, facts.share.id, rules, steps)
    return f"| {' | '.join(cells)} |"


def _valuation() -> list[str]:
    return [
        "## The valuation of a code",
        "",
        "It begins at `valuation` for a code of Category I, goes on beside its publication, and leaves no step out.",
        "",
        "| step | who |",
        "| --- | --- |",
        *(f"| {step} | {ACTORS[step]} |" for step in Valuation),
    ]


if __name__ == "__main__":
    TARGET.write_text(diagram(), encoding="utf-8")

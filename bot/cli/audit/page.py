"""The audit as one self-contained HTML page: no script, font or picture from elsewhere."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from bot.cli.audit.charts import Bar, bars
from bot.cli.audit.words import (
    RULES,
    few_lines_words,
    headline_words,
    hit_words,
    passed_words,
    rule_total,
    unchecked_words,
)
from bot.domain.codes.audit.audit import Audit
from bot.domain.codes.audit.shares import ModifierShare

_KEPT = "Nothing was stored or sent; rows are told by their number in the file."
_SHOWN = 500
_TOP = 12
_STYLE = files(__package__).joinpath("page.css")


def report(audit: Audit, source: str, made: str, over: float) -> str:
    """The whole page. `source` is the file's name, `made` the date in words. No line's patient or date is shown."""
    style = _STYLE.read_text(encoding="utf-8")
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>Audit of {escape(source)}</title><style>{style}</style></head><body><main>",
            f"<h1>Audit of {escape(source)}</h1><p class=soft>Made on {escape(made)} by CodeDesk. {_KEPT}</p>",
            f"<p class=headline>{escape(headline_words(audit))}</p>",
            *_tiles(audit),
            *_charts(audit, over),
            *_modifiers(audit, over),
            *_findings(audit),
            *_small_print(audit),
            "</main></body></html>",
        )
    )


def _tiles(audit: Audit) -> Iterator[str]:
    yield f"<ul class=tiles><li><b>{audit.lines:,}</b>lines read</li>"
    for rule, name in RULES.items():
        total, comma, rest = rule_total(audit, rule).partition(" in ")
        more = f"<small>{comma.strip()} {rest}</small>" if rest else ""
        yield f"<li{'' if total[0].isdigit() else ' class=unchecked'}><b>{total}</b>{name}{more}</li>"
    yield "</ul>"


def _charts(audit: Audit, over: float) -> Iterator[str]:
    found = audit.by_rule()
    most = max(found.values(), default=0)
    if most:
        rows = [Bar(name, rule_total(audit, rule), found[rule] / most) for rule, name in RULES.items()]
        yield bars("Findings by rule", rows)
        codes = audit.by_code().most_common(_TOP)
        yield bars("Codes with most findings", [Bar(c, f"{n:,}", n / codes[0][1]) for c, n in codes])
    if shown := (audit.flagged or audit.shares)[:_TOP]:
        title = f"Modifier share by code, the limit of {over:.0%} dashed"
        yield bars(title, [_share_bar(s) for s in shown], mark=over)


def _share_bar(share: ModifierShare) -> Bar:
    said = f"{share.share:.0%} of {share.lines:,}"
    return Bar(f"{share.code} with {share.modifier}", said, share.share, not share.usual)


def _modifiers(audit: Audit, over: float) -> Iterator[str]:
    yield f"<h2>Modifiers on more than {over:.0%} of a code's lines</h2>"
    if few := few_lines_words(audit):
        yield f"<p class=soft>{few}</p>"
    if not audit.flagged:
        yield "<p>None.</p>"
        return
    yield "<table><tr><th scope=col>Code<th scope=col>Modifier<th scope=col>Share<th scope=col>Lines<th scope=col>Note"
    for s in audit.flagged:
        usual = "usual for what it says" if s.usual else "look at a sample of the records"
        cells = (escape(s.code), escape(s.modifier), f"{s.share:.0%}", f"{s.with_it:,} of {s.lines:,}", usual)
        yield f"<tr><td>{'<td>'.join(cells)}"
    yield "</table>"


def _findings(audit: Audit) -> Iterator[str]:
    yield "<h2>Findings</h2>"
    if not audit.hits:
        unchecked = [name for rule, name in RULES.items() if audit.unchecked(rule)]
        first = f"Can't clear these lines. Not checked: {', '.join(unchecked)}." if unchecked else ""
        yield f"<p>{escape(first) or 'No problem found in what was checked.'}</p>"
        return
    if len(audit.hits) > _SHOWN:
        yield f"<p class=soft>The first {_SHOWN}; all {len(audit.hits):,} stand in findings.csv.</p>"
    yield "<table><tr><th scope=col>Row<th scope=col>Code<th scope=col>Verdict<th scope=col>What"
    for hit in audit.hits[:_SHOWN]:
        verdict = escape(hit.finding.verdict)
        yield f"<tr><td>{hit.row}<td>{escape(hit.subject)}<td>{verdict}<td>{escape(hit_words(hit))}"
    yield "</table>"


def _small_print(audit: Audit) -> Iterator[str]:
    consulted = ", ".join(
        f"{e.file} {e.name}" + (f" ({e.setting})" if e.setting else "") for e in audit.consulted
    )
    yield "<h2>What was asked, and what was not</h2><ul>"
    yield f"<li>Columns read: {', '.join(audit.columns)}. No other column was looked at.</li>"
    yield f"<li>Files asked: {escape(consulted or 'none of NCCI')}.</li>"
    yield f"<li>{escape(unchecked_words(audit))}</li>"
    yield from (f"<li>{escape(words)}</li>" for words in passed_words(audit))
    yield "</ul>"

"""Checklist items of an application, and what still blocks its submission."""

from dataclasses import replace

import pytest

from bot.domain.applications.application import Category
from bot.domain.applications.checklist import checklist, entries, entry_of
from bot.domain.applications.dossier import dossier
from bot.domain.applications.errors import AfterSubmission, NoSuchEntry
from bot.domain.applications.papers import (
    NO_PAPERS,
    Article,
    Considered,
    Evidence,
    Papers,
    Stakeholder,
    Tick,
)
from bot.domain.applications.stages import Stage
from tests.domain.applications.examples import NOW, TODAY, application, at, pla

ARTICLE = Article("Balance", "A. Author", "Journal", 2024, "U1", NOW, population="over 65")


def _keys(*categories: Category) -> list[str]:
    return [e.key for e in entries(application(*categories))]


def test_each_category_is_asked_what_it_must_bring() -> None:
    """PLA needs no literature, Category III has other evidence rules, a vaccine needs its trial."""
    assert "literature_cat1" in _keys(Category.I)
    assert "cat3_one_of" not in _keys(Category.I)
    assert "cat3_one_of" in _keys(Category.III)
    assert "literature_cat1" not in _keys(Category.III)
    assert "vaccine" in _keys(Category.VACCINE)
    assert [e.key for e in entries(pla())] == [
        "category_requested",
        "pla",
        "coi",
        "confidentiality",
        "copyright_assignment",
        "society_contact",
        "presenters",
    ]


def test_each_code_has_its_own_vignette_and_a_family_its_own_literature() -> None:
    """A Category I and a Category III code are not a family."""
    two = _keys(Category.I, Category.I)

    assert [k for k in two if k.startswith("vignette")] == ["vignette#1", "vignette#2"]
    assert "literature_family" in two
    assert "literature_family" not in _keys(Category.I)
    assert "literature_family" not in _keys(Category.I, Category.III)


def test_in_a_mix_each_code_is_asked_what_its_category_asks() -> None:
    """An item that only some codes need lists those codes."""
    mixed = entries(application(Category.I, Category.III, Category.II))
    for_codes = {e.key: e.for_codes for e in mixed}

    assert [k for k in for_codes if k.startswith("vignette")] == ["vignette#1", "vignette#2"]
    assert (for_codes["literature_cat1"], for_codes["cat3_one_of"]) == ((1,), (2,))
    assert (for_codes["article_copies"], for_codes["coi"]) == ((1, 2), ())


def test_ticks_count_and_what_is_open_blocks() -> None:
    """Advice does not count."""
    of = application()
    every = {e.key: Tick(e.key, "U2", NOW) for e in entries(of)}
    done = checklist(of, Papers(ticks=every))

    assert (done.done, done.total, done.blocking) == (done.total, len(done.required), ())
    without = Papers(ticks={k: t for k, t in every.items() if k not in ("coi", "presenters")})
    assert checklist(of, without).blocking == ("coi",)
    line = next(x for x in done.lines if x.entry.key == "coi")
    assert (line.by, line.at, line.automatic) == ("U2", NOW, False)


def test_what_was_entered_elsewhere_is_done_by_itself() -> None:
    """Considered codes complete the rationale. Society contacts are recorded."""
    of = application()
    papers = Papers(
        considered=(Considered("97750", "no", "U1", NOW),),
        stakeholders=(Stakeholder("S", "R", TODAY, None, "U1", NOW),),
    )

    itself = {x.entry.key for x in checklist(of, papers).lines if x.automatic}
    assert itself == {"category_requested", "why_existing_inadequate", "society_contact"}


def test_a_known_minimum_of_articles_is_counted_and_not_believed() -> None:
    """Without a minimum a tick counts. With one, only articles that the form accepts count."""
    of, key = application(), "literature_minimum_count"
    ticked = Papers(ticks={key: Tick(key, "U1", NOW)})

    def done(papers: Papers) -> bool:
        return next(x.done for x in checklist(of, papers).lines if x.entry.key == key)

    assert not done(NO_PAPERS)
    assert done(ticked)
    assert not done(replace(ticked, literature_minimum=2))
    press = replace(ARTICLE, in_press=True)
    no_counts = (replace(ARTICLE, full_article=False), replace(ARTICLE, peer_reviewed=False), press)
    assert not done(Papers(literature=(ARTICLE, *no_counts), literature_minimum=2))
    letter = replace(press, editors_letter=True)
    assert done(Papers(literature=(ARTICLE, letter), literature_minimum=2))


def test_an_entry_of_another_category_or_code_is_none_of_this_application_s() -> None:
    """A tampered button checks nothing."""
    for key in ("pla", "vignette", "vignette#2", "vignette#0", "coi#1", "", "x" * 999):
        with pytest.raises(NoSuchEntry):
            entry_of(application(), key)
    assert entry_of(application(), "vignette#1").position == 1


def test_a_draft_s_dossier_follows_the_form_s_order() -> None:
    """Each item with its material, and whether it is open."""
    papers = Papers(
        ticks={"coi": Tick("coi", "U1", NOW)},
        evidence=(
            Evidence("vignette#1", "A 70-year-old\n# with *marks*", None, "U1", NOW),
            Evidence("coi", None, "https://docs.example.com/coi", "U1", NOW),
        ),
        literature=(ARTICLE,),
        considered=(Considered("97750", "other", "U1", NOW),),
        stakeholders=(Stakeholder("A society", "coding", TODAY, "yes", "U1", NOW),),
    )
    of = application()
    told = dossier(of, papers, checklist(of, papers))

    headings = [line for line in told.splitlines() if line.startswith("## ")]
    assert headings[0] == "## Codes asked for"
    assert len(headings) == 1 + len(entries(of))
    order = [
        "97750: other",
        "A 70-year-old",
        "A. Author. Balance",
        "docs.example.com/coi",
        "A society, coding",
    ]
    assert [told.index(each) for each in order] == sorted(told.index(each) for each in order)
    assert "\\# with \\*marks\\*" in told
    assert "\n# with" not in told


def test_nothing_is_exported_once_it_is_submitted() -> None:
    """Descriptor wording is not exported."""
    of = at(Stage.SUBMITTED)
    with pytest.raises(AfterSubmission) as refused:
        dossier(of, NO_PAPERS, checklist(of, NO_PAPERS))
    assert refused.value.what == "dossier"

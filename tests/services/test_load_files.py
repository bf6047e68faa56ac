"""Published files in, releases out: whole or not at all, for the right people, under names that can't be mixed up."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codefiles.code_files import open_files
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.icd10cm_index_texts import index_texts
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.completeness import Lack
from bot.domain.codes.files import Variant
from bot.domain.codes.releases import PUBLIC, System
from bot.services.loading.diagnosis_records import from_records
from bot.services.loading.drafts import digest_of
from bot.services.loading.file_records import rows_of
from bot.services.loading.index_records import terms_by_code
from bot.services.loading.load_files import load_files, unload
from bot.services.loading.outcome import EditionBeforeNeeded, NoSuchEdition, Outcome, SameRelease
from bot.services.loading.release_names import FROM_EVER, EditionsDisagree, LoadOptions, NeedsToKnow, Unsaid
from bot.services.ports.database import Database, StoredRelease
from storage.engine import SqlDatabase
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.addenda_files import addenda
from tests.codefiles.all_kinds import ADDENDA, ALL
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import HCPCS_TEXT, PTP_PREAMBLE, PTP_TEXT, text, zipped
from tests.fakes import FakeDatabase

_AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
_T1 = LoadOptions(workspace="T1")
_DAY = date(2026, 1, 1)
_NCCI = "ccipra-v322r0-f1.TXT"


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return None


async def _load(database: Database, *files: tuple[str, bytes], options: LoadOptions = _T1) -> Outcome:
    """As a person does: the first day is said where a file asks for it."""
    try:
        return await load_files(database, files, at=_AT, progress=_quiet, options=options)
    except NeedsToKnow as asked:
        if asked.what is not Unsaid.EFFECTIVE or options.effective:
            raise
        return await load_files(
            database, files, at=_AT, progress=_quiet, options=replace(options, effective=_DAY)
        )


async def _stored(database: Database) -> list[StoredRelease]:
    async with database.read() as work:
        return list(await work.releases.everywhere())


async def _nothing_is_left(database: Database) -> bool:
    async with database.read() as work:
        return not await work.releases.everywhere() and not await work.releases.unseen()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    """A real database."""
    database = SqlDatabase(sqlite_url, loader=True)
    yield database
    await database.close()


async def test_every_kind_of_file_comes_back_row_for_row(sqlite: SqlDatabase) -> None:
    """In every form: what an edition is built from is what the file said."""
    for name, content in ALL.items():
        if name == ADDENDA:  # they change the edition before them, below
            continue
        ((loaded),) = (await _load(sqlite, (name, content))).loaded
        stored = next(s for s in await _stored(sqlite) if s.release == loaded.release)

        if name.endswith(".xml"):
            async with sqlite.read() as work:
                records = [r async for r in work.releases.records("T1", stored.id)]
            if stored.release.system is System.ICD10CM_INDEX:
                texts = index_texts(read_index(content).terms)
                assert terms_by_code(records) == {code: tuple(of) for code, of in texts.items()}
                continue
            tabular = read_tabular(content)
            blocks, diagnoses = from_records(records)
            assert (set(tabular.blocks), set(tabular.diagnoses)) == (set(blocks), set(diagnoses))
            continue
        meant = [
            row for file in open_files([(name, content)]) for batch in file.read().batches for row in batch
        ]
        got = [row async for batch in rows_of(sqlite, stored) for row in batch]
        assert sorted(map(repr, meant)) == sorted(map(repr, got)), name
        assert len(meant) == stored.rows == loaded.rows


async def test_what_holds_cpt_is_for_the_workspace_that_loaded_it() -> None:
    """ICD-10-CM and HCPCS Level II are everybody's, unless a team wants its own copy."""
    database = FakeDatabase()
    for name in ("LONGULT.txt", _NCCI, "ours.csv"):
        await _load(database, (name, ALL[name]))
    await _load(database, ("icd10cm_order_2026.txt", ours.ORDER), options=LoadOptions())

    async with database.read() as work:
        assert [s.release.system for s in await work.releases.visible("T2")] == [System.ICD10CM]
    assert {"T1", PUBLIC} == {s.release.workspace for s in await _stored(database)}


@pytest.mark.parametrize("said", [None, PUBLIC])
async def test_what_holds_cpt_is_never_made_public(said: str | None) -> None:
    """Not by leaving the workspace out, nor by asking for it."""
    database = FakeDatabase()

    with pytest.raises(NeedsToKnow) as asked:
        await _load(database, (_NCCI, PTP_TEXT), options=LoadOptions(workspace=said))

    assert asked.value.what is Unsaid.WORKSPACE
    assert await _nothing_is_left(database)


async def test_the_only_workspace_that_is_known_is_the_one_that_is_meant() -> None:
    """Of two, one has to be said."""
    database = FakeDatabase()
    async with database.write() as work:
        await work.seen.first_time("T1", "Ev1", _AT)
        await work.commit()
    assert (await _load(database, (_NCCI, PTP_TEXT), options=LoadOptions())).loaded[
        0
    ].release.workspace == "T1"

    async with database.write() as work:
        await work.seen.first_time("T2", "Ev1", _AT)
        await work.commit()
    with pytest.raises(NeedsToKnow) as asked:
        await _load(database, ("ours.csv", ours.OWN), options=LoadOptions())
    assert asked.value.choices == ("T1", "T2")


async def test_the_parts_of_one_table_stand_beside_each_other() -> None:
    """Four files of pairs, five of CPT, a list of codes beside the tabular list: none takes another's place."""
    database = FakeDatabase()
    second = PTP_TEXT.replace(b"\t1\t", b"\t0\t")
    tabular = INVENTED_TABULAR.replace(b"<version>2025", b"<version>2026")
    await _load(database, (_NCCI, PTP_TEXT), ("ccipra-v322r0-f2.TXT", second))
    await _load(database, *((n, ALL[n]) for n in ("LONGULT.txt", "MEDU.txt", "SHORTU.txt")))
    await _load(database, ("icd10cm_order_2026.txt", ours.ORDER), ("t.xml", tabular), options=LoadOptions())

    assert {
        "2026 Q3 f1", "2026 Q3 f2", "2026 long", "2026 medium", "2026 short", "FY2026 order", "FY2026",
    } == {s.release.edition for s in await _stored(database)}  # fmt: skip


async def test_a_table_that_did_not_change_from_one_quarter_to_the_next_is_loaded_for_both() -> None:
    """The same bytes under another quarter's name are that quarter's; under their own they change nothing."""
    database = FakeDatabase()
    for name in (_NCCI, "ccipra-v323r0-f1.TXT", "ccipra-v323r0-f1.TXT"):
        outcome = await _load(database, (name, PTP_TEXT), options=LoadOptions(workspace="T1"))
    await _load(database, ("ccioph-v323r0-f1.TXT", PTP_TEXT), options=LoadOptions(workspace="T1"))

    assert outcome.loaded[0].again
    assert {(s.release.system, s.release.edition) for s in await _stored(database)} == {
        (System.PAIRS_PRACTITIONER, "2026 Q3 f1"),
        (System.PAIRS_PRACTITIONER, "2026 Q4 f1"),
        (System.PAIRS_OUTPATIENT, "2026 Q4 f1"),
    }


async def test_the_same_file_twice_changes_nothing() -> None:
    """By another name too, inside a zip too; no bot is told to look."""
    database = FakeDatabase()
    await _load(database, ("ours.csv", ours.OWN))
    before = database.state

    packed = ("download.zip", zipped({"other.csv": ours.OWN, "readme.txt": b"hello"}))
    outcome = await _load(database, ("again.csv", ours.OWN), packed)

    assert [loaded.again for loaded in outcome.loaded] == [True, True]
    assert outcome.passed_over == ("readme.txt",)
    assert before.generation == database.state.generation
    assert before.releases == database.state.releases


async def test_a_newer_file_of_the_same_edition_takes_its_place_and_leaves_no_rows() -> None:
    """A corrected release; the old rows are deleted, not only hidden."""
    database = FakeDatabase()
    await _load(database, (_NCCI, PTP_TEXT))
    again = await _load(database, (_NCCI, PTP_TEXT.replace(b"\t1\t", b"\t0\t")))

    async with database.read() as work:
        assert await work.releases.unseen() == []
    assert len(database.state.pairs) == 1
    assert again.loaded[0].replaced == again.loaded[0].rows  # and whoever loaded it is told so


async def test_a_file_that_was_cut_between_two_lines_is_told_to_seem_so() -> None:
    """By its own codes where a list of codes is read; any other by the rows of the edition before it."""
    database = FakeDatabase()
    listed = (await _load(database, ("HCPC2026_OCT_ANWEB.txt", HCPCS_TEXT))).loaded[0]
    (whole,) = (await _load(database, ("ccipra-v321r0-f1.TXT", _pairs(300)))).loaded
    (cut,) = (await _load(database, (_NCCI, _pairs(200)))).loaded
    (again,) = (await _load(database, (_NCCI, _pairs(150)))).loaded
    (other,) = (await _load(database, (_NCCI.replace("f1", "f2"), _pairs(100)))).loaded

    assert listed.lacks == Lack(3, "Q9903")
    assert (whole.lacks, other.lacks) == (None, None)
    assert cut.lacks == Lack(200, before=300)
    assert again.lacks == Lack(150, before=200)


def _pairs(rows: int) -> bytes:
    return text(
        *PTP_PREAMBLE, *(f"99901\t{number:05d}\t\t20200101\t*\t1\tInvented" for number in range(rows))
    )


async def test_two_files_that_would_be_one_release_are_refused_together() -> None:
    """Or the second silently takes the first one's place."""
    database = FakeDatabase()

    with pytest.raises(SameRelease) as refused:
        await _load(database, ("HCPC2026_OCT_ANWEB.txt", ALL["HCPC2026_OCT_ANWEB.txt"]),
                    ("HCPC2026_OCT_ANWEB_v2.txt", ALL["HCPC2026_OCT_ANWEB.txt"].replace(b"raft", b"boat")))  # fmt: skip

    assert refused.value.names == ("HCPC2026_OCT_ANWEB.txt", "HCPC2026_OCT_ANWEB_v2.txt")
    assert await _nothing_is_left(database)


async def test_pairs_that_do_not_say_which_part_they_are_need_a_name() -> None:
    """A renamed f2 would take f1's place, and half of all pairs would be gone without a word."""
    database = FakeDatabase()
    renamed = ("practitioner 2026 q3.txt", PTP_TEXT)

    with pytest.raises(NeedsToKnow) as asked:
        await _load(database, renamed)

    assert asked.value.what is Unsaid.RELEASE
    outcome = await _load(database, renamed, options=replace(_T1, name="2026 Q3 f2"))
    assert outcome.loaded[0].release.edition == "2026 Q3 f2"


async def test_a_file_that_does_not_say_from_when_it_holds_is_asked_for_it() -> None:
    """LONGULT.txt is the same name every year; a year is never guessed."""
    database = FakeDatabase()

    with pytest.raises(NeedsToKnow) as asked:
        await load_files(database, [("LONGULT.txt", ours.LONG)], at=_AT, progress=_quiet, options=_T1)

    assert asked.value.what is Unsaid.EFFECTIVE
    release = (await _load(database, ("LONGULT.txt", ours.LONG))).loaded[0].release
    assert (release.edition, release.effective, release.ends) == (
        "2026 long",
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


async def test_edits_that_do_not_say_whom_they_are_for_are_asked_for_it() -> None:
    """Practitioners' limits are not a hospital's; and of fees since 2026 there are two."""
    database = FakeDatabase()
    pairs, fees = ("cci-v322r0-f1.txt", PTP_TEXT), ("PPRRVU2026_Jul.csv", ALL["PPRRVU2026_Jul_QPP.csv"])
    for file in (pairs, fees):
        with pytest.raises(NeedsToKnow) as asked:
            await _load(database, file, options=replace(_T1, name="f1", effective=date(2026, 7, 1)))
        assert asked.value.what is Unsaid.VARIANT

    options = replace(_T1, name="2026 Q3 f1", variant=Variant.OUTPATIENT)
    assert (await _load(database, pairs, options=options)).loaded[0].release.system is System.PAIRS_OUTPATIENT
    options = replace(_T1, variant=Variant.NON_QPP)
    assert (await _load(database, fees, options=options)).loaded[0].release.system is System.FEES


async def test_a_team_s_own_codes_need_no_date() -> None:
    """Each code says for itself from when to when; the list is called as its file is."""
    database = FakeDatabase()

    release = (
        (await _load(database, ("our codes.csv", ours.OWN), options=LoadOptions(workspace="T1")))
        .loaded[0]
        .release
    )

    assert (release.edition, release.effective, release.ends) == ("our codes", FROM_EVER, None)


async def test_when_a_later_file_is_bad_nothing_of_the_earlier_ones_stays() -> None:
    """All files that are given together, or none."""
    database = FakeDatabase()

    with pytest.raises(UnreadableFile) as refused:
        await _load(
            database,
            ("cpt2026 LONGULT.txt", ours.LONG),
            (_NCCI, PTP_TEXT),
            ("letter.txt", b"Dear colleague,\nhello\n"),
        )

    assert refused.value.fault is Fault.OTHER_KIND
    assert await _nothing_is_left(database)
    assert database.state.generation == 0


@given(name=st.sampled_from(sorted(n for n in ALL if not n.endswith("xlsx"))), data=st.data())
@settings(max_examples=40, deadline=None)
async def test_a_damaged_file_changes_nothing_or_loads_whole(name: str, data: st.DataObject) -> None:
    """Bytes cut out, doubled or overwritten: refused without a trace, or all rows that are told are there."""
    content = ALL[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    damaged = content[:start] + data.draw(st.binary(max_size=20)) + content[end:]
    database = FakeDatabase()

    try:
        outcome = await _load(database, (name, damaged), options=replace(_T1, variant=Variant.DME))
    except (UnreadableFile, NeedsToKnow, EditionBeforeNeeded, EditionsDisagree):
        assert await _nothing_is_left(database)
    else:
        assert [loaded.rows for loaded in outcome.loaded] == [s.rows for s in await _stored(database)]


async def test_what_a_killed_loader_left_is_gone_after_the_next_load() -> None:
    """Its rows are seen by nobody meanwhile."""
    database = FakeDatabase()
    await _load(database, ("ours.csv", ours.OWN))
    async with database.write() as work:
        left = await work.releases.stage(
            replace((await _stored(database))[0].release, edition="half"), "d", _AT
        )
        await work.commit()

    await _load(database, ("LONGULT.txt", ours.LONG))

    assert left not in database.state.releases


async def test_unloading_takes_all_parts_out_and_nothing_else() -> None:
    """By the quarter, by one part, or with the system in front where a name alone could mean two."""
    database = FakeDatabase()
    await _load(database, (_NCCI, PTP_TEXT), ("ccipra-v322r0-f2.TXT", PTP_TEXT.replace(b"\t1\t", b"\t0\t")))
    await _load(database, ("PPRRVU2026_Jul_QPP.csv", ALL["PPRRVU2026_Jul_QPP.csv"]))

    with pytest.raises(NoSuchEdition) as unclear:
        await unload(database, "2026 Q3")
    assert len(unclear.value.there) == 3
    gone = await unload(database, "NCCI pairs, practitioner 2026 Q3")

    assert {"2026 Q3 f1", "2026 Q3 f2"} == {release.edition for release in gone}
    assert [s.release.system for s in await _stored(database)] == [System.FEES_QPP]
    assert not any(database.state.pairs.values())
    with pytest.raises(NoSuchEdition):
        await unload(database, "2026 Q3", "T2")


@pytest.mark.parametrize(
    ("folder", "rows"), [("hcpcs_2019/HCPC2019_CONTR_ANWEB.txt", 6_800), ("excerpts_2026", 0)]
)
async def test_real_files_load(sqlite: SqlDatabase, folder: str, rows: int) -> None:
    """As published, in their places beside the repository; FY2024's list is loaded in tests/e2e/test_team_codes.py."""
    place = Path(__file__).parents[2].parent / "shared" / "data" / folder
    if not place.exists():
        pytest.skip("the real files are not beside this repository")
    files = (
        [place]
        if place.is_file()
        else [f for f in sorted(place.iterdir()) if f.suffix not in (".md", ".tsv")]
    )

    outcome = await load_files(sqlite, files, at=_AT, progress=_quiet, options=LoadOptions(workspace="T1"))

    assert len(outcome.loaded) == len(files)
    assert sum(loaded.rows for loaded in outcome.loaded) >= rows


async def test_a_second_workspace_s_load_of_the_same_file_copies_nothing(sqlite: SqlDatabase) -> None:
    """It is told the same of the file, sees the same rows, and a third one still sees nothing."""
    name, content = "2026 LONGULT.txt", ALL["LONGULT.txt"]
    ((first),) = (await _load(sqlite, (name, content))).loaded
    size = await _rows_in_all(sqlite)

    ((second),) = (await _load(sqlite, (name, content), options=replace(_T1, workspace="T2"))).loaded

    assert await _rows_in_all(sqlite) == size
    assert (second.rows, second.left_out, second.again) == (first.rows, first.left_out, False)
    assert second.release.workspace == "T2"
    stored = {s.release.workspace: s for s in await _stored(sqlite)}
    read = [[row async for batch in rows_of(sqlite, stored[w]) for row in batch] for w in ("T1", "T2")]
    assert read[0] == read[1] != []
    assert [row async for batch in rows_of(sqlite, _as_seen_by("T3", stored["T1"])) for row in batch] == []


async def test_unloading_a_shared_file_leaves_the_other_workspace_its_own(sqlite: SqlDatabase) -> None:
    """Whoever loaded it first."""
    name, content = "2026 LONGULT.txt", ALL["LONGULT.txt"]
    await _load(sqlite, (name, content))
    await _load(sqlite, (name, content), options=replace(_T1, workspace="T2"))

    (gone,) = await unload(sqlite, "2026 long", "T1")

    (left,) = await _stored(sqlite)
    assert (gone.workspace, left.release.workspace) == ("T1", "T2")
    assert [row async for batch in rows_of(sqlite, left) for row in batch]


async def test_a_file_that_is_read_otherwise_today_gets_rows_of_its_own(sqlite: SqlDatabase) -> None:
    """An older reader may have taken fewer rows of it than this one does."""
    name, content = "2026 LONGULT.txt", ALL["LONGULT.txt"]
    ((first),) = (await _load(sqlite, (name, content))).loaded
    async with sqlite.write() as work:
        older = await work.releases.stage(replace(first.release, workspace="T9"), digest_of(content), _AT)
        await work.releases.publish("T9", older, 0)
        await work.commit()

    ((second),) = (await _load(sqlite, (name, content), options=replace(_T1, workspace="T2"))).loaded

    assert second.rows == first.rows
    stored = next(s for s in await _stored(sqlite) if s.release.workspace == "T2")
    assert len([row async for batch in rows_of(sqlite, stored) for row in batch]) == first.rows


def _as_seen_by(workspace: str, stored: StoredRelease) -> StoredRelease:
    return replace(stored, release=replace(stored.release, workspace=workspace))


async def _rows_in_all(sqlite: SqlDatabase) -> object:
    async with sqlite._reader.connect() as connection:
        return await connection.scalar(sa.text("SELECT count(*) FROM code"))


async def test_a_folder_is_loaded_with_all_code_files_in_it_and_the_others_are_named(tmp_path: Path) -> None:
    """Zips, files that somebody has unpacked, and one table in two forms; letters and pictures are passed over."""
    database = FakeDatabase()
    (tmp_path / "unpacked").mkdir()
    for name, content in {
        "hcpcs.zip": zipped({"HCPC2026_OCT_ANWEB.txt": HCPCS_TEXT}),
        "photos.zip": zipped({"a.png": b"\x89PNG"}),
        "unpacked/icd10cm_order_2026.txt": ours.ORDER,
        "unpacked/AOC_V2026Q2-MCR.txt": ALL["AOC_V2026Q2-MCR.txt"],
        "unpacked/AOC_V2026Q2-MCR.xlsx": ALL["AOC_V2026Q2-MCR.xlsx"],
        "letter.docx": b"Dear Sam",
        ".hidden": b"",
    }.items():
        (tmp_path / name).write_bytes(content)

    outcome = await load_files(
        database, [tmp_path], at=_AT, progress=_quiet, options=LoadOptions(workspace="T1")
    )

    assert sorted(f"{one.release.system} {one.release.edition}" for one in outcome.loaded) == [
        "HCPCS Level II 2026 Q4",
        "ICD-10-CM FY2026 order",
        "NCCI add-on codes 2026 Q2",
    ]
    assert sorted(outcome.passed_over) == ["AOC_V2026Q2-MCR.txt", "a.png", "letter.docx", "photos.zip"]


async def test_a_folder_without_any_code_file_is_refused(tmp_path: Path) -> None:
    """By its name; so is one with a zip that broke off."""
    (tmp_path / "letter.docx").write_bytes(b"Dear Sam")
    with pytest.raises(UnreadableFile) as refused:
        await load_files(FakeDatabase(), [tmp_path], at=_AT, progress=_quiet)
    assert (refused.value.fault, refused.value.member) == (Fault.OTHER_KIND, tmp_path.name)

    (tmp_path / "hcpcs.zip").write_bytes(zipped({"HCPC2026_OCT_ANWEB.txt": HCPCS_TEXT})[:-30])
    with pytest.raises(UnreadableFile) as refused:
        await load_files(FakeDatabase(), [tmp_path], at=_AT, progress=_quiet)
    assert (refused.value.fault, refused.value.member) == (Fault.BROKEN_ZIP, "hcpcs.zip")


@pytest.mark.parametrize("addenda_first", [True, False])
async def test_a_tabular_list_and_the_addenda_to_the_one_before_are_one_edition(addenda_first: bool) -> None:
    """CMS publishes both. The list has notes of its own, so it is the one that is loaded, whichever comes first."""
    database = FakeDatabase()
    await load_files(database, [("icd10cm-tabular-2026.xml", INVENTED_TABULAR)], at=_AT, progress=_quiet)
    tabular = INVENTED_TABULAR.replace(b"<version>2026<", b"<version>2027<")
    files = [("icd10cm_order_addenda_2027.txt", addenda()), ("icd10cm-tabular-2027.xml", tabular)]

    outcome = await load_files(database, files if addenda_first else files[::-1], at=_AT, progress=_quiet)

    (loaded,) = outcome.loaded
    assert (loaded.release.edition, loaded.release.notes) == ("FY2027", "")
    assert outcome.passed_over == ("icd10cm_order_addenda_2027.txt",)
    assert [s.release.edition for s in await _stored(database)] == ["FY2027", "FY2026"]
    async with database.read() as work:
        assert not await work.releases.unseen()


async def test_order_addenda_make_the_next_edition_of_the_one_that_is_loaded() -> None:
    """A code is split and another reworded; the old edition stays, for older dates of service."""
    database = FakeDatabase()
    await _load(database, ("icd10c-tabular-2026.xml", INVENTED_TABULAR), options=LoadOptions())
    await _load(database, (ADDENDA, ALL[ADDENDA]), options=LoadOptions())

    old, new = sorted(await _stored(database), key=lambda stored: stored.release.effective)
    assert (old.release.edition, new.release.edition) == ("FY2026", "FY2027")
    assert new.release.effective == date(2026, 10, 1)
    async with database.read() as work:
        codes = {r.code: r async for r in work.releases.records(PUBLIC, new.id)}
    assert [(code, codes[code].billable) for code in ("A02", "A02.0", "A02.1")] == [
        ("A02", False),
        ("A02.0", True),
        ("A02.1", True),
    ]
    assert codes["B20"].name == "Caught in a net or fence"


async def test_order_addenda_without_the_edition_before_them_change_nothing() -> None:
    """They name what changed, and not what stayed."""
    database = FakeDatabase()

    with pytest.raises(EditionBeforeNeeded):
        await _load(database, (ADDENDA, ALL[ADDENDA]), options=LoadOptions())
    assert await _nothing_is_left(database)

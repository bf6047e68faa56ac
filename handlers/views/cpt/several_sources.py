"""The small print under several procedures at once: which editions answered, and for which codes only our own words."""

from bot.services.lookup.procedures import LookedUp
from handlers.views.cpt.hcpcs_starter import hcpcs_starter_source, of_hcpcs_starter
from handlers.views.cpt.loaded import copyright_lines, loaded_of, release_words
from handlers.views.cpt.wording import asked_for, procedures_source


def several_sources(results: tuple[LookedUp, ...]) -> tuple[str, ...]:
    """The editions, the codes that no loaded set answers for, and the AMA's line where its text stands."""
    loaded = [one for result in results if (one := loaded_of(result)) and one.chosen.release]
    editions = dict.fromkeys(release_words(one.chosen.release) for one in loaded if one.chosen.release)
    starter = of_hcpcs_starter(results)
    rest = tuple(
        r for r in results if r not in starter and not ((one := loaded_of(r)) and one.chosen.release)
    )
    hcpcs = (hcpcs_starter_source(starter),) if starter else ()
    when = (f"{' · '.join(editions)} · {asked_for(results[0].on, results[0].today)}",) if editions else ()
    told = dict.fromkeys(one.told_by for result in results if (one := loaded_of(result)) and one.told_by)
    return (*when, *((procedures_source(rest),) if rest else ()), *hcpcs, *copyright_lines(told))

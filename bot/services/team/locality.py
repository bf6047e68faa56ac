"""A team's Medicare locality. An admin or lead chooses it, and every answer gets it from the team cache."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.codes.localities import Locality, find_localities
from bot.domain.roles import Permission
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from bot.services.ports.team import ChosenLocality
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache


@dataclass(frozen=True, slots=True)
class LocalityAnswer:
    """The result of `/codes locality`.

    `chosen` is the team's locality; it is None if there is none, or if its file isn't loaded today (`key` identifies
    it). `found` are the localities that match the words. `edition` names the loaded files, or is '' if none is loaded
    for today. `changed`: the words matched one locality, and the team now has it.
    """

    key: str = ""
    chosen: Locality | None = None
    found: tuple[Locality, ...] = ()
    edition: str = ""
    changed: bool = False
    removed: bool = False


class TeamLocality:
    """Shows, chooses and removes the locality of the user's workspace."""

    def __init__(self, team_cache: TeamCache, roles: TeamRoles, code_library: CodeLibrary) -> None:
        self._team_cache = team_cache
        self._roles = roles
        self._code_library = code_library

    async def answer(self, words: str, request: RequestContext) -> LocalityAnswer:
        """Without words, return the chosen locality; with words, choose one. `off` removes it.

        Raises Forbidden if the user may not change team settings.
        """
        if not words.strip():
            return await self._shown(request)
        await self._roles.require(request, Permission.TEACH)
        if words.strip().lower() in _OFF:
            return LocalityAnswer(removed=await self._remove(request))
        edition, every = self._loaded(request)
        found = tuple(find_localities(words, every))
        if len(found) != 1:
            return LocalityAnswer(found=found, edition=edition)
        chosen = ChosenLocality(found[0].key, request.user, self._team_cache.clock.now())
        async with self._team_cache.database.write() as work:
            await work.localities.choose(request.workspace, chosen)
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        return LocalityAnswer(found[0].key, found[0], edition=edition, changed=True)

    async def _shown(self, request: RequestContext) -> LocalityAnswer:
        key = (await self._team_cache.of(request.workspace)).locality
        edition, every = self._loaded(request)
        chosen = next((each for each in every if each.key == key), None) if key else None
        return LocalityAnswer(key, chosen, edition=edition)

    async def _remove(self, request: RequestContext) -> bool:
        async with self._team_cache.database.write() as work:
            removed = await work.localities.remove(request.workspace)
            await work.commit()
        await self._team_cache.read_again(request.workspace)
        return removed

    def _loaded(self, request: RequestContext) -> tuple[str, Sequence[Locality]]:
        table = self._code_library.files.localities(None, request.today, request.workspace)
        return (table.edition.name, list(table)) if table else ("", ())


_OFF = frozenset(("off", "none", "remove", "clear", "national"))

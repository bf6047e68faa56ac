"""Another process on the same database: `python -m tests.storage.worker`, then lines of ACTION URL TIMES."""

import asyncio
import random
import sys
from dataclasses import replace

from bot.domain.codes.releases import System
from bot.services.applications.writer import ChangeResult
from storage import migrate
from storage.engine import SqlDatabase
from storage.lock import only_bot
from tests.storage import test_presses
from tests.storage.examples import KEYS, NOW, installation, publish, release
from tests.storage.test_applications import application


async def count(database: SqlDatabase, times: int) -> int:
    """Read a number, write the next one, over and over."""
    for _ in range(times):
        async with database.write() as work:
            found = await work.installations.get("T1") or replace(installation(), bot_user_id="0")
            await work.installations.save(replace(found, bot_user_id=str(int(found.bot_user_id) + 1)))
            await work.commit()
    return times


async def republish(database: SqlDatabase, times: int) -> int:
    """Load the same edition again and again."""
    for _ in range(times):
        await publish(database, release())
    return times


async def mark(database: SqlDatabase, times: int) -> int:
    """Take deliveries; how many were new."""
    new = 0
    for i in range(times):
        async with database.write() as work:
            new += await work.seen.first_time("T1", f"Ev{i}", NOW)
            await work.commit()
    return new


async def use(database: SqlDatabase, times: int) -> int:
    """Use many codes at once, over and over, in one order and in the other by chance."""
    codes = [f"M{i}" for i in range(100, 500)]
    for _ in range(times):
        async with database.write() as work:
            await work.uses.add("T1", System.ICD10CM, random.sample(codes, len(codes)), NOW)
            await work.commit()
    return times


async def begin(database: SqlDatabase, times: int) -> int:
    """Begin applications, and give one in four up before it is kept; how many were kept."""
    kept = 0
    for i in range(times):
        async with database.write() as work:
            number = await work.applications.next_number("T1")
            await work.applications.add(application(number=number))
            if i % 4:
                await work.commit()
                kept += 1
    return kept


async def press(database: SqlDatabase, times: int) -> int:
    """Five at once on each of so many applications; how many presses counted. What else goes wrong ends the worker."""
    apps = test_presses.applications(database)
    won = 0
    for number in range(1, times + 1):
        pressed = (test_presses.press(apps, number, user) for user in test_presses.PEOPLE)
        won += sum(isinstance(told, ChangeResult) for told in await asyncio.gather(*pressed))
    return won


_ACTIONS = {
    "count": count, "republish": republish, "mark": mark, "use": use, "begin": begin, "press": press,
}  # fmt: skip


async def _on_database(action: str, url: str, times: int) -> int:
    database = SqlDatabase(url, token_keys=KEYS, loader=True)
    try:
        return await _ACTIONS[action](database, times)
    finally:
        await database.close()


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _obey(action: str, url: str, times: str) -> None:
    if action == "hold":
        with only_bot(url):
            _say("held")
            sys.stdin.readline()
        _say("released")
    elif action == "upgrade":
        migrate.upgrade(url)
        _say("upgraded")
    else:
        _say(asyncio.run(_on_database(action, url, int(times))))


if __name__ == "__main__":
    _say("ready")
    for line in sys.stdin:
        _obey(*line.split())

"""Minutes as people write them: `50 min`, `1 hr 15`, `for 45 minutes`."""

import re

from bot.domain.errors import NotUnderstood

_DURATION = re.compile(
    r"\b(?:for )?(?:(?P<hours>\d{1,2}(?:\.\d{1,2})?) ?(?:hours?|hrs?|h)\b"
    r"(?: ?(?:and )?(?P<rest>\d{1,2}) ?(?:minutes?|mins?|m)\b)?"
    r"|(?P<whole>\d{1,2}) ?h ?(?P<past>[0-5]\d)\b"
    r"|(?P<minutes>\d{1,5}) ?-?(?:minutes?|mins?|m)\b)",
    re.IGNORECASE,
)
_DAY = 1440


def take_minutes(text: str) -> tuple[str, tuple[int, ...]]:
    """Remove every duration from the text: `'90837 for 50 minutes'` -> `('90837', (50,))`.

    Raises NotUnderstood for more minutes than a day has.
    """
    if "m" not in text.lower() and "h" not in text.lower():
        return text, ()
    minutes = tuple(_minutes(found) for found in _DURATION.finditer(text))
    return (" ".join(_DURATION.sub(" ", text).split()), minutes) if minutes else (text, ())


def _minutes(found: re.Match[str]) -> int:
    hours = float(found["hours"] or found["whole"] or 0)
    total = int(found["minutes"] or found["rest"] or found["past"] or 0) + round(hours * 60)
    if total > _DAY:
        raise NotUnderstood(found[0].strip(), ("/cpt 90837 50 min",))
    return total

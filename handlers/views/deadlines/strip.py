"""A year as an image for phones: one band per month with its days, and the deadlines below it.

Pure drawing. Only this module imports Pillow, and it is loaded in a thread.
"""

import calendar
import html
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.domain.deadlines.deadline import Deadline, Topic
from handlers.views.deadlines.day_words import is_known
from handlers.views.deadlines.listed import group_words
from handlers.views.deadlines.year import MONTHS, in_month

_WIDTH, _MARGIN, _LEFT = 1080, 40, 150
_BAND, _LABEL, _GAP = 46, 48, 30
_HEAD, _LEGEND = 120, 130
_TEXT, _SMALL = 34, 28
_MOST = 5
"""Maximum lines under a month. More are counted."""
_PAPER, _INK, _QUIET, _DAY, _WEEKEND = "#ffffff", "#1d1c1d", "#5f5e60", "#e8e8ea", "#d3d3d8"
_COLOURS = {Topic.PANEL: "#1f5fa8", Topic.CODE_SETS: "#b3541e", Topic.APPLICATIONS: "#2a7a4b"}
_NAMES = {Topic.PANEL: "Panel", Topic.CODE_SETS: "Code sets", Topic.APPLICATIONS: "Applications"}


def year_picture(year: int, deadlines: Sequence[Deadline], today: date) -> bytes:
    """A PNG, 1080 pixels wide. Solid blocks are known days, frames are likely days, and a line is the whole window."""
    months = [in_month(n, year, deadlines) for n in range(1, 13)]
    height = _HEAD + _LEGEND + sum(_height(groups) for groups in months)
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    _head(draw, year)
    top = _HEAD
    for number, groups in enumerate(months, 1):
        _month(draw, top, date(year, number, 1), groups)
        _band(draw, top, date(year, number, 1), deadlines, today)
        top += _height(groups)
    _legend(draw, top)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _height(groups: Sequence[Sequence[Deadline]]) -> int:
    lines = min(len(groups), _MOST) + (len(groups) > _MOST)
    return _BAND + lines * _LABEL + _GAP


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _head(draw: ImageDraw.ImageDraw, year: int) -> None:
    draw.text((_MARGIN, 28), f"Deadlines {year}", fill=_INK, font=_font(56))


def _month(draw: ImageDraw.ImageDraw, top: int, first: date, groups: Sequence[Sequence[Deadline]]) -> None:
    draw.text((_MARGIN, top + 2), MONTHS[first.month - 1], fill=_INK, font=_font(38))
    for n, group in enumerate(groups[:_MOST]):
        _label(draw, top + _BAND + 6 + n * _LABEL, group)
    if len(groups) > _MOST:
        rest = f"and {len(groups) - _MOST} more: /deadlines"
        draw.text((_LEFT, top + _BAND + 6 + _MOST * _LABEL), rest, fill=_QUIET, font=_font(_SMALL))


def _band(draw: ImageDraw.ImageDraw, top: int, first: date, every: Sequence[Deadline], today: date) -> None:
    """Draw windows first, then frames (a line would cross them), then confirmed days on top."""
    days = [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, first.month)[1])]
    for on in days:
        left, right = _column(on.day - 1)
        draw.rectangle((left, top, right, top + _BAND), fill=_WEEKEND if on.weekday() > 4 else _DAY)
        if on == today:
            draw.rectangle((left, top - 6, right, top - 2), fill=_INK)
    for mark in (_window, _frame, _block):
        for on in days:
            left, right = _column(on.day - 1)
            for deadline in every:
                if deadline.when.earliest <= on <= deadline.when.latest:
                    mark(draw, _third(left, top, right, deadline), deadline, on)


def _column(n: int) -> tuple[int, int]:
    wide = (_WIDTH - _LEFT - _MARGIN) / 31
    return int(_LEFT + n * wide), int(_LEFT + (n + 1) * wide) - 3


_Box = tuple[int, int, int, int]


def _third(left: int, top: int, right: int, deadline: Deadline) -> _Box:
    """Each topic has a third of the band's height, to avoid overlap."""
    third = _BAND // 3
    top += third * tuple(_COLOURS).index(deadline.topic)
    return left, top, right, top + third


def _window(draw: ImageDraw.ImageDraw, box: _Box, deadline: Deadline, on: date) -> None:
    left, top, right, bottom = box
    if not is_known(deadline.when) and on != deadline.when.expected:
        middle = (top + bottom) // 2
        draw.line((left, middle, right + 3, middle), fill=_COLOURS[deadline.topic], width=3)


def _frame(draw: ImageDraw.ImageDraw, box: _Box, deadline: Deadline, on: date) -> None:
    left, top, right, bottom = box
    if not is_known(deadline.when) and on == deadline.when.expected:
        inner = (left, top + 1, right, bottom - 1)
        draw.rectangle(inner, fill=_PAPER, outline=_COLOURS[deadline.topic], width=4)


def _block(draw: ImageDraw.ImageDraw, box: _Box, deadline: Deadline, _on: date) -> None:
    if is_known(deadline.when):
        draw.rectangle(box, fill=_COLOURS[deadline.topic])


def _label(draw: ImageDraw.ImageDraw, top: int, group: Sequence[Deadline]) -> None:
    first = group[0]
    draw.text((_MARGIN + 20, top), f"{first.when.expected.day:>2}", fill=_INK, font=_font(_TEXT))
    draw.text((_LEFT, top), _fitted(draw, *_words(group)), fill=_COLOURS[first.topic], font=_font(_TEXT))


def _words(group: Sequence[Deadline]) -> tuple[str, str]:
    """The first deadline of the day (large code sets first), the number of others, and their certainty."""
    first, more = group[0], len(group) - 1
    words = html.unescape(group_words(group[:1])).replace("\u2060", "").replace(", Panel meeting of ", ", ")
    open_ = sum(not is_known(d.when) for d in group)
    also = f", {more} more" if more else ""
    if not is_known(first.when):
        return words, f"{also} (est.)"
    return words, f"{also} ({open_} est.)" if open_ else also


def _fitted(draw: ImageDraw.ImageDraw, words: str, end: str) -> str:
    room = _WIDTH - _LEFT - _MARGIN
    font = _font(_TEXT)
    while words and draw.textlength(f"{words}{end}", font=font) > room:
        words = words[:-2].rstrip(" ,") + "…"
    return f"{words}{end}"


def _legend(draw: ImageDraw.ImageDraw, top: int) -> None:
    left = _MARGIN
    for topic, colour in _COLOURS.items():
        draw.rectangle((left, top + 10, left + 30, top + 40), fill=colour)
        draw.text((left + 44, top + 4), _NAMES[topic], fill=_INK, font=_font(_TEXT))
        left += 60 + int(draw.textlength(_NAMES[topic], font=_font(_TEXT))) + 40
    note = "Full: stated or fixed.  Frame: the likely day (est.), with its window as a line."
    draw.text((_MARGIN, top + 62), note, fill=_QUIET, font=_font(_SMALL))

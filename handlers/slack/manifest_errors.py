"""What can be wrong with a wish about the manifest, as data."""

from dataclasses import dataclass

from bot.domain.errors import CodeDeskError


@dataclass
class BadPrefix(CodeDeskError):
    """A prefix with which Slack would refuse a command's name: characters, or more than 32 of them."""

    prefix: str


@dataclass
class BadUrl(CodeDeskError):
    """No https address of a host alone, or of a host with a path."""

    url: str

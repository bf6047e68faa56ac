"""Settings, read from the environment and `.env` once, by the command that starts; never at import."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.data_folder import EDITIONS, PLAYGROUND, PRODUCTION, DataFolder, data_folder, sqlite_url


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone; write it like America/New_York") from None
    return name


def _ends_with_slash(url: str) -> str:
    return url if url.endswith("/") else url + "/"


def _absolute(folder: Path | None) -> Path | None:
    """A relative data folder would be another one in every folder that a command starts in."""
    if folder is None:
        return None
    try:
        expanded = folder.expanduser()
    except RuntimeError:
        raise ValueError("no such user") from None
    if not expanded.is_absolute():
        raise ValueError("write the whole path, such as /var/lib/codedesk")
    return expanded


def _own_database(settings: Mapping[str, object]) -> str:
    """What DATABASE_URL is when nobody set it."""
    home = settings["codedesk_home"]
    assert home is None or isinstance(home, Path)  # noqa: S101  (validated before this field)
    return sqlite_url(data_folder(home, holding=PRODUCTION).path / PRODUCTION)


_Secret = Annotated[SecretStr | None, BeforeValidator(_blank_is_none)]
_Text = Annotated[str | None, BeforeValidator(_blank_is_none)]
_Folder = Annotated[Path | None, BeforeValidator(_blank_is_none), AfterValidator(_absolute)]
_Port = Annotated[Annotated[int, Field(ge=0, le=65535)] | None, BeforeValidator(_blank_is_none)]


class Settings(BaseSettings):
    """Every setting, by the name that the README gives it (here in lower case).

    Build it with `Settings()`; a value that cannot be is pydantic's ValidationError, inputs hidden.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    slack_bot_token: _Secret = None
    slack_signing_secret: _Secret = None
    slack_app_token: _Secret = None
    slack_client_id: _Text = None
    slack_client_secret: _Secret = None
    slack_api_url: Annotated[str, AfterValidator(_ends_with_slash)] = "https://slack.com/api/"
    codedesk_home: _Folder = None
    database_url: str = Field(default_factory=_own_database)
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    public_url: _Text = None
    codedesk_token_keys: _Secret = None
    codedesk_timezone: Annotated[str, AfterValidator(_known_zone)] = "America/New_York"
    codedesk_metrics_port: _Port = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which 'today' is meant."""
        return ZoneInfo(self.codedesk_timezone)

    @property
    def data_folder(self) -> DataFolder:
        """Where everything lies that DATABASE_URL doesn't place elsewhere."""
        own = PRODUCTION if self.database_url.startswith("sqlite") else EDITIONS
        return data_folder(self.codedesk_home, holding=own)

    @property
    def library_folder(self) -> Path:
        """Where edition and search index files are built: next to a SQLite file, else in the data folder."""
        if self.database_url.startswith("sqlite"):
            return Path(self.database_url.partition(":///")[2]).parent / EDITIONS
        return self.data_folder.path / EDITIONS

    def for_playground(self) -> "Settings":
        """The same settings with the playground's own database."""
        folder = data_folder(self.codedesk_home, holding=PLAYGROUND)
        return self.model_copy(update={"database_url": sqlite_url(folder.path / PLAYGROUND)})

    @property
    def downloads_folder(self) -> Path:
        """Where fetched files lie for some days."""
        return self.library_folder.parent / "downloads"

    @property
    def incoming_folder(self) -> Path:
        """Where files from another machine may be put."""
        return self.library_folder.parent / "incoming"

    @property
    def token_keys(self) -> tuple[str, ...]:
        """The Fernet keys, newest first, as CODEDESK_TOKEN_KEYS lists them with commas between."""
        keys = self.codedesk_token_keys
        return tuple(k.strip() for k in keys.get_secret_value().split(",") if k.strip()) if keys else ()

    @property
    def installs(self) -> bool:
        """Whether further workspaces may install the app: its credentials are set, and no token of one workspace."""
        return bool(self.slack_client_id and self.slack_client_secret) and self.slack_bot_token is None

    def missing_for_slack(self) -> tuple[str, ...]:
        """Names of the settings that `codedesk run` still needs; with an app token no signing secret is."""
        needed: dict[str, object] = {"SLACK_BOT_TOKEN": self.slack_bot_token}
        if self.installs:
            needed = {"PUBLIC_URL": self.public_url, "CODEDESK_TOKEN_KEYS": self.codedesk_token_keys}
        if self.slack_app_token is None:
            needed["SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        return tuple(name for name, value in needed.items() if value is None)

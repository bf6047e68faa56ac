"""Which addresses may be requested: an allow-list of hosts, checked for every link and every redirect."""

from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

ALLOWED_HOSTS = frozenset({"www.cms.gov", "ftp.cdc.gov"})
MOST_REDIRECTS = 5
_LICENSE_PATHS = ("/license/", "/apps/ama/")
_AGREED = "agree=yes&next=Accept"


def may_ask(url: str) -> bool:
    """Whether `url` is https on an allowed host and the usual port, without a user name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and port in (None, 443)
    return parts.scheme == "https" and parts.hostname in ALLOWED_HOSTS and plain


def is_license_link(url: str) -> bool:
    """Whether a link leads to a license page in front of a file."""
    return urlsplit(url).path.lower().startswith(_LICENSE_PATHS)


def file_url(url: str) -> str:
    """The address of the file itself. A link to a license page has it in `file`."""
    parts = urlsplit(url)
    if not is_license_link(url):
        return url
    named = parse_qs(parts.query).get("file", [""])[0]
    if not named:
        return url
    return named if urlsplit(named).scheme else urlunsplit((parts.scheme, parts.netloc, named, "", ""))


def agreed_url(url: str) -> str:
    """The address that CMS's license page opens when Accept is clicked."""
    parts = urlsplit(url)
    query = f"{parts.query}&{_AGREED}" if parts.query else _AGREED
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def file_name(url: str) -> str:
    """The published name of a file. A date in it may have slashes: 'updated-02/01/2024.zip'."""
    path = unquote(urlsplit(url).path)
    for folder in ("/files/zip/", "/files/document/"):
        if folder in path:
            return path.rpartition(folder)[2].replace("/", "-")
    return path.rstrip("/").rpartition("/")[2]

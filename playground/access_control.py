"""Restrict access to the playground: only this machine, and only its own pages."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

LOOPBACK = {"127.0.0.1", "localhost"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def restrict_access(port: Callable[[], int]) -> Middleware:
    """Reject unknown Host headers (DNS rebinding) and foreign origins (requests from another site's page)."""

    @web.middleware
    async def check(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        hosts = {f"{name}:{port()}" for name in LOOPBACK}
        if request.host not in hosts:
            raise web.HTTPForbidden(text="unknown host")
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            raise web.HTTPForbidden(text="foreign origin")
        if request.headers.get("Sec-Fetch-Site", "none") not in {
            "none",
            "same-origin",
        } and not _is_page_visit(request):
            raise web.HTTPForbidden(text="foreign site")
        if _has_wrong_content_type(request):
            raise web.HTTPUnsupportedMediaType(text="JSON only")
        return await handler(request)

    return check


def _is_page_visit(request: web.Request) -> bool:
    """Whether this is a plain visit to the page. It is safe from any site, because it changes nothing."""
    return (
        request.method == "GET"
        and request.path == "/"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
    )


def _has_wrong_content_type(request: web.Request) -> bool:
    """Whether a POST from the page has the wrong content type. HTML forms cannot send JSON or raw bytes."""
    is_intent = request.method == "POST" and request.path.startswith("/ui/")
    wanted = "application/octet-stream" if request.path == "/ui/upload" else "application/json"
    return is_intent and request.content_type != wanted


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to every response."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)

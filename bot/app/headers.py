"""Security headers on every response, and the page's language where Gradio writes «en».

Comes in: the ASGI application that Gradio makes. Goes out: the same, wrapped. Pure ASGI, so that
streamed answers pass through untouched.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page has inline scripts and compiles its templates at run time: both 'unsafe-' words are
# needed. What the policy still gives: nothing is loaded from, sent to or framed by another host.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
WRITTEN_BY_GRADIO = b'lang="en"'


class PageHeaders:
    """The wrapped application; ``language`` is the one in which the page opens."""

    def __init__(self, app: ASGIApp, language: str) -> None:
        """Keep the application to call."""
        self.app = app
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, adding the headers and mending the language of HTML pages."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Sender(send, self.language))


class _Sender:
    """What one response passes through; it remembers whether the response is an HTML page."""

    def __init__(self, send: Send, language: str) -> None:
        self.send = send
        # As many bytes as Gradio wrote, so that the content length stays true.
        self.language = f'lang="{language}"'.encode()
        self.is_page = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            self.is_page = headers.get("content-type", "").startswith("text/html")
        elif self.is_page and message.get("body"):
            message["body"] = message["body"].replace(WRITTEN_BY_GRADIO, self.language, 1)
            self.is_page = False
        await self.send(message)

"""Law 8: a page fetched in a test is checked whole, whatever the test was about.

`check_page` looks at one page; the fixture `web` is a `CheckedClient`, which looks at every page it fetches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
from django.test import Client
from html5lib.constants import E as PARSE_ERRORS

# Controls that carry their own words or are not seen.
WITHOUT_LABEL = {"hidden", "submit", "button", "reset"}
# Attributes by which a page makes the browser fetch something, or send something.
LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "form": ("action",),
    "use": ("href",),
    "image": ("href",),
    "base": ("href",),
}
LOADING_LINKS = {
    *("stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload", "prefetch"),
    *("preconnect", "dns-prefetch", "prerender"),
}
HTMX_LOADING = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
REFERENCES = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "aria-errormessage",
    "list",
)
ERROR_TITLE = "Kesalahan: "


class PageFault(AssertionError):
    """A page broke law 8. Holds all faults, each on a line of its own."""


def check_page(response_or_html: Any, url: str = "/") -> None:
    """Raise PageFault unless the page keeps law 8.

    Takes the whole text of a page or a Django response; `url` is the address it came from, by which links are resolved.
    """
    html = response_or_html if isinstance(response_or_html, str) else response_or_html.content.decode()
    faults = list(_faults(html, url))
    if faults:
        raise PageFault(f"{url} breaks law 8:\n" + "\n".join(f"  - {fault}" for fault in faults))


def _faults(html: str, url: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    yield from _parse_faults(parser, html)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    yield from _heading_faults(root, elements)
    yield from _identity_faults(elements)
    yield from _label_faults(root, elements)
    yield from _inline_faults(elements)
    yield from _foreign_faults(elements, url)


def _parse_faults(parser: html5lib.HTMLParser, html: str) -> Iterator[str]:
    lines = html.splitlines() or [""]
    for (line, column), code, data in parser.errors:
        message = PARSE_ERRORS.get(code, code)
        text = lines[min(line, len(lines)) - 1].strip()[:100]
        yield f"line {line}, column {column}: {message % data if data else message} | {text}"


def _heading_faults(root: ElementTree.Element, elements: list[ElementTree.Element]) -> Iterator[str]:
    if not root.get("lang", "").strip():
        yield "<html> has no lang"
    headings = [_text(element) for element in elements if _name(element) == "h1"]
    if len(headings) != 1:
        yield f"{len(headings)} <h1> instead of one: {headings}"
    titles = [_text(element) for element in root.findall("head/title")]
    if len(titles) != 1 or not titles[0]:
        yield f"the page needs one <title> with text, and has {titles}"
        return
    if len(headings) == 1:
        title, heading = titles[0].removeprefix(ERROR_TITLE), headings[0]
        if not heading:
            yield "the <h1> has no text"
        missing = Counter(_words(heading)) - Counter(_words(title))
        if missing:
            yield f"title and h1 differ: '{title}' lacks {sorted(missing)} of '{heading}'"


def _identity_faults(elements: list[ElementTree.Element]) -> Iterator[str]:
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"id '{name}' stands {count} times"
        if not name or re.search(r"\s", name):
            yield f"id '{name}' is empty or has a blank"
    for element in elements:
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{_shown(element)}: {attribute} points to '{name}', which is not on the page"


def _label_faults(root: ElementTree.Element, elements: list[ElementTree.Element]) -> Iterator[str]:
    parents = {child: parent for parent in elements for child in parent}
    by_id = {element.get("id"): element for element in elements if element.get("id")}
    labels = {element.get("for"): element for element in elements if _name(element) == "label" and element.get("for")}

    def words(control: ElementTree.Element) -> str:
        named = [_text(by_id[name]) for name in (control.get("aria-labelledby") or "").split() if name in by_id]
        if control.get("id") in labels:
            named.append(_text(labels[control.get("id")]))
        around = parents.get(control)
        while around is not None and around is not root:
            if _name(around) == "label":
                # The words of the control itself, such as the options of a list, name nothing.
                named.append(_text(around, leaving_out=control))
            around = parents.get(around)
        return " ".join([control.get("aria-label", ""), *named]).strip()

    for element in elements:
        kind, name = element.get("type", "text").lower(), _name(element)
        if name not in {"input", "select", "textarea"} or (name == "input" and kind in WITHOUT_LABEL):
            continue
        if name == "input" and kind == "image":
            if not element.get("alt", "").strip():
                yield f"{_shown(element)} has no alt"
        elif not words(element):
            yield f"{_shown(element)} has no label"


def _inline_faults(elements: list[ElementTree.Element]) -> Iterator[str]:
    for element in elements:
        name = _name(element)
        if name == "style":
            yield "inline <style>"
        # A data block (json_script) is not run and not touched by the CSP.
        if name == "script" and element.get("src") is None and not element.get("type", "").endswith("json"):
            yield "inline <script>"
        for attribute, value in element.attrib.items():
            if attribute == "style" or (attribute.startswith("on") and len(attribute) > 2):
                yield f"{_shown(element)} has the inline attribute {attribute}"
            if value.strip().lower().startswith("javascript:"):
                yield f"{_shown(element)}: {attribute} is a javascript: address"


def _foreign_faults(elements: list[ElementTree.Element], url: str) -> Iterator[str]:
    page = urljoin("http://testserver/", url)
    for element in elements:
        names = list(LOADING.get(_name(element), ()))
        if _name(element) == "link" and LOADING_LINKS & set(element.get("rel", "").lower().split()):
            names.append("href")
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].removeprefix("xlink:").removeprefix("data-")
            if plain in names or plain in HTMX_LOADING:
                for address in _addresses(plain, value):
                    target = urlsplit(urljoin(page, address))
                    if target.netloc and target.netloc != urlsplit(page).netloc:
                        yield f"{_shown(element)}: {plain} reaches the foreign host {target.netloc}"


def _addresses(attribute: str, value: str) -> list[str]:
    if attribute != "srcset":
        return [value.strip()]
    return [part.split()[0] for part in value.split(",") if part.strip()]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _text(element: ElementTree.Element, leaving_out: ElementTree.Element | None = None) -> str:
    def parts(node: ElementTree.Element) -> Iterator[str]:
        if node is not leaving_out and isinstance(node.tag, str):
            yield node.text or ""
            yield node.get("alt", "") if _name(node) == "img" else ""
            yield node.get("aria-label", "")
            for child in node:
                yield from parts(child)
                yield child.tail or ""

    return " ".join("".join(parts(element)).split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _shown(element: ElementTree.Element) -> str:
    telling = [f'{name}="{element.get(name)}"' for name in ("id", "name", "type", "href", "src") if element.get(name)]
    return f"<{' '.join([_name(element), *telling])}>"


class CheckedClient(Client):
    """Django's test client that checks every whole page it is given: answers of any method, error pages too.

    Not looked at: redirects, empty answers, files, and the fragments that htmx asks for.
    """

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        is_fragment = request.get("HTTP_HX_REQUEST") == "true" and request.get("HTTP_HX_BOOSTED") != "true"
        is_page = is_html and not is_fragment and not response.streaming and response.content
        if is_page and not 300 <= response.status_code < 400:
            check_page(response, request.get("PATH_INFO", "/"))
        return response

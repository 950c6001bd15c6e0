"""Tags and filters of every staff and public page: `{% load cermin %}`. Usage of each stands in base/README.md, "Components"."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cermin import __version__
from cermin.base import components as parts
from cermin.documents import format as written

register = template.Library()


# Figures and days --------------------------------------------------------------------------------------------------------


@register.filter
def number(value: Any, places: int = 2) -> str:
    """`{{ 84.305|number:2 }}` gives 84,31; nothing gives a dash."""
    figure = parts.exact(value)
    return parts.MISSING if figure is None else written.number(figure, int(places))


@register.filter
def integer(value: Any) -> str:
    """`{{ 1234|integer }}` gives 1.234."""
    figure = parts.exact(value)
    return parts.MISSING if figure is None else written.number(figure, 0)


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """`{{ 0.761|percent }}` gives "76 %": the value is a share of one."""
    figure = parts.exact(value)
    if figure is None:
        return parts.MISSING
    hundredfold = parts.exact(str(figure)) if isinstance(figure, float) else figure
    return f"{written.number(hundredfold * 100, int(places))}{parts.NO_BREAK}%"  # type: ignore[operator]


@register.filter
def day(value: date | datetime | None, zone: str | tzinfo | None = None) -> str:
    """`{{ round.closes_on|day }}` gives 25 Oktober 2026."""
    return parts.day(value, zone) if value else parts.MISSING


@register.filter
def clock(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """`{{ round.opened_at|clock:government.zone }}` gives 14.30 WIT."""
    return parts.clock(value, zone) if value else parts.MISSING


@register.filter
def moment(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """`{{ round.opened_at|moment:government.zone }}` gives 25 Oktober 2026, 14.30 WIT."""
    return parts.moment(value, zone) if value else parts.MISSING


@register.filter
def days_left(due: date | None, today: date | None = None) -> str:
    """`{{ round.closes_on|days_left }}` gives "6 hari lagi"; `today` defaults to the day in the current zone."""
    return parts.days_left(due, today or timezone.localdate()) if due else parts.MISSING


@register.filter
def undo(message: Any) -> dict[str, Any] | None:
    """The undo that a message carries, for the page shell."""
    return parts.undo_of(message.extra_tags)


# Small pieces ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def version() -> str:
    """The version of Cermin, for the foot of the page."""
    return __version__


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """`{% icon "print" %}`: decoration beside a word; with `label` it is read aloud. `extra`: further classes ("wn")."""
    drawn = parts.symbol(name)
    paths = format_html_join("", '<path class="{}" d="{}"/>', drawn.parts)
    box = f"0 0 {drawn.box} {drawn.box}"
    classes = f"i {extra}".strip()
    if label:
        return format_html(
            '<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>', classes, box, label, paths
        )
    return format_html('<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>', classes, box, paths)


@register.inclusion_tag("base/_grade.html")
def grade_mark(letter: str | None, size: str = "m", word: bool | None = None) -> dict[str, Any]:
    """`{% grade_mark "B" "xl" %}`: shape, letter and word. Sizes m, l, xl; the word is printed at m, else only read aloud."""
    if letter and letter not in parts.GRADE_SHAPES:
        raise ValueError(f"no grade {letter!r}")
    return {
        "letter": letter,
        "size": size,
        "shape": parts.GRADE_SHAPES.get(letter or ""),
        "name": parts.GRADE_WORDS.get(letter or ""),
        "show_word": size == "m" if word is None else word,
    }


@register.filter
def grade_word(letter: str | None) -> str:
    """`{{ "B"|grade_word }}` gives Baik."""
    return parts.GRADE_WORDS[letter] if letter else parts.MISSING


@register.inclusion_tag("base/_progress.html")
def progress(done: int, total: int | None, label: str, share: bool = True) -> dict[str, Any]:
    """`{% progress 281 369 "Jawaban masuk" %}`: bar with its share beside it. Without total: work of unknown length."""
    return {
        "done": min(done, total) if total else None,
        "total": total or None,
        "label": label,
        "share": percent(done / total) if share and total else "",
        "text": f"{integer(done)} dari {integer(total)}" if total else "",
    }


@register.inclusion_tag("base/_steps.html")
def steps(steps: list[Any], label: str = "Langkah ronde") -> dict[str, Any]:
    """`{% steps steps %}`: list of title, note, state (done, now, todo), url ("" when it cannot be opened yet)."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("base/_tasks.html")
def task_list(tasks: list[Any]) -> dict[str, Any]:
    """`{% task_list tasks %}`: list of title, detail, due, due_note, late, icon, url, button, primary, group; one list per group."""
    return {"tasks": tasks}


@register.inclusion_tag("base/_empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", level: int = 2) -> dict[str, Any]:
    """`{% empty "Belum ada ronde" "Ronde pertama siap dalam 15 menit." url "Siapkan ronde" %}`."""
    return {"title": title, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("base/_crumbs.html")
def crumbs(*labels_and_urls: Any) -> dict[str, Any]:
    """`{% crumbs "Ronde survei" rounds_url round.name %}`: labels and addresses in turn, this page last without address."""
    return {"crumbs": parts.breadcrumbs(labels_and_urls)}


@register.inclusion_tag("base/_pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """`{% pager page %}`: the page from `components.page_of`; other filters in the address stay."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?halaman={number}"
        query["halaman"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "total": page.paginator.count,
        "links": [{"number": n, "url": address(n)} if n else None for n in parts.page_numbers(page)],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


# Blocks ------------------------------------------------------------------------------------------------------------------

_CALLS = {
    "warn": ("call", "warn"),
    "stop": ("call stop", "stop"),
    "sea": ("call sea", "info"),
    "ok": ("call sea", "check"),
}


@register.simple_block_tag
def call(content: str, kind: str, title: str, level: int = 3) -> SafeString:
    """`{% call "warn" "KIA kurang 15 jawaban" %}<p>…</p>{% endcall %}`. Kinds: warn, stop, sea (advice), ok."""
    classes, symbol = _CALLS[kind]
    heading = f"h{int(level)}"
    return format_html(
        '<div class="{}"><{} class="ct">{}<span>{}</span></{}>{}</div>',
        classes,
        heading,
        icon(symbol),
        title,
        heading,
        content,
    )


@register.simple_block_tag
def why(content: str, title: str = "Dari mana angka ini?") -> SafeString:
    """`{% why "Dari mana angka 82,64?" %}<dl class="kv">…</dl>{% endwhy %}`: closed until asked."""
    return format_html('<details class="dari"><summary>{}</summary>{}</details>', title, content)


# Forms -------------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("base/_field.html")
def field(bound: forms.BoundField, width: str = "", optional: bool = True) -> dict[str, Any]:
    """`{% field form.name %}`: label, hint, error, input. `width`: "s", "m" or all; `optional`: say "(tidak wajib)"."""
    kind = parts.field_kind(bound)
    attrs = {"class": f"{bound.field.widget.attrs.get('class', '')} in".strip()} if kind == "plain" else {}
    return {
        "bound": bound,
        "kind": kind,
        "width": width,
        "optional": optional and not bound.field.required and kind != "tick",
        "control": bound.as_widget(attrs=attrs) if kind != "choices" else "",
        "target": parts.field_target(bound),
    }


@register.inclusion_tag("base/_errors.html")
def errors_summary(*form_list: forms.BaseForm) -> dict[str, Any]:
    """`{% errors_summary form %}`: first thing in the form's page; draws nothing while all is well."""
    return {"lines": parts.error_lines(form for form in form_list if form is not None)}

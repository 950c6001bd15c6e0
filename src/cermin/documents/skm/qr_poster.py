"""QR posters of a survey: wall sheets, a table tent and slips to hand out, all with the one code of the unit or service.

The code is the same for everybody: it says where the survey is, never who answers, and nothing on a sheet is numbered. The wording is
data (`WORDS`); sizes and places are those of `typst/qr_poster.typ`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

import segno
import typst

from cermin.documents.content import Letterhead
from cermin.documents.fonts import font_folder, printable
from cermin.documents.format import number_words
from cermin.documents.pdf import logo_alt, logo_svg
from cermin.documents.pdf_text import set_line
from cermin.documents.svg import INK, shorten, wrap

PNG_PPI = 150
MOST_CHANGES = 3
MARK_LINE, SLIP_LINE = 125.0, 94.0
"""Room for the mark and for a line of a slip, in points."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to print the code. note: how it is used; one_page: holds a single code."""

    key: str
    label: str
    note: str
    file_name: str
    media_type: str
    one_page: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("a4", "Poster A4", "Untuk dinding di dekat loket.", "poster-qr-a4.pdf", "application/pdf"),
    Kind("a3", "Poster A3", "Untuk pintu masuk dan ruang tunggu.", "poster-qr-a3.pdf", "application/pdf"),
    Kind(
        "tenda",
        "Tenda meja",
        "Satu lembar A4, dilipat dua kali, untuk meja loket.",
        "tenda-meja.pdf",
        "application/pdf",
    ),
    Kind(
        "struk", "Lembar struk", "24 potong kecil pada A4, diberikan bersama berkas.", "struk-qr.pdf", "application/pdf"
    ),
    Kind("gambar", "Gambar untuk pesan", "Poster A4 sebagai gambar PNG.", "poster-qr.png", "image/png", one_page=True),
)
KIND_BY_KEY = {kind.key: kind for kind in KINDS}

WORDS = {
    "question": "Bagaimana pelayanan kami?",
    "rate": "Nilai layanan kami",
    "lead": "{questions} pertanyaan, {minutes} menit, ",
    "short": "{minutes} menit, ",
    "nameless": "tanpa nama",
    "service": "Layanan: {service}",
    "scan": "Arahkan kamera ponsel ke kode ini.",
    "choose": "Pilih layanan yang Anda terima.",
    "answer": "Jawab menurut pengalaman Anda.",
    "send": "Jawab, lalu tekan ",
    "press": "Tekan ",
    "button": "Kirim",
    "type": "Kamera tidak berfungsi? Ketik alamat ini:",
    "open": "Pindai kode, atau buka",
    "code": "kode",
    "changed": "Yang berubah sejak survei lalu: ",
    "no_quota": "Tidak punya kuota? ",
    "paper": "Minta lembar kertas di loket.",
    "paper_short": "Lembar kertas tersedia di loket.",
    "secret": "Tanpa nama. ",
    "nothing_kept": "Survei tidak menanyakan nama, NIK, atau nomor ponsel.",
    "period": "Survei dibuka {period}.",
    "languages": "Juga dalam bahasa: {languages}.",
    "fold": "lipat",
    "base": "Alas. ",
    "folding": "Cetak pada kertas 160 g atau lebih. Lipat pada kedua garis putus-putus sehingga membentuk segitiga, "
    "lalu lekatkan alas ini di balik muka depan.",
    "counter": "Loket: ....................",
    "cut": "Potong pada garis. Semua potong sama: kode menunjuk survei, bukan orang.",
    "slips": "Struk survei",
    "qr": "Kode QR survei",
    "face": "Wajah: {word}",
}
FACE_WORDS = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")
_FACE = '<g fill="none" stroke="{ink}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"><circle cx="24" cy="24" r="21.5"/>{parts}</g>'
_EYES = '<path d="M17.5 {y}v2.2M30.5 {y}v2.2" stroke-width="4"/>'
# The faces of the survey page.
_FACES = (
    '<path d="M13 17.5l6-2.5M35 17.5l-6-2.5M15.5 35c3-6.5 14-6.5 17 0"/>' + _EYES.format(y=21.5),
    '<path d="M14 15.5h6M28 15.5h6M16 33.5c5-2 10-3 16-2.5"/>' + _EYES.format(y=21),
    '<path d="M15 29.5c4 6.5 14 6.5 18 0"/>' + _EYES.format(y=18.5),
    f'<path d="M13 20.5c1.5-4.5 6.5-4.5 8 0M27 20.5c1.5-4.5 6.5-4.5 8 0"/><path d="M13.5 27h21c0 14-21 14-21 0z" fill="{INK}"/><path d="M16.5 28.2h15v3.2h-15z" fill="#ffffff" stroke="none"/>',
)


@dataclass(frozen=True, slots=True)
class QrPoster:
    """What one poster says.

    service: named when the code belongs to one service, "" when the citizen chooses on the page. code: as stored (K7PM4X).
    address: scheme and host of the site ("https://cermin.example.go.id"), without a path. made_on: date of the file.
    period: when the survey is open ("2 Maret s.d. 29 Mei 2026"), "" for a poster that stays from round to round.
    privacy: who is responsible and the contact, one line. changes: up to three lines 'what changed since last time'.
    languages: further languages, named as their speakers do ("English"). paper: paper sheets lie at the counter.
    mark: "CONTOH" and the like, "" for none. logo: PNG, JPEG or SVG of the emblem; without one its place stays empty.
    """

    unit: str
    agency: str
    government: str
    code: str
    address: str
    made_on: date
    service: str = ""
    period: str = ""
    privacy: str = ""
    changes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    questions: int = 9
    minutes: int = 2
    paper: bool = True
    mark: str = ""
    logo: bytes | None = None


def render_qr_poster(kind: str, posters: Sequence[QrPoster]) -> bytes:
    """The sheets of these codes, one page for each, in the file type of the kind (`KIND_BY_KEY[kind].media_type`).

    Raises ValueError for an unknown kind, for no code, for several codes in a kind of one page, and for a broken logo.
    """
    if kind not in KIND_BY_KEY:
        raise ValueError(f"{kind} is no kind of QR poster")
    if not posters:
        raise ValueError("a QR poster needs a code")
    if KIND_BY_KEY[kind].one_page and len(posters) > 1:
        raise ValueError(f"{kind} holds one code")
    if kind == "gambar":
        return page_pictures("a4", posters, ppi=PNG_PPI)[0]
    moment = datetime.combine(max(poster.made_on for poster in posters), datetime.min.time(), tzinfo=UTC)
    made = _compile(kind, posters, format="pdf", pdf_standards=["a-2a"], timestamp=int(moment.timestamp()))
    assert isinstance(made, bytes)
    return made


def page_pictures(kind: str, posters: Sequence[QrPoster], *, ppi: int = 60) -> list[bytes]:
    """Every page as PNG, for previews."""
    made = _compile(kind, posters, format="png", ppi=float(ppi))
    return made if isinstance(made, list) else [made]


def survey_address(poster: QrPoster) -> str:
    """What the QR code holds: all capitals, which QR stores in two thirds of the room. The site knows /S/ as well as /s/."""
    parts = urlsplit(poster.address)
    return f"{parts.scheme}://{parts.netloc}/s/{poster.code}".upper()


def typed_address(poster: QrPoster) -> str:
    """What is typed by hand; the page there asks for the code."""
    return f"{urlsplit(poster.address).netloc.lower()}/s"


def grouped_code(code: str) -> str:
    """The code in groups of three or four, to be read and typed: "K7P M4X", "KXYZ 2345". The page takes it with or without blanks."""
    size = 3 if len(code) % 3 == 0 else 4
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def _compile(kind: str, posters: Sequence[QrPoster], **options: Any) -> bytes | list[bytes]:
    sources = {
        "main": files("cermin.documents").joinpath("typst/qr_poster.typ").read_bytes(),
        "data.json": json.dumps(_data(kind, posters), ensure_ascii=False).encode(),
        **{f"face-{at}.svg": _face(at).encode() for at in range(len(_FACES))},
    }
    for at, poster in enumerate(posters):
        sources[f"qr-{at}.svg"] = _qr_svg(survey_address(poster))
        if poster.logo:
            sources[f"logo-{at}.svg"] = logo_svg(_letterhead(poster)).encode()
    try:
        made: Any = typst.compile(
            sources, font_paths=[str(font_folder())], ignore_system_fonts=True, root=str(font_folder()), **options
        )
    except typst.TypstError as error:
        raise ValueError(f"the poster cannot be set: {error.message}") from error
    assert isinstance(made, bytes | list)
    return made


def _letterhead(poster: QrPoster) -> Letterhead:
    return Letterhead(poster.government, poster.agency, poster.unit, (), poster.logo)


def _data(kind: str, posters: Sequence[QrPoster]) -> dict[str, Any]:
    first, day = posters[0], max(poster.made_on for poster in posters)
    return {
        "kind": kind,
        "title": printable(f"{KIND_BY_KEY[kind].label} survei, {first.unit}"),
        "author": printable(first.unit),
        "created": [day.year, day.month, day.day],
        "words": WORDS,
        "faces": [(word, WORDS["face"].format(word=word.lower())) for word in FACE_WORDS],
        "posters": [_poster(poster) for poster in posters],
    }


def _poster(poster: QrPoster) -> dict[str, Any]:
    questions, minutes = number_words(poster.questions), number_words(poster.minutes)
    placed: Literal["choose", "answer"] = "answer" if poster.service else "choose"
    above = ", ".join(line for line in (poster.agency, poster.government) if line)
    return {
        "unit": set_line(poster.unit, 13, 120, bold=True),
        "above": set_line(above, 13, 120),
        "service": set_line(WORDS["service"].format(service=poster.service), 15, 170) if poster.service else "",
        "lead": WORDS["lead"].format(questions=questions.capitalize(), minutes=minutes),
        "short": WORDS["short"].format(minutes=minutes.capitalize()),
        "step": WORDS[placed],
        "last": WORDS["press" if poster.service else "send"],
        "typed": set_line(typed_address(poster), 12, 90, bold=True),
        "typed_tent": set_line(typed_address(poster), 10, 88, bold=True),
        "typed_slip": set_line(typed_address(poster), 6, 34),
        "slip": _slip_lines(poster),
        "code": printable(grouped_code(poster.code)),
        "changes": [set_line(line, 12, 150) for line in poster.changes[:MOST_CHANGES] if line.strip()],
        "privacy": set_line(poster.privacy, 11, 70),
        "period": set_line(WORDS["period"].format(period=poster.period), 11, 70) if poster.period else "",
        "languages": printable(WORDS["languages"].format(languages=", ".join(poster.languages)))
        if poster.languages
        else "",
        "paper": poster.paper,
        "mark": shorten(printable(poster.mark), MARK_LINE, 9, bold=True),
        "logo": logo_alt(_letterhead(poster)) if poster.logo else "",
    }


def _slip_lines(poster: QrPoster) -> list[str]:
    """Whose survey it is, in the few small lines that a slip has room for; a longer name is cut with "..."."""
    names = (
        printable(poster.unit),
        WORDS["service"].format(service=printable(poster.service)) if poster.service else "",
    )
    lines = [line for name in names if name for line in wrap(name, SLIP_LINE, 7, lines=2)]
    return [
        *lines,
        *(wrap(WORDS["period"].format(period=printable(poster.period)), SLIP_LINE, 7) if poster.period else ()),
    ]


def _face(at: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">{_FACE.format(ink=INK, parts=_FACES[at])}</svg>'


def _qr_svg(address: str) -> bytes:
    """Level Q and four quiet modules: readable from a laminated, scratched sheet."""
    out = io.BytesIO()
    segno.make(address, error="q", boost_error=False, micro=False).save(
        out, kind="svg", border=4, dark=INK, light="#ffffff"
    )
    return out.getvalue()

"""What a heading says: its code, the element or question its words mean, or the role of another column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cermin.pure.law.skm import ELEMENTS, FORM_9, FORM_16, Question

Family = Literal["U", "P"]
Role = Literal["answer", "service", "profile", "date", "comment", "personal", "ignored", "unknown"]

LONGEST_HEADING = 400
"""Longer text is no heading; the longest question of the known forms has 141 characters."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one heading says.

    role: "answer" when it names a code, a question or exactly one element; "profile" has its key in `target`.
    family, number: of the code, None and 0 without one. elements: keys its words mean, several when it is unclear.
    question: of a known form, when its whole text is there.
    """

    role: Role
    target: str = ""
    family: Family | None = None
    number: int = 0
    elements: tuple[str, ...] = ()
    question: Question | None = None

    @property
    def code(self) -> str:
        """ "U8", or "" without a code."""
        return f"{self.family}{self.number}" if self.family else ""


def plain(text: str) -> str:
    """Lower case, compatible forms unified, everything but letters and digits turned into single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


_BRACKETED = re.compile(r"[\[({]\s*([upq])\s*[.\-]?\s*0*([1-9]\d?)\s*[\])}]")
_LEADING = re.compile(
    r"(?:(?:nilai|skor|score|jawaban|hasil)\s+)?"
    r"(u|p|q|unsur|pertanyaan|soal|question|kuesioner)\s*(?:ke|no|nomor|pelayanan)?\s*[.\-_:#]*\s*0*([1-9]\d?)(?![0-9a-z])"
)
_TRAILING = re.compile(r"[\s\-–:]([upq])[.\-]?0*([1-9]\d?)$")
_LIST_CODES = {"u", "unsur"}

# Words by element. A heading means an element when it holds words of that element and of no other.
_WORDS: dict[str, re.Pattern[str]] = {
    "PERSYARATAN": re.compile(r"\b(?:per)?syarat(?:an)?\b"),
    "PROSEDUR": re.compile(r"\b(?:prosedur|mekanisme|alur)\b"),
    "WAKTU": re.compile(r"\b(?:waktu|kecepatan)\b"),
    "BIAYA": re.compile(r"\b(?:biaya|tarif|ongkos)\b"),
    "PRODUK": re.compile(r"\bproduk\b|\bspesifikasi\b"),
    "KOMPETENSI": re.compile(r"\b(?:kompetensi|kemampuan|kecakapan|keahlian)\b"),
    "PERILAKU": re.compile(r"\b(?:perilaku|prilaku|kesopanan|keramahan|sikap)\b"),
    "PENGADUAN": re.compile(r"\b(?:pengaduan|aduan|keluhan|komplain)\b"),
    "SARPRAS": re.compile(r"\b(?:sarana|prasarana|sarpras|fasilitas)\b"),
}

_PERSONAL = re.compile(
    r"nama(?: lengkap| responden| anda| pemohon| pengisi)?|name|nik|no(?:mor)? ktp|ktp|nip"
    r"|(?:no|nomor)? ?(?:hp|handphone|telp|telepon|tlp|wa|whatsapp|hp wa|ponsel|kontak)(?: .*)?"
    r"|e ?mail(?: .*)?|alamat e ?mail|email address|username|alamat(?: .*)?|timestamp|stempel waktu|cap waktu|ip(?: address)?"
    r"|tanggal lahir|tgl lahir|tempat tanggal lahir|tempat lahir|tanda tangan|paraf"
)
_OTHER: tuple[tuple[Role, str, re.Pattern[str]], ...] = (
    ("service", "", re.compile(r"(?:nama |jenis |macam )*(?:layanan|pelayanan)(?: publik)?(?: yang .*)?|service")),
    ("service", "", re.compile(r"(?:jenis|nama) (?:layanan|pelayanan|izin|perizinan)\b.*|loket layanan")),
    ("profile", "gender", re.compile(r".*\bkelamin\b.*|gender|jk|l p|sex|jns kel.*")),
    ("profile", "age", re.compile(r"(?:kelompok |rentang |golongan )?(?:usia|umur)\b.*|age")),
    ("profile", "education", re.compile(r".*\bpendidikan\b.*|education")),
    ("profile", "occupation", re.compile(r".*\bpekerjaan\b.*|profesi|occupation")),
    ("profile", "disability", re.compile(r".*(?:\b(?:non)?disabilitas\b|\bdifabel\b|berkebutuhan khusus).*|kategori(?:sasi)? pengguna.*")),
    ("profile", "channel", re.compile(r"(?:saluran|kanal|channel|cara mengisi|cara pengisian|media pengisian)\b.*")),
    ("date", "", re.compile(r"(?:tanggal|tgl|date|hari tanggal|hari)\b.*|(?:waktu|jam|pukul)(?: (?:survei|survey|pengisian|mengisi|isi|input|submit|selesai|mulai)\b.*)?")),
    ("comment", "", re.compile(r"(?:saran|kritik|masukan|komentar|catatan|kesan|pesan|harapan|usul|alasan|keluhan|apa saran)\b.*|.*\b(?:saran|kritik) (?:dan|atau|untuk|bagi|anda|saudara)\b.*|comments?")),
    ("ignored", "", re.compile(r"no(?:mor)?(?: urut| responden| res| antrian)?|nomer|id|responden(?: ke)?|kesalahan|total.*|jumlah.*|rata rata.*|nrr.*|ikm.*|indeks.*")),
)  # fmt: skip

_NUMBERING = re.compile(r"^\s*[\[(]?(?:\d{1,2}|[a-z])[.)\]]\s+")
_QUESTIONS: dict[str, Question] = {
    plain(question.text): question for form in (FORM_9, FORM_16) for question in form.questions
}
_NAMES: dict[str, str] = {
    plain(name): element.key for element in ELEMENTS for name in (element.name, element.short, element.key)
}


def _meanings(words: str) -> tuple[str, ...]:
    """Element keys that `words` (plain text) mean, in the order of the list."""
    if words in _NAMES:
        return (_NAMES[words],)
    return tuple(key for key, pattern in _WORDS.items() if pattern.search(words))


def _question(words: str) -> Question | None:
    """The known question whose whole text stands in `words`."""
    found = _QUESTIONS.get(words)
    if found is None and len(words) > 40:
        found = next((question for text, question in _QUESTIONS.items() if text in words), None)
    return found


def _code(folded: str) -> re.Match[str] | None:
    """The code of a heading: in brackets anywhere, before the words (also below them, after " / "), or behind them."""
    starts = [0, *(match.end() for match in re.finditer(" / ", folded))]
    leading = (_LEADING.match(folded, start) for start in starts)
    return _BRACKETED.search(folded) or next(filter(None, leading), None) or _TRAILING.search(folded)


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Said:
    """What the heading says by itself; contradictions and doubles are for `mapping` to judge."""
    if not heading.strip() or len(heading) > LONGEST_HEADING:
        return Said("unknown")
    folded = unicodedata.normalize("NFKC", heading).casefold().strip()
    code = _code(folded)
    rest = folded[: code.start()] + " " + folded[code.end() :] if code else _NUMBERING.sub("", folded)
    words = plain(rest)
    question = _question(words)
    elements = (question.element,) if question else _meanings(words)
    if code:
        family: Family = "U" if code[1] in _LIST_CODES else "P"
        return Said("answer", family=family, number=int(code[2]), elements=elements, question=question)
    if question:
        return Said("answer", elements=elements, question=question)
    if words in _NAMES:
        return Said("answer", elements=elements)
    if _PERSONAL.fullmatch(words):
        return Said("personal")
    handling = "PENGADUAN" in elements and "penanganan" in words  # names suggestions too, yet asks for a score
    for role, target, pattern in _OTHER:
        if pattern.fullmatch(words) and not (role == "comment" and handling):
            return Said(role, target, elements=elements)
    if len(elements) == 1:
        return Said("answer", elements=elements)
    return Said("unknown", elements=elements)

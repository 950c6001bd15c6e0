"""The readers' sentences for this room's pages: where the command says `--kolom`, a page says which column to choose a meaning for."""

from __future__ import annotations

from cermin.documents.messages import Message

_TABLE = "di tabel 'Arti setiap kolom'"

SAID: dict[str, str] = {
    "sheet_ambiguous": "Lebih dari satu lembar berisi jawaban: {sheets}. Pilih satu lembar di bawah, lalu baca ulang.",
    "no_table": (
        "Tidak ditemukan baris judul dengan kolom jawaban (P1 dan seterusnya, U1 dan seterusnya, nama unsur, atau kalimat pertanyaan). "
        f"Pilih arti kolomnya {_TABLE}, atau pakai templat ronde ini."
    ),
    "contradiction": (
        "Judul kolom {letter} '{heading}' bertentangan: kode {coded} berarti {by_code}, tetapi kata-katanya {by_words}. "
        f"Pilih pertanyaan yang benar untuk kolom {{letter}} {_TABLE}."
    ),
    "ambiguous_words": (
        "Judul kolom {letter} '{heading}' menyebut lebih dari satu unsur: {elements}. "
        f"Pilih satu pertanyaan untuk kolom {{letter}} {_TABLE}, atau pilih 'Tidak dibaca'."
    ),
    "duplicate": (
        "{target} ditemukan di dua kolom: {first} dan {second}. "
        f"Pilih 'Tidak dibaca' untuk salah satunya {_TABLE}, misalnya kolom {{letter}}."
    ),
    "mixed_codes": (
        "Judul kolom mencampur kode U ({list_codes}) dan kode P ({form_codes}); urutan keduanya berbeda pada nomor 8 dan 9. "
        f"Pilih arti setiap kolom itu {_TABLE}."
    ),
    "unknown_question": (
        "Kolom {letter} '{heading}' berkode {coded}, yang tidak ada dalam kuesioner. "
        f"Pilih pertanyaannya {_TABLE}, atau pilih 'Tidak dibaca'."
    ),
    "option_heading": f"Kolom {{column}} tidak ada lagi di lembar ini. Periksa pilihan lembar dan arti kolom {_TABLE}.",
    "option_twice": f"Kolom {{column}} ada di {{letters}}. Pilih artinya {_TABLE}.",
    "option_target": f"Pilihan arti untuk kolom {{column}} tidak dikenal. Pilih lagi {_TABLE}.",
    "list_order": (
        "{codes} tanpa kata-kata dibaca menurut daftar unsur: U8 penanganan pengaduan, U9 sarana dan prasarana. "
        "Bila berkas ini memakai urutan kuesioner, tukar arti kedua kolom itu."
    ),
    "form_order": (
        "{codes} tanpa kata-kata dibaca menurut kuesioner sembilan pertanyaan: P8 sarana dan prasarana, P9 penanganan pengaduan. "
        "Bila berkas ini memakai urutan daftar unsur, tukar arti kedua kolom itu."
    ),
    "unused_scores": (
        "Kolom {letter} '{heading}' tampak berisi nilai 1–4 tetapi tidak dibaca. Bila itu pertanyaan ronde ini, pilih artinya "
        f"{_TABLE}."
    ),
}
"""Indonesian sentence by code, with the places that the reader's message fills."""

UNSAID = frozenset({"element_count", "partial_form_16"})
"""Warnings about the weight of elements: in a round its own questionnaire decides, and what is missing stops the upload."""


def said(message: Message) -> str:
    """The sentence for a page."""
    sentence = SAID.get(message.code)
    return sentence.format(**dict(message.facts)) if sentence else message.text()

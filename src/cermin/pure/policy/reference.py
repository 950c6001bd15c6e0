"""The table of rights as one Indonesian Markdown page; `docs/reference/rights.md` is its output and a test compares the two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cermin.pure.policy.roles import STATES, Action, Reach, Role, roles_requiring_second_factor
from cermin.pure.policy.table import READ_OF, RULE_OF, RULES, needs_second, states_of

GROUPS: Final = (
    (
        "Pemerintah daerah, unit, dan layanan",
        (
            Action.GOVERNMENT_READ,
            Action.GOVERNMENT_EDIT,
            Action.STRUCTURE_READ,
            Action.STRUCTURE_EDIT,
            Action.STRUCTURE_IMPORT,
            Action.SERVICE_EDIT,
        ),
    ),
    (
        "Jabatan, orang, dan jejak",
        (
            Action.POST_READ,
            Action.POST_EDIT,
            Action.PERSON_INVITE,
            Action.PERSON_END_SESSIONS,
            Action.AUDIT_READ,
            Action.JOB_READ,
        ),
    ),
    (
        "Menyiapkan dan mengumpulkan",
        (
            Action.ROUND_READ,
            Action.INSTRUMENT_EDIT,
            Action.ROUND_PLAN,
            Action.ROUND_OPEN,
            Action.ROUND_EXTEND,
            Action.ROUND_CLOSE,
            Action.ROUND_CANCEL,
            Action.RESPONSES_UPLOAD,
            Action.BATCH_WITHDRAW,
            Action.BATCH_WITHDRAW_CONFIRM,
        ),
    ),
    (
        "Mengolah",
        (
            Action.ROUND_PROCESS,
            Action.ROUND_PROCESS_EARLY,
            Action.EXCLUSION_PROPOSE,
            Action.EXCLUSION_CONFIRM,
            Action.RESULT_READ,
            Action.COMMENTS_READ,
        ),
    ),
    (
        "Melaporkan dan mempublikasikan",
        (
            Action.REPORT_PROFILE_EDIT,
            Action.REPORT_MAKE,
            Action.REPORT_READ,
            Action.ROUND_APPROVE,
            Action.ROUND_RETURN,
            Action.ROUND_PUBLISH,
            Action.PUBLICATION_CORRECT,
        ),
    ),
)
"""Every action once, in the groups of the page."""

_PUBLISHED: Final = frozenset({"published"})
_MARKS: Final = {Reach.UNIT: "U", Reach.AGENCY: "D", Reach.GOVERNMENT: "P", Reach.PROVINCE: "S"}
_SEATS: Final = {
    Reach.UNIT: "pada satu unit",
    Reach.AGENCY: "pada satu perangkat daerah",
    Reach.GOVERNMENT: "pada satu pemerintah daerah",
}
_HEADS: Final = {
    Role.OFFICER: "Petugas",
    Role.HEAD: "Kepala",
    Role.COORDINATOR: "Koordinator",
    Role.SECTION: "Bagian",
    Role.BUREAU: "Biro",
    Role.MINISTRY: "Kementerian",
    Role.INSPECTOR: "Inspektorat",
    Role.ADMINISTRATOR: "Pengelola",
}


def rights_reference() -> str:
    """The whole page (Markdown, Indonesian), ending with a line break."""
    parts = [
        "# Siapa boleh apa",
        "Dibuat dari `cermin.pure.policy` dengan `make docs`; jangan disunting langsung.",
        (
            "Hak melekat pada jabatan, bukan pada orang. Seseorang dapat memegang beberapa jabatan; satu jabatan yang cukup "
            "sudah membolehkan. Yang tidak ada di tabel ini tidak boleh. Siapa yang tidak boleh *melihat* sesuatu mendapat "
            "jawaban “tidak ditemukan” (404); siapa yang boleh melihat tetapi tidak boleh melakukan mendapat alasannya dan "
            "tahu siapa yang boleh (403)."
        ),
        "## Peran",
        _roles(),
        (
            "Jabatan hanya berlaku pada tempat yang sesuai dengan perannya; jabatan yang salah tempat tidak memberi hak apa pun. "
            "“Seluruh provinsi” berlaku bagi jabatan pada pemerintah provinsi; jabatan yang sama pada kabupaten atau kota "
            "menjangkau kabupaten atau kota itu saja. Bagian Organisasi hanya ada pada kabupaten dan kota."
        ),
        "## Tabel hak",
        "\n".join(
            [
                *(f"- **{mark}** {reach.label}" for reach, mark in _MARKS.items()),
                "- **·** tidak boleh",
                "- **²** perlu dua orang: yang melakukan bukan orang yang bertindak pertama",
                "- **g** hanya sebagai pengganti kepala, bila unit itu hanya punya satu akun",
                "- **t** hanya bila sudah dipublikasikan",
            ]
        ),
        *_matrix(),
        "## Kapan",
        (
            "Selama ronde dibuka tidak seorang pun melihat nilai atau komentar, hanya jumlah jawaban. "
            "Tindakan lain tidak bergantung pada keadaan ronde."
        ),
        _states(),
        "## Dua orang",
        _two_persons(),
        "## Yang tidak boleh dilihat",
        (
            "Pengelola aplikasi mengatur struktur, orang, dan jejak. Ia tidak melihat ronde, jawaban, komentar, atau hasil yang "
            "belum dipublikasikan. Karena itu jejak perubahan dan pesan pekerjaan tidak pernah memuat nilai. "
            "Kementerian melihat ronde dan hasil yang sudah dipublikasikan."
        ),
        "## Hak baca yang membuat sesuatu terlihat",
        _visibility(),
    ]
    return "\n\n".join(parts) + "\n"


def _roles() -> str:
    factor = roles_requiring_second_factor()
    rows = [
        (
            f"**{role.label[0].upper()}{role.label[1:]}**",
            f"`{role.value}`",
            role.legal_term,
            _SEATS[role.seat],
            role.reach.label,
            "wajib" if role in factor else "dianjurkan",
        )
        for role in Role
    ]
    return _table(("Peran", "Kode", "Istilah resmi", "Jabatan berada", "Jangkauan", "Faktor kedua saat masuk"), rows)


def _matrix() -> list[str]:
    parts = []
    for title, actions in GROUPS:
        rows = [(action.label, *(_cell(role, action) for role in Role)) for action in actions]
        parts += [f"### {title}", _table(("Tindakan", *_HEADS.values()), rows, centred=len(Role))]
    return parts


def _cell(role: Role, action: Action) -> str:
    rule = RULE_OF.get((role, action))
    if rule is None:
        return "·"
    published = rule.states == _PUBLISHED and states_of(action) != _PUBLISHED
    return _MARKS[rule.reach] + "²" * rule.second + (" g" if rule.stand_in else "") + (" t" if published else "")


def _states() -> str:
    rows = []
    for _, actions in GROUPS:
        for action in actions:
            legal = states_of(action)
            if legal is not None:
                notes = [rule.note for rule in RULES if rule.action is action and rule.note]
                rows.append(
                    (action.label, *("✓" if state in legal else "·" for state in STATES), notes[0] if notes else "")
                )
    heads = [word.split()[-1] for word in STATES.values()]
    return _table(("Tindakan", *heads, "Catatan"), rows, centred=len(STATES))


def _two_persons() -> str:
    second = [action.label for action in Action if needs_second(action)]
    stand_in = [rule.action.label for rule in RULES if rule.stand_in]
    return "\n".join(
        [
            "- Perlu dua orang: " + "; ".join(second) + ".",
            "- Yang dihitung orangnya, bukan jabatannya: memegang dua jabatan tidak membuat seseorang menjadi dua orang.",
            f"- Bila unit hanya punya satu akun, {Role.COORDINATOR.label} menggantikan kepala untuk: "
            + "; ".join(stand_in)
            + ". Bila unit punya lebih dari satu akun, tidak.",
            "- Kepala unit tidak mengundang orang dan tidak mengubah jabatan, supaya ia tidak mengangkat orang keduanya sendiri.",
            "- Kepala yang mengolah sendiri meminta petugas mengolah ulang, lalu menyetujui.",
        ]
    )


def _visibility() -> str:
    reads = list(dict.fromkeys(READ_OF[action] for action in Action))
    rows = [(read.label, "; ".join(action.label for action in Action if READ_OF[action] is read)) for read in reads]
    return _table(("Yang terlihat lewat", "Tindakan"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, centred: int = 0) -> str:
    """centred: how many columns after the first are centred."""
    rule = [":-:" if 0 < column <= centred else "---" for column in range(len(heads))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, rule, *rows))

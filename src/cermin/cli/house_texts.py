"""What the commands of the server say: start, backup, restore, audit."""

from __future__ import annotations

from cermin.documents.messages import Sentence

HOUSE_TEXTS = {
    "jalankan": Sentence(
        "jalankan server web dan pekerja di latar belakang", "run the web server and the background worker"
    ),
    "contoh": Sentence(
        "sajikan satu kantor rekaan dengan akun untuk setiap peran",
        "serve one made-up office with an account for each role",
    ),
    "demo_data": Sentence("folder data contoh, diisi bila kosong", "data folder of the demo, filled when it is empty"),
    "demo_port": Sentence("porta yang didengarkan", "port to listen on"),
    "demo_fill": Sentence("isi folder lalu selesai, tanpa menyajikan", "fill the folder and end, without serving"),
    "demo_making": Sentence("Menyiapkan contoh. Semua data rekaan.", "Preparing the demo. All data is made up."),
    "audit": Sentence("jejak audit", "audit trail"),
    "audit_long": Sentence("Jejak audit: periksa rantai segelnya.", "Audit trail: verify the chain of its seals."),
    "verify": Sentence(
        "periksa rantai jejak audit; kode keluar 1 bila rantai putus",
        "verify the chain of the audit trail; exit code 1 when it is broken",
    ),
    "audit_government": Sentence(
        "kode pemerintah daerah, misalnya 82.71; tanpa ini: semua", "code of a government, e.g. 82.71; without: all"
    ),
    "code_word": Sentence("KODE", "CODE"),
    # jalankan
    "serving": Sentence(
        "Cermin mendengarkan di {address} (alamat umum: {public}). Tekan Ctrl+C untuk berhenti.",
        "Cermin listens at {address} (public address: {public}). Press Ctrl+C to stop.",
    ),
    "served": Sentence("Cermin berhenti. Tidak ada proses yang tertinggal.", "Cermin has stopped. No process is left."),
    "first_administrator": Sentence(
        "Belum ada pengelola. Buka alamat sekali pakai ini untuk membuat akun pengelola pertama: {address}",
        "There is no administrator yet. Open this one-time address to make the first administrator: {address}",
    ),
    "prepare_failed": Sentence(
        "Server tidak dapat dimulai: basis data atau pengaturan belum siap. Sebabnya tertulis di atas.",
        "The server cannot start: database or settings are not ready. The reason is printed above.",
    ),
    "port_taken": Sentence(
        "Tidak dapat mendengarkan di {address}, porta {port}: {why}. Hentikan program lain di porta itu, atau pilih CERMIN_PORT lain.",
        "Cannot listen at {address}, port {port}: {why}. Stop the other program on that port, or choose another CERMIN_PORT.",
    ),
    # audit
    "audit_empty": Sentence("Jejak audit masih kosong.", "The audit trail is still empty."),
    "audit_holds": Sentence(
        "{government}: rantai utuh, {sealed} baris bersegel, {unsealed} menunggu segel. Segel terakhir {digest}",
        "{government}: the chain holds, {sealed} sealed lines, {unsealed} waiting. Last seal {digest}",
    ),
    "audit_broken": Sentence(
        "{government}: rantai PUTUS pada baris {number}: {why} {sealed} baris sebelumnya utuh; {unsealed} menunggu segel.",
        "{government}: the chain is BROKEN at line {number}: {why} {sealed} lines before hold; {unsealed} waiting.",
    ),
    "audit_altered": Sentence("isinya diubah.", "its content was altered."),
    "audit_missing": Sentence("baris itu hilang.", "that line is missing."),
    "audit_unexpected": Sentence(
        "baris itu disisipkan di luar Cermin.", "that line was slipped in, not sealed by Cermin."
    ),
    "audit_end": Sentence("ujung rantai dipotong atau diganti.", "the end of the chain was cut off or replaced."),
}

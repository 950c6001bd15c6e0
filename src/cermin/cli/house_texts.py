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
    "cadangkan": Sentence(
        "simpan basis data, berkas, dan kunci ke dalam satu berkas cadangan; boleh saat server berjalan",
        "save database, files and keys into one backup file; the server may be running",
    ),
    "pulihkan": Sentence(
        "pulihkan cadangan ke dalam folder data dan basis data yang kosong",
        "restore a backup into an empty data folder and database",
    ),
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
    "backup_file": Sentence(
        "berkas cadangan (.zip) yang dibuat, atau folder: nama berkas lalu memakai tanggal dan jam",
        "backup file (.zip) to make, or a folder: the file is then named by date and time",
    ),
    "restore_file": Sentence("berkas cadangan (.zip)", "backup file (.zip)"),
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
    # cadangkan, pulihkan
    "backup_made": Sentence(
        "Cadangan dibuat: {file} ({size}; {rows} baris, {files} berkas). Berkas ini memuat kunci: simpan di tempat yang aman.",
        "Backup made: {file} ({size}; {rows} rows, {files} files). It holds keys: keep it in a safe place.",
    ),
    "no_database": Sentence(
        "Basis data Cermin tidak ditemukan atau tidak menjawab. Periksa CERMIN_DATA dan CERMIN_DATABASE_URL, atau jalankan"
        " 'cermin jalankan' sekali.",
        "The database of Cermin was not found or does not answer. Check CERMIN_DATA and CERMIN_DATABASE_URL, or run"
        " 'cermin jalankan' once.",
    ),
    "backup_failed": Sentence("Cadangan tidak dapat dibuat: {why}.", "The backup could not be made: {why}."),
    "backup_damaged_files": Sentence(
        "Perhatikan: {count} berkas hilang atau berubah di folder data dan tidak ikut tersimpan, misalnya {name}. Ambil berkas itu"
        " dari cadangan yang lebih lama.",
        "Please note: {count} files in the data folder are missing or were changed and are not saved, for example {name}. Take them"
        " from an older backup.",
    ),
    "restored": Sentence(
        "Cadangan tanggal {made} dipulihkan: {rows} baris, {files} berkas; rantai jejak audit utuh. Jalankan 'cermin jalankan'.",
        "Backup of {made} restored: {rows} rows, {files} files; the audit chain holds. Run 'cermin jalankan'.",
    ),
    "backup_unreadable": Sentence("{file} tidak dapat dibaca: {why}.", "{file} cannot be read: {why}."),
    "not_backup": Sentence(
        "{file} bukan cadangan Cermin, atau terpotong. Tidak ada yang diubah.",
        "{file} is no backup of Cermin, or was cut off. Nothing was changed.",
    ),
    "backup_damaged": Sentence(
        "Cadangan rusak: bagian {name} tidak cocok dengan sidik jarinya. Pakai cadangan lain. Tidak ada yang diubah.",
        "The backup is damaged: part {name} does not match its digest. Use another backup. Nothing was changed.",
    ),
    "backup_newer": Sentence(
        "Cadangan ini dibuat oleh Cermin {version}, lebih baru daripada yang terpasang. Pasang versi itu dahulu.",
        "This backup was made by Cermin {version}, newer than the one installed. Install that version first.",
    ),
    "other_database": Sentence(
        "Cadangan ini dari {there}, sedangkan CERMIN_DATABASE_URL menunjuk {here}. Pulihkan ke jenis basis data yang sama.",
        "This backup is of {there}, but CERMIN_DATABASE_URL names {here}. Restore into the same kind of database.",
    ),
    "folder_not_empty": Sentence(
        "Folder data {folder} tidak kosong ({name}). Pulihkan hanya ke folder yang kosong: pilih CERMIN_DATA lain, atau pindahkan"
        " isinya. Tidak ada yang diubah.",
        "The data folder {folder} is not empty ({name}). Restore into an empty folder only: choose another CERMIN_DATA, or move"
        " its content away. Nothing was changed.",
    ),
    "database_not_empty": Sentence(
        "Basis data tidak kosong (ada tabel {name}). Buat basis data baru yang kosong. Tidak ada yang diubah.",
        "The database is not empty (it has table {name}). Make a new, empty database. Nothing was changed.",
    ),
    "other_key": Sentence(
        "{name} dalam lingkungan berbeda dari kunci dalam cadangan. Hapus dari lingkungan, atau isi dengan kunci yang lama.",
        "{name} in the environment differs from the key in the backup. Take it out of the environment, or give the old key.",
    ),
    "restore_incomplete": Sentence(
        "Pemulihan tidak cocok dengan cadangan: {what}. Yang sudah ditulis dihapus lagi; jangan dipakai.",
        "What was restored does not match the backup: {what}. It was taken away again; do not use it.",
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

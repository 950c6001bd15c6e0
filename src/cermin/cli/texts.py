"""What the command says, in Indonesian and English."""

from __future__ import annotations

from cermin.cli.house_texts import HOUSE_TEXTS
from cermin.documents.messages import Catalogue, Language, Message, Sentence

TEXTS = Catalogue(
    {
        # help
        "about": Sentence(
            "Cermin: dari jawaban survei kepuasan masyarakat (SKM) menjadi indeks yang benar dan laporan resmi.",
            "Cermin: from satisfaction survey answers (SKM) to the right index and the official report.",
        ),
        "version": Sentence("tampilkan versi lalu keluar", "show the version and exit"),
        "lang": Sentence("bahasa pesan: id atau en", "language of messages: id or en"),
        "commands": Sentence("perintah", "commands"),
        "command_word": Sentence("PERINTAH", "COMMAND"),
        "skm": Sentence("survei kepuasan masyarakat", "satisfaction survey"),
        "skm_long": Sentence(
            "Survei kepuasan masyarakat (SKM): hitung, laporan, rekap, templat.",
            "Satisfaction survey (SKM): compute, report, recapitulate, template.",
        ),
        "hitung": Sentence("hitung indeks dari berkas jawaban", "compute the index from a file of answers"),
        "laporan": Sentence("buat laporan, poster, dan buku kerja", "make the report, poster and workbook"),
        "rekap": Sentence(
            "gabungkan banyak hasil.json menjadi satu tabel", "combine many hasil.json files into one table"
        ),
        "templat": Sentence("buat buku kerja masukan untuk diisi", "make the input workbook to fill in"),
        "file": Sentence("berkas jawaban: .xlsx, .xls, .ods, atau .csv", "file of answers: .xlsx, .xls, .ods or .csv"),
        "json": Sentence("cetak hasil sebagai JSON", "print the result as JSON"),
        "no_interval": Sentence(
            "jangan hitung selang kepercayaan (lebih cepat)", "leave out confidence intervals (faster)"
        ),
        "sheet": Sentence("nama lembar yang berisi jawaban", "name of the sheet that holds the answers"),
        "column": Sentence(
            "artikan sebuah kolom, misalnya 'H=U9' atau 'Nilai sarana=U9'; sasaran: U1..U9, P1..P16, layanan, saran, abaikan",
            "say what a column means, e.g. 'H=U9' or 'Nilai sarana=U9'; targets: U1..U9, P1..P16, layanan, saran, abaikan",
        ),
        "carry_on": Sentence(
            "hitung dari baris yang baik saja; laporan menyebut berapa yang tidak dihitung dan mengapa",
            "compute from the good rows only; the report says how many were left out and why",
        ),
        "population": Sentence(
            "jumlah pengguna layanan periode sebelumnya", "number of service users in the previous period"
        ),
        "profile": Sentence("berkas TOML tentang unit dan periode", "TOML file about unit and period"),
        "out": Sentence("folder tempat menyimpan hasil", "folder for the results"),
        "previous": Sentence(
            "hasil.json periode sebelumnya: tren, perbandingan, tindak lanjut",
            "hasil.json of the previous period: trend, comparison, follow-up",
        ),
        "paper": Sentence("ukuran kertas", "paper size"),
        "recap_dir": Sentence("folder berisi berkas hasil.json", "folder of hasil.json files"),
        "obliged": Sentence("berapa unit yang wajib melapor", "how many units are obliged to report"),
        "title": Sentence("judul rekap", "title of the recap"),
        "recap_out": Sentence("simpan juga sebagai .xlsx", "also save as .xlsx"),
        "recap_carry_on": Sentence(
            "lewati berkas yang tidak dapat dipakai; setiap berkas disebut dengan sebabnya",
            "pass over files that cannot be used; each is named with its reason",
        ),
        "template_file": Sentence("nama buku kerja (.xlsx) yang dibuat", "name of the workbook (.xlsx) to make"),
        "form": Sentence("jumlah pertanyaan: 9 atau 16", "number of questions: 9 or 16"),
        "overwrite": Sentence("timpa berkas yang sudah ada", "overwrite an existing file"),
        # running
        "unexpected": Sentence(
            "Maaf, terjadi galat yang tidak kami duga (Cermin {version}). {what}. Berkas asal Anda tidak berubah. Laporkan kalimat ini;"
            " untuk rinciannya jalankan lagi dengan CERMIN_DEBUG=1.",
            "Sorry, an error we did not expect (Cermin {version}). {what}. Your own files are unchanged. Please report this sentence; run again"
            " with CERMIN_DEBUG=1 for the details.",
        ),
        "interrupted": Sentence(
            "Dihentikan sebelum selesai. Untuk mengulang, jalankan lagi perintah yang sama.",
            "Stopped before the end. To start over, run the same command again.",
        ),
        "empty_name": Sentence("namanya kosong", "the name is empty"),
        "reading": Sentence("Membaca {file}", "Reading {file}"),
        "computing": Sentence("Menghitung", "Computing"),
        "writing": Sentence("Menulis {file}", "Writing {file}"),
        "mapping": Sentence("Kolom yang dikenali", "Columns recognised"),
        "mapping_column": Sentence("Kolom", "Column"),
        "mapping_meaning": Sentence("Dibaca sebagai", "Read as"),
        "warning": Sentence("Perhatikan", "Please note"),
        "errors_title": Sentence(
            "{count} sel perlu diperbaiki; tidak ada hasil yang dibuat.",
            "{count} cells need mending; nothing was made.",
        ),
        "errors_left": Sentence(
            "{count} sel salah; barisnya tidak dihitung (--lanjut).",
            "{count} bad cells; their rows are left out (--lanjut).",
        ),
        "error_cell": Sentence("Sel", "Cell"),
        "error_value": Sentence("Isi", "Content"),
        "error_mend": Sentence("Apa yang salah dan cara memperbaikinya", "What is wrong and how to mend it"),
        "errors_more": Sentence(
            "... dan {count} lagi; semuanya ada dalam {file}.", "... and {count} more; all are in {file}."
        ),
        "errors_copy": Sentence(
            "Salinan dengan kolom 'Kesalahan': {file}. Perbaiki berkas asal atau salinan itu lalu ulangi, atau tambahkan --lanjut untuk"
            " menghitung dari baris yang baik saja.",
            "Copy with a column 'Kesalahan': {file}. Mend the original or that copy and try again, or add --lanjut to compute from the good"
            " rows only.",
        ),
        "errors_copy_failed": Sentence(
            "Salinan dengan kolom 'Kesalahan' tidak dapat ditulis: {why}.",
            "The copy with column 'Kesalahan' could not be written: {why}.",
        ),
        "nothing_counted": Sentence(
            "Tidak ada baris yang dapat dihitung dalam {file}. Periksa apakah nilai 1 sampai 4 berada di bawah judul U1..U9 atau P1..P9.",
            "No row in {file} can be counted. Check that scores 1 to 4 stand under headings U1..U9 or P1..P9.",
        ),
        "population_small": Sentence(
            "Populasi ({population}) lebih kecil daripada jumlah responden ({respondents}). Isi jumlah pengguna layanan yang benar,"
            " atau kosongkan bila belum diketahui.",
            "The population ({population}) is smaller than the number of respondents ({respondents}). Give the right number of service"
            " users, or leave it empty while unknown.",
        ),
        "population_bad": Sentence(
            "--populasi harus bilangan bulat 1 sampai {most}.", "--populasi must be a whole number from 1 to {most}."
        ),
        "column_bad": Sentence(
            "--kolom '{value}' tidak lengkap. Tulis KOLOM=SASARAN, misalnya H=U9.",
            "--kolom '{value}' is incomplete. Write COLUMN=TARGET, for example H=U9.",
        ),
        "profile_errors": Sentence(
            "Profil belum benar; tidak ada hasil yang dibuat:", "The profile needs mending; nothing was made:"
        ),
        "no_profile": Sentence(
            "Tidak ada profil (lembar 'Profil' atau --profil): nama unit, periode, dan lainnya ditandai kuning dalam laporan.",
            "No profile (sheet 'Profil' or --profil): unit, period and the rest are marked yellow in the report.",
        ),
        "file_missing": Sentence(
            "Berkas {file} tidak ditemukan. Periksa nama dan foldernya.",
            "File {file} not found. Check its name and folder.",
        ),
        "folder_missing": Sentence(
            "Folder {file} tidak ditemukan. Periksa namanya.", "Folder {file} not found. Check its name."
        ),
        "out_not_folder": Sentence(
            "{file} adalah berkas, bukan folder. Pilih folder lain untuk --keluar.",
            "{file} is a file, not a folder. Choose another for --keluar.",
        ),
        "previous_in_out": Sentence(
            "{file} akan diganti oleh hasil yang baru karena berada di folder --keluar. Pilih folder lain untuk periode ini.",
            "{file} would be replaced by the new result, for it lies in the folder of --keluar. Choose another folder for this period.",
        ),
        "out_failed": Sentence("Tidak dapat menulis ke {file}: {why}.", "Cannot write to {file}: {why}."),
        "kept_old": Sentence(
            "Berkas lama yang berbeda dipindahkan ke {folder}, tidak ditimpa.",
            "Older, different files were moved to {folder}, not overwritten.",
        ),
        "made": Sentence("Laporan selesai. Berkas ada di {folder}", "Report done. The files are in {folder}"),
        "next_report": Sentence(
            "Berikutnya, buat laporannya: cermin skm laporan {arguments} --keluar hasil",
            "Next, make the report: cermin skm laporan {arguments} --keluar hasil",
        ),
        "same_period": Sentence(
            "Hasil sebelumnya juga dari '{period}'. Pastikan berkas pada --sebelumnya dari periode yang lalu.",
            "The previous result is of '{period}' too. Make sure that --sebelumnya names the period before.",
        ),
        "to_fill": Sentence(
            "{count} isian masih kosong: ditandai kuning dalam Word dan terdaftar pada halaman terakhirnya.",
            "{count} blanks are still open: marked yellow in Word and listed on its last page.",
        ),
        "other_unit": Sentence(
            "Hasil sebelumnya milik '{before}', sedangkan laporan ini untuk '{now}'. Pastikan keduanya unit yang sama.",
            "The previous result belongs to '{before}', this report is for '{now}'. Make sure that they are the same unit.",
        ),
        "exists": Sentence(
            "{file} sudah ada. Pakai nama lain, atau tambahkan --timpa.",
            "{file} exists. Use another name, or add --timpa.",
        ),
        "not_xlsx": Sentence("Nama berkas harus berakhiran .xlsx.", "The file name must end in .xlsx."),
        "template_made": Sentence(
            "Buku kerja dibuat: {file}. Isi lembar 'Profil' dan 'Jawaban', lalu jalankan: cermin skm laporan {file} --keluar hasil",
            "Workbook made: {file}. Fill in sheets 'Profil' and 'Jawaban', then run: cermin skm laporan {file} --keluar hasil",
        ),
        "recap_none": Sentence(
            "Tidak ada berkas hasil (.json) dalam {folder}. Kumpulkan hasil.json tiap unit ke folder itu dahulu.",
            "No result files (.json) in {folder}. Collect each unit's hasil.json there first.",
        ),
        "recap_bad": Sentence(
            "{count} berkas tidak dapat dipakai; tidak ada rekap yang dibuat. Perbaiki, atau tambahkan --lanjut untuk melewatinya.",
            "{count} files cannot be used; no recap was made. Mend them, or add --lanjut to pass over them.",
        ),
        "recap_more": Sentence("... dan {count} berkas lagi.", "... and {count} more files."),
        "recap_skipped": Sentence("{count} berkas dilewati (--lanjut).", "{count} files were passed over (--lanjut)."),
        "recap_twice": Sentence(
            "{file}: unit '{unit}' ada dua kali (lihat {first}). Satu unit dihitung satu kali, untuk satu periode; pindahkan yang satu.",
            "{file}: unit '{unit}' stands twice (see {first}). A unit counts once, for one period; move one of them away.",
        ),
        "recap_closed": Sentence(
            "{file}: folder tidak dapat dibuka. Periksa izinnya.",
            "{file}: the folder cannot be opened. Check its permissions.",
        ),
        "recap_periods": Sentence(
            "Hasil berasal dari periode yang berbeda: {periods}.", "The results come from different periods: {periods}."
        ),
        "recap_obliged": Sentence(
            "--wajib ({obliged}) lebih kecil daripada jumlah unit yang ada ({units}).",
            "--wajib ({obliged}) is smaller than the number of units given ({units}).",
        ),
        "recap_saved": Sentence("Rekap disimpan: {file}", "Recap saved: {file}"),
        # tables
        "respondents": Sentence("Responden", "Respondents"),
        "left_out": Sentence("Tidak dihitung: {rows} baris, {why}", "Not counted: {rows} rows, {why}"),
        "complete": Sentence("terisi lengkap", "complete"),
        "element": Sentence("Unsur (dari yang terendah)", "Element (lowest first)"),
        "mean": Sentence("NRR", "Mean"),
        "converted": Sentence("Konversi", "Converted"),
        "interval": Sentence("Selang 95 %", "95 % interval"),
        "index_interval": Sentence("selang kepercayaan 95 % {bounds}", "95 % confidence interval {bounds}"),
        "index_no_interval": Sentence("tanpa selang: {why}", "no interval: {why}"),
        "judged": Sentence(
            "Pelayanan dinilai {performance} oleh {count} pengguna layanan",
            "The service is rated {performance} by {count} users",
        ),
        "grade": Sentence("Mutu", "Grade"),
        "answers": Sentence("Terisi", "Answers"),
        "service": Sentence("Layanan", "Service"),
        "index": Sentence("IKM", "IKM"),
        "no_index": Sentence("IKM belum dapat dihitung: {why}", "The IKM cannot be computed: {why}"),
        "unit": Sentence("Unit", "Unit"),
        "simple_mean": Sentence("Rata-rata sederhana (setiap unit sama)", "Simple mean (each unit counts the same)"),
        "weighted_mean": Sentence("Tertimbang menurut responden", "Weighted by respondents"),
        "coverage": Sentence("Cakupan", "Coverage"),
        "coverage_text": Sentence(
            "{counted} dari {obliged} unit memiliki hasil; unit tanpa hasil tidak dihitung sebagai nol.",
            "{counted} of {obliged} units have a result; a unit without one is not counted as zero.",
        ),
        "coverage_unknown": Sentence(
            "Sebutkan jumlah unit yang wajib melapor dengan --wajib agar yang belum melapor ikut terhitung dalam cakupan.",
            "Give the number of units that must report with --wajib, so that coverage includes those who did not.",
        ),
        "none_yet": Sentence("belum ada", "none yet"),
        **HOUSE_TEXTS,
    }
)


class Voice:
    """Speaks one language: `voice("code", fact=...)` gives the finished sentence."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, code: str, **facts: object) -> str:
        return TEXTS(code, **facts).text(self.language)

    def say(self, message: Message) -> str:
        return message.text(self.language)

    def pick(self, sentence: Sentence) -> str:
        return sentence.id if self.language == "id" else sentence.en

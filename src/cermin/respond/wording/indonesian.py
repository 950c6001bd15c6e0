"""Indonesian, the language of record. Helper lines are our own text, not the regulation's: they explain, they never replace."""

from __future__ import annotations

from cermin.documents.format import MONTHS
from cermin.respond.wording.shape import Wording, Words

INTERFACE: dict[str, str] = {
    "heading": "Nilai layanan kami",
    "survey": "Survei",
    "intro": "{count} pertanyaan, kira-kira {minutes} menit. Tanpa nama: petugas loket tidak melihat jawaban Anda.",
    "tap_hint": "Ketuk satu jawaban untuk lanjut.",
    "language": "Bahasa",
    "question_of": "Pertanyaan {number} dari {total}",
    "record": "Teks resmi: {text}",
    "skip": "Lewati, tidak tahu",
    "back": "Kembali",
    "next": "Lanjutkan",
    "send": "Kirim",
    "service": "Layanan apa yang baru Anda terima?",
    "service_none": "Pilih layanan",
    "comment": "Apa yang perlu diperbaiki?",
    "comment_hint": "Tidak wajib, paling banyak 500 huruf. Jangan tulis nama, NIK, atau nomor telepon.",
    "comment_number": "Tampaknya ada nomor. Nomor panjang dan nomor telepon disamarkan sebelum disimpan.",
    "profile": "Sedikit tentang Anda",
    "profile_why": "Tidak wajib. Hanya dipakai untuk melihat apakah semua kelompok warga dilayani sama baik. Kelompok kecil tidak pernah ditampilkan.",
    "profile_skip": "Tidak menjawab",
    "privacy": "Privasi",
    "privacy_line": "Jawaban disimpan tanpa nama dan tanpa alamat perangkat. Penanggung jawab: {controller}. Tujuan: {purpose}. Kontak: {contact}.",
    "help": "Bantuan dan privasi",
    "privacy_link": "Pemberitahuan privasi lengkap",
    "sending": "Mengirim…",
    "unsent": "Belum terkirim. Jangan tutup halaman ini.",
    "unsent_more": "Jawaban Anda masih ada di halaman ini dan dikirim lagi sendiri begitu ada sambungan.",
    "retry": "Coba kirim lagi",
    "choose": "Pilih satu jawaban, atau pilih ‘Lewati, tidak tahu’.",
    "problem_title": "Kesalahan",
    "problems": "Ada yang perlu diperbaiki",
    "problem_service": "Pilih layanan yang baru Anda terima.",
    "problem_unknown_service": "Layanan yang dipilih tidak ada di survei ini. Pilih layanan dari daftar.",
    "problem_no_score": "Jawab paling sedikit satu pertanyaan.",
    "problem_score": "Pertanyaan {number}: pilih satu dari empat jawaban, atau lewati.",
    "problem_twice": "{field}: terkirim lebih dari satu jawaban. Pilih satu saja.",
    "problem_profile": "{field}: pilih salah satu yang tersedia, atau kosongkan.",
    "problem_comment": "Tulisan Anda {length} huruf. Pendekkan sampai paling banyak 500 huruf.",
    "problem_comment_off": "Survei ini tidak menerima tulisan. Kosongkan tulisan lalu kirim lagi.",
    "problem_version": "Daftar pertanyaan baru saja berganti. Periksa jawaban Anda, lalu kirim lagi.",
    "problem_client": "Halaman ini rusak di perjalanan. Periksa jawaban Anda, lalu kirim lagi.",
    "problem_encoding": "Ada huruf yang tidak terbaca. Tulis ulang lalu kirim lagi.",
    "problem_form": "Jawaban tidak terkirim sebagai formulir. Isi di halaman ini lalu tekan Kirim.",
    "problem_size": "Jawaban yang dikirim terlalu besar. Pendekkan tulisan Anda, lalu kirim lagi.",
    "thanks": "Terima kasih",
    "thanks_counted": "Jawaban Anda sudah tersimpan.",
    "thanks_late": "Jawaban Anda tersimpan, tetapi survei sudah ditutup sehingga tidak ikut dihitung.",
    "thanks_conflict": "Dari halaman ini sudah tersimpan jawaban sebelumnya. Kiriman kedua yang isinya berbeda tidak dihitung.",
    "receipt": "Tanda terima",
    "receipt_note": "Simpan kode ini. Dengan kode survei {code} dan tanda terima ini Anda dapat memeriksa bahwa jawaban Anda tercatat. Kode tidak memuat nama atau isi jawaban.",
    "receipt_check": "Periksa tanda terima",
    "copy": "Salin kode",
    "copied": "Kode tersalin.",
    "print": "Cetak",
    "changed": "Apa yang berubah sejak survei lalu",
    "result": "Lihat hasil survei terakhir",
    "again": "Isi lagi untuk orang lain",
    "complaint": "Ini pengaduan? Kirim ke SP4N-LAPOR!",
    "complaint_more": "Survei ini tidak dibalas satu per satu. Pengaduan yang perlu dijawab dikirim lewat",
    "not_yet": "Survei belum dibuka",
    "not_yet_on": "Survei dibuka {day}. Kode ini tetap berlaku: buka lagi halaman ini pada hari itu.",
    "not_yet_open": "Tanggal bukanya belum ditetapkan. Kode ini tetap berlaku: coba lagi lain hari.",
    "closed": "Survei sudah ditutup",
    "closed_on": "Survei terakhir ditutup {day}. Terima kasih kepada semua yang menjawab.",
    "closed_open": "Saat ini tidak ada survei yang dibuka.",
    "closed_more": "Kode ini tetap berlaku untuk survei berikutnya.",
    "unknown": "Kode survei tidak dikenal",
    "unknown_more": "Periksa lagi kode di bawah gambar QR, huruf demi huruf. Bila tetap tidak dikenal, minta kode yang baru kepada petugas.",
    "unknown_form": "Kode survei",
    "open": "Buka",
    "busy": "Terlalu banyak kiriman",
    "busy_more": "Dari jaringan ini baru saja masuk banyak kiriman. Tunggu satu menit, lalu kirim lagi. Jawaban Anda belum tersimpan.",
    "busy_check": "Terlalu banyak permintaan",
    "busy_check_more": "Dari jaringan ini baru saja masuk banyak permintaan. Tunggu satu menit, lalu periksa lagi.",
    "too_large": "Kiriman terlalu besar",
    "too_large_more": "Jawaban belum tersimpan. Kembali, pendekkan tulisan Anda, lalu kirim lagi.",
    "failed": "Belum tersimpan",
    "failed_more": "Ada gangguan pada server. Jawaban Anda masih ada di bawah ini: tunggu sebentar, lalu tekan Kirim lagi. Jawaban tidak akan terhitung dua kali.",
    "check": "Periksa tanda terima",
    "check_intro": "Masukkan kode survei dan tanda terima yang Anda dapat setelah mengisi survei.",
    "check_code": "Kode survei",
    "check_code_hint": "Ada di bawah gambar QR dan di alamat halaman survei.",
    "check_receipt": "Tanda terima",
    "check_receipt_hint": "16 huruf dan angka, boleh dengan spasi. Contoh: ABCD EFGH JKMN 2345",
    "check_button": "Periksa",
    "check_found": "Jawaban Anda tercatat",
    "check_round": "Survei: {round}, {unit}.",
    "check_counted": "Jawaban ini ikut dihitung.",
    "check_late": "Jawaban ini masuk setelah survei selesai diolah, sehingga tidak ikut dihitung.",
    "check_excluded": "Jawaban ini tidak dihitung, dengan alasan yang dicatat dan disetujui dua orang.",
    "check_missing": "Tanda terima tidak ditemukan",
    "check_missing_more": "Tidak ada jawaban dengan kode survei dan tanda terima itu. Periksa keduanya, huruf demi huruf.",
    "check_problem_code": "Tulis kode survei: huruf dan angka, tanpa tanda lain.",
    "check_problem_receipt": "Tulis tanda terima lengkap: 16 huruf dan angka.",
    "notice": "Pemberitahuan privasi",
    "notice_controller": "Penanggung jawab",
    "notice_purpose": "Tujuan",
    "notice_contact": "Kontak",
    "notice_stored": "Yang disimpan",
    "notice_stored_text": "Jawaban atas pertanyaan, layanan yang dinilai, kelompok usia dan keterangan lain yang Anda isi sendiri, tulisan Anda (nomor panjang, nomor telepon, dan alamat surel disamarkan lebih dulu), serta waktu kirim.",
    "notice_not": "Yang tidak disimpan",
    "notice_not_text": "Nama, NIK, nomor telepon, alamat jaringan, dan tanda pengenal perangkat. Halaman ini tidak memasang kuki dan tidak memuat apa pun dari situs lain.",
    "notice_shown": "Yang ditampilkan",
    "notice_shown_text": "Hanya hasil gabungan. Nilai kelompok di bawah 10 orang dan jumlah di bawah 5 orang tidak ditampilkan, juga tidak kepada petugas. Tulisan dari yang berusia di bawah 17 tahun tidak pernah diterbitkan.",
    "notice_rights": "Hak Anda",
    "notice_rights_text": "Mengisi survei ini sukarela dan tiap pertanyaan boleh dilewati. Karena jawaban tidak memuat nama, jawaban yang sudah terkirim tidak dapat dicari kembali untuk diubah atau dihapus. Pertanyaan dan keberatan disampaikan ke kontak di atas.",
    "notice_back": "Kembali ke survei",
}

QUESTIONS: dict[str, Words] = {
    # Nine questions of the annex.
    "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?": Words(
        helper="Apakah syarat yang diminta cocok dengan layanan yang Anda urus?"
    ),
    "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?": Words(
        helper="Apakah langkah-langkahnya mudah diikuti?"
    ),
    "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?": Words(
        helper="Seberapa cepat Anda dilayani, dari datang sampai selesai?"
    ),
    "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?": Words(
        helper="Apakah biaya yang Anda bayar wajar?"
    ),
    "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan dengan hasil yang diberikan?": Words(
        helper="Apakah hasil yang Anda terima sama dengan yang dijanjikan?"
    ),
    "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?": Words(
        helper="Apakah petugas paham dan mampu mengurus keperluan Anda?"
    ),
    "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?": Words(
        helper="Apakah petugas sopan dan ramah kepada Anda?"
    ),
    "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?": Words(
        helper="Bagaimana ruang tunggu, kursi, toilet, dan perlengkapan lainnya?"
    ),
    "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?": Words(
        helper="Kalau ada keluhan, apakah ada tempatnya dan ditangani?"
    ),
    # Sixteen questions.
    "Bagaimana kelengkapan informasi tentang persyaratan pelayanan ini?": Words(
        helper="Apakah semua syarat sudah diberitahukan sebelum Anda mengurus?"
    ),
    "Bagaimana kesesuaian persyaratan yang diminta petugas dengan yang diumumkan?": Words(
        helper="Apakah petugas meminta syarat yang sama dengan pengumuman?"
    ),
    "Bagaimana kejelasan alur pelayanan ini?": Words(helper="Apakah Anda tahu harus ke mana dan melakukan apa?"),
    "Bagaimana kemudahan mengikuti alur pelayanan ini?": Words(helper="Apakah langkah-langkahnya mudah diikuti?"),
    "Bagaimana kecepatan setiap langkah dalam alur pelayanan ini?": Words(
        helper="Apakah tiap langkah selesai tanpa lama menunggu?"
    ),
    "Bagaimana ketepatan waktu penyelesaian pelayanan dibandingkan dengan yang dijanjikan?": Words(
        helper="Apakah selesai pada waktu yang dijanjikan?"
    ),
    "Bagaimana kesesuaian biaya yang Saudara bayar dengan tarif yang diumumkan?": Words(
        helper="Apakah Anda membayar sama dengan tarif di pengumuman?"
    ),
    "Bagaimana kemudahan cara pembayaran pelayanan ini?": Words(helper="Apakah cara membayarnya mudah?"),
    "Bagaimana kesesuaian hasil yang Saudara terima dengan biaya yang dikenakan?": Words(
        helper="Apakah hasilnya sepadan dengan biaya yang dikenakan?"
    ),
    "Bagaimana ketepatan isi dokumen atau hasil pelayanan yang Saudara terima?": Words(
        helper="Apakah isinya benar, misalnya nama dan tanggalnya?"
    ),
    "Bagaimana kemampuan petugas dalam melayani Saudara?": Words(
        helper="Apakah petugas paham dan mampu mengurus keperluan Anda?"
    ),
    "Bagaimana kesopanan petugas dalam melayani Saudara?": Words(helper="Apakah petugas sopan kepada Anda?"),
    "Bagaimana keadilan petugas dalam melayani semua orang tanpa membeda-bedakan?": Words(
        helper="Apakah semua orang dilayani sama, sesuai urutannya?"
    ),
    "Bagaimana kebersihan pelayanan ini dari pungutan di luar ketentuan?": Words(
        helper="Apakah bebas dari permintaan uang di luar biaya resmi?"
    ),
    "Bagaimana kemudahan menyampaikan pengaduan, saran, dan masukan di unit ini?": Words(
        helper="Apakah mudah menyampaikan keluhan atau saran?"
    ),
    "Bagaimana kenyamanan sarana dan prasarana di unit ini?": Words(
        helper="Apakah ruang tunggu, kursi, dan toiletnya nyaman?"
    ),
}

WORDING = Wording(
    code="id",
    name="Bahasa Indonesia",
    interface=INTERFACE,
    questions=QUESTIONS,
    labels={},
    profile_titles={"disability": "Penyandang disabilitas?"},
    profile_options={},
    profile_reasons={
        "age": "Kelompok usia saja, bukan tanggal lahir.",
        "disability": "Untuk melihat apakah layanan ini mudah dijangkau semua orang.",
    },
    months=MONTHS,
)

"""What a respondent may be asked about themselves: coarse groups only, never a name, a number or an address."""

from __future__ import annotations

from dataclasses import dataclass

from cermin.pure.law.base import OWN_TEXT, Citation
from cermin.pure.law.skm import PERMENPANRB_14_2017


@dataclass(frozen=True, slots=True)
class ProfileOption:
    """One answer of a profile question.

    label:   as printed in tables.
    aliases: other spellings met in files, lower case, plain hyphen, without repeating the label.
    lowest, highest: whole years of an age band, both included; None where open or where the option is no number.
    """

    label: str
    aliases: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One profile question.

    key: "gender", ...; title: Indonesian heading for tables; options in display order.
    open: the printed form lets the respondent write another answer ("Lainnya, sebutkan"); it counts under the last option.
    """

    key: str
    title: str
    options: tuple[ProfileOption, ...]
    open: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class AnnexField:
    """A profile line of the printed annex form, as it stands there; `key` names our field for it, "" when we do not keep it."""

    key: str
    title: str
    options: tuple[str, ...]


_ANNEX = Citation(
    instrument=PERMENPANRB_14_2017,
    where="Lampiran, kuesioner: profil responden",
    verified=False,
    source="A public filled-in copy of the annex form; not compared with the printed annex.",
)
_ONLINE = Citation(
    instrument="Pedoman Menteri PANRB 9/2024",
    where="formulir SKM daring: profil responden",
    verified=False,
    source="Inferred from two public code bases that carry the online form; the guideline itself was not read.",
)

ANNEX_PROFILE: tuple[AnnexField, ...] = (
    AnnexField("", "Tanggal survei", ()),
    AnnexField("", "Jam survei", ("08.00-12.00", "13.00-17.00")),
    AnnexField("gender", "Jenis kelamin", ("L", "P")),
    AnnexField("age", "Usia", ("tahun",)),
    AnnexField("education", "Pendidikan", ("SD", "SMP", "SMA", "S1", "S2", "S3")),
    AnnexField("occupation", "Pekerjaan", ("PNS", "TNI", "POLRI", "SWASTA", "WIRAUSAHA", "LAINNYA (sebutkan)")),
    AnnexField("service", "Jenis layanan yang diterima", ()),
)
"""The annex form's own fields. All its options are options or aliases of `PROFILE_FIELDS`."""

ANNEX_PROFILE_CITATION = _ANNEX

PROFILE_FIELDS: tuple[ProfileField, ...] = (
    ProfileField(
        "gender",
        "Jenis kelamin",
        (
            ProfileOption("Laki-laki", ("l", "lk", "laki", "laki laki", "lelaki", "pria", "cowok", "male", "m")),
            ProfileOption("Perempuan", ("p", "pr", "wanita", "cewek", "female", "f")),
        ),
        open=False,
        citation=_ANNEX,
    ),
    ProfileField(
        "age",
        "Usia",
        (
            ProfileOption(
                "< 17 tahun", ("<17", "< 17", "<17 tahun", "di bawah 17 tahun", "kurang dari 17 tahun"), 0, 16
            ),
            ProfileOption(
                "17–24 tahun", ("17-24", "17 - 24", "17-24 tahun", "17 - 24 tahun", "17 s.d. 24 tahun"), 17, 24
            ),
            ProfileOption(
                "25–34 tahun", ("25-34", "25 - 34", "25-34 tahun", "25 - 34 tahun", "25 s.d. 34 tahun"), 25, 34
            ),
            ProfileOption(
                "35–44 tahun", ("35-44", "35 - 44", "35-44 tahun", "35 - 44 tahun", "35 s.d. 44 tahun"), 35, 44
            ),
            ProfileOption(
                "45–54 tahun", ("45-54", "45 - 54", "45-54 tahun", "45 - 54 tahun", "45 s.d. 54 tahun"), 45, 54
            ),
            ProfileOption(
                "55 tahun ke atas",
                (
                    "55+",
                    ">=55",
                    ">= 55",
                    "≥55",
                    "≥ 55",
                    "≥ 55 tahun",
                    "55 ke atas",
                    "55 tahun atau lebih",
                    ">54",
                    "> 54",
                    "> 54 tahun",
                    "lebih dari 54 tahun",
                ),
                55,
                None,
            ),
        ),
        open=False,
        citation=Citation(
            instrument=OWN_TEXT,
            where="kelompok usia",
            verified=False,
            source="The annex form asks the age in years; the bands are ours, so that no age is kept.",
        ),
    ),
    ProfileField(
        "education",
        "Pendidikan",
        (
            ProfileOption(
                "Tidak sekolah",
                (
                    "non",
                    "tidak bersekolah",
                    "tidak/belum sekolah",
                    "tidak / belum sekolah",
                    "belum sekolah",
                    "tidak tamat sd",
                ),
            ),
            ProfileOption("SD", ("sd/sederajat", "sd sederajat", "sekolah dasar", "mi", "sd/mi", "paket a")),
            ProfileOption(
                "SMP", ("smp/sederajat", "smp sederajat", "sltp", "sltp/sederajat", "mts", "smp/mts", "paket b")
            ),
            ProfileOption(
                "SMA",
                (
                    "sma/sederajat",
                    "sma sederajat",
                    "slta",
                    "slta/sederajat",
                    "slta sederajat",
                    "smu",
                    "smk",
                    "stm",
                    "smea",
                    "sma/smk",
                    "sma / smk",
                    "smk/sederajat",
                    "ma",
                    "sma/ma",
                    "sma/smk/ma",
                    "paket c",
                ),
            ),
            ProfileOption(
                "D1–D3",
                (
                    "d1-d3",
                    "d1 - d3",
                    "d1",
                    "d2",
                    "d3",
                    "di",
                    "dii",
                    "diii",
                    "d-1",
                    "d-2",
                    "d-3",
                    "d-i",
                    "d-ii",
                    "d-iii",
                    "d1/d2/d3",
                    "d1-d2-d3",
                    "diploma",
                    "diploma 1",
                    "diploma 2",
                    "diploma 3",
                    "diploma i",
                    "diploma ii",
                    "diploma iii",
                    "akademi",
                ),
            ),
            ProfileOption(
                "D4/S1",
                (
                    "s1",
                    "d4",
                    "div",
                    "s-1",
                    "d-4",
                    "d-iv",
                    "d4 / s1",
                    "s1/d4",
                    "s1 / d4",
                    "d4-s1",
                    "s1/div",
                    "div/s1",
                    "diploma 4",
                    "diploma iv",
                    "sarjana",
                    "strata 1",
                    "strata i",
                ),
            ),
            ProfileOption("S2", ("s-2", "magister", "master", "pascasarjana", "strata 2", "strata ii")),
            ProfileOption("S3", ("s-3", "doktor", "strata 3", "strata iii")),
        ),
        open=False,
        citation=_ONLINE,
    ),
    ProfileField(
        "occupation",
        "Pekerjaan",
        (
            ProfileOption(
                "ASN",
                (
                    "pns",
                    "pppk",
                    "p3k",
                    "cpns",
                    "pns/asn",
                    "asn/pns",
                    "pns/pppk",
                    "asn (pns/pppk)",
                    "pegawai negeri",
                    "pegawai negeri sipil",
                    "aparatur sipil negara",
                ),
            ),
            ProfileOption("TNI", ("tentara", "prajurit tni")),
            ProfileOption("Polri", ("polisi", "kepolisian", "anggota polri")),
            ProfileOption(
                "Swasta",
                (
                    "pegawai swasta",
                    "karyawan swasta",
                    "karyawan",
                    "karyawati",
                    "pekerja swasta",
                    "buruh",
                    "buruh pabrik",
                ),
            ),
            ProfileOption(
                "Wirausaha",
                (
                    "wiraswasta",
                    "wirausahawan",
                    "wiraswasta/usahawan",
                    "usahawan",
                    "pengusaha",
                    "pedagang",
                    "usaha sendiri",
                    "umkm",
                ),
            ),
            ProfileOption("Ibu rumah tangga", ("irt", "ibu rt", "mengurus rumah tangga", "rumah tangga")),
            ProfileOption(
                "Pelajar/Mahasiswa",
                (
                    "pelajar",
                    "mahasiswa",
                    "mahasiswi",
                    "siswa",
                    "siswi",
                    "pelajar / mahasiswa",
                    "pelajar-mahasiswa",
                    "mahasiswa/pelajar",
                ),
            ),
            ProfileOption(
                "Petani/Nelayan",
                ("petani", "nelayan", "petani / nelayan", "nelayan/petani", "pekebun", "peternak", "petani/pekebun"),
            ),
            ProfileOption("Pekerja lepas", ("freelance", "freelancer", "pekerja harian lepas", "buruh harian lepas")),
            ProfileOption("Pensiunan", ("pensiun", "purnawirawan", "purnabakti", "purna tugas")),
            ProfileOption(
                "Lainnya",
                (
                    "lain-lain",
                    "lain lain",
                    "lain",
                    "lainnya (sebutkan)",
                    "yang lain",
                    "other",
                    "tidak bekerja",
                    "belum bekerja",
                ),
            ),
        ),
        open=True,
        citation=_ONLINE,
    ),
    ProfileField(
        "disability",
        "Penyandang disabilitas",
        (
            ProfileOption(
                "Bukan penyandang disabilitas",
                (
                    "non",
                    "tidak",
                    "bukan",
                    "non disabilitas",
                    "non-disabilitas",
                    "nondisabilitas",
                    "tidak ada",
                    "bukan disabilitas",
                ),
            ),
            ProfileOption("Disabilitas fisik", ("fisik", "daksa", "tuna daksa", "tunadaksa")),
            ProfileOption("Disabilitas intelektual", ("intelektual", "grahita", "tunagrahita", "tuna grahita")),
            ProfileOption("Disabilitas mental", ("mental", "psikososial")),
            ProfileOption(
                "Disabilitas sensorik",
                ("sensorik", "sensoris", "netra", "rungu", "wicara", "tunanetra", "tunarungu", "tunawicara"),
            ),
        ),
        open=False,
        citation=_ONLINE,
    ),
    ProfileField(
        "channel",
        "Saluran",
        (
            ProfileOption(
                "QR/tautan",
                (
                    "qr",
                    "qr code",
                    "tautan",
                    "link",
                    "daring",
                    "online",
                    "web",
                    "google form",
                    "google forms",
                    "whatsapp",
                    "wa",
                ),
            ),
            ProfileOption("Kertas", ("formulir kertas", "manual", "kuesioner kertas", "luring", "offline")),
            ProfileOption("Anjungan", ("kios", "kiosk", "anjungan mandiri", "tablet", "layar sentuh")),
            ProfileOption("Petugas", ("wawancara", "enumerator", "pewawancara", "surveyor", "dibantu petugas")),
        ),
        open=False,
        citation=Citation(
            instrument=OWN_TEXT,
            where="saluran jawaban",
            verified=False,
            source="The regulation allows interview, self-completed and electronic questionnaires; the list of channels is ours.",
        ),
    ),
)
"""In the order in which tables show them."""

PROFILE_FIELD_BY_KEY: dict[str, ProfileField] = {field.key: field for field in PROFILE_FIELDS}

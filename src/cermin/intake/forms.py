"""Input of the room: the file, the meaning of its columns, the services it names, and the reason of a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms

from cermin.intake import fitting, services
from cermin.intake.models import Upload

_ALONE = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", "disabilitas", "saran")


class FileForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label="Berkas jawaban",
        help_text="Berkas .xlsx, .xls, .ods, atau .csv, paling besar 20 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(services.ENDINGS), "class": "file"}),
        error_messages={
            "required": "Pilih berkas jawaban lebih dulu.",
            "empty": "Berkas jawaban itu kosong. Simpan ulang dari program asalnya, lalu pilih lagi.",
        },
        max_length=1000,
    )


class ColumnsForm(forms.Form):
    """The sheet, and a meaning for each column. A meaning left as it was understood is not sent as a choice of the officer."""

    sheet = forms.ChoiceField(label="Lembar", required=False, choices=())

    def __init__(self, upload: Upload, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = fitting.round_form(upload.round.instrument.content)
        self.columns: list[dict[str, str]] = upload.summary.get("columns", [])
        chosen = upload.choices.get("columns", {})
        sheets = upload.summary.get("sheets", [])
        if len(sheets) > 1:
            self.fields["sheet"].choices = [(name, name) for name in sheets]
            self.fields["sheet"].initial = upload.choices.get("sheet") or upload.summary.get("sheet", "")
        else:
            del self.fields["sheet"]
        choices = self._choices(upload)
        for column in self.columns:
            name = f"kolom_{column['letter']}"
            self.fields[name] = forms.ChoiceField(
                label=f"Arti kolom {column['letter']}, {column['heading']}",
                choices=choices,
                required=False,
                initial=chosen.get(column["letter"], column["target"]),
                widget=forms.Select(attrs={"class": "in"}),
                error_messages={"invalid_choice": f"Arti kolom {column['letter']}: pilih salah satu dari daftar."},
            )

    def _choices(self, upload: Upload) -> list[Any]:
        questions = [(fitting.QUESTION + question.code, question.heading) for question in self.form.questions]
        others = [
            (word, services.MEANINGS[word])
            for word in _ALONE
            if word in ("layanan", "saran") or word in {_OF_PROFILE[key] for key in self.form.profile}
        ]
        if not upload.round.comments_allowed:
            others = [(word, text) for word, text in others if word != "saran"]
        rest = [("tanggal", services.MEANINGS["tanggal"]), ("abaikan", services.MEANINGS["abaikan"])]
        if any(column["target"] == "saluran" for column in self.columns):
            rest.insert(0, ("saluran", services.MEANINGS["saluran"]))
        return [("", "Menurut judulnya"), ("Pertanyaan", questions), ("Lainnya", [*others, *rest])]

    def rows(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        """Column and its field, from left to right."""
        return [(column, self[f"kolom_{column['letter']}"]) for column in self.columns]

    def chosen(self, upload: Upload) -> dict[str, str]:
        """Letter -> target, only what differs from what the reader understood by itself, and what was chosen before."""
        before = upload.choices.get("columns", {})
        found = {}
        for column in self.columns:
            letter, sent = column["letter"], self.cleaned_data.get(f"kolom_{column['letter']}", "")
            if sent and (letter in before or sent != column["target"]):
                found[letter] = sent
        return found


_OF_PROFILE = {
    "gender": "jenis_kelamin",
    "age": "usia",
    "education": "pendidikan",
    "occupation": "pekerjaan",
    "disability": "disabilitas",
}


class ServicesForm(forms.Form):
    """For each name of a service in the file, the service of the round."""

    def __init__(self, upload: Upload, resolved: dict[str, int | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = upload.round.round_services.select_related("service").order_by("position", "id")
        offered = [(str(row.service_id), row.service.name) for row in asked]
        self.names = list(resolved)
        self.counts: dict[str, int] = upload.summary.get("services", {})
        for number, (name, service) in enumerate(resolved.items()):
            what = name or "baris yang tidak menyebut layanan"
            self.fields[f"layanan_{number}"] = forms.ChoiceField(
                label=f"Layanan ronde untuk {what}",
                choices=[("", "Pilih layanan"), *offered, (str(services.LEAVE_OUT), "Tidak dimasukkan")],
                required=False,
                initial="" if service is None else str(service),
                widget=forms.Select(attrs={"class": "in"}),
                error_messages={"invalid_choice": f"Layanan untuk {what}: pilih salah satu dari daftar."},
            )

    def rows(self) -> list[tuple[str, int, forms.BoundField]]:
        """Name in the file, its answers, its field."""
        return [(name, self.counts.get(name, 0), self[f"layanan_{number}"]) for number, name in enumerate(self.names)]

    def chosen(self) -> dict[str, int]:
        """Name -> service, where one was chosen."""
        sent = {name: self.cleaned_data.get(f"layanan_{number}", "") for number, name in enumerate(self.names)}
        return {name: int(value) for name, value in sent.items() if value}


class ConfirmForm(forms.Form):
    """The last word before the answers count."""

    without_errors = forms.BooleanField(required=False, label="Baris yang salah tidak ikut dimasukkan")


class WithdrawalForm(forms.Form):
    """Why a batch should no longer count."""

    reason = forms.CharField(
        label="Alasan penarikan",
        help_text="Ditulis dalam jejak dan dibaca oleh orang kedua. Misalnya: berkas semester lalu terunggah.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis alasan penarikan.",
            "max_length": "Alasan penarikan paling banyak 300 huruf. Ringkaslah.",
        },
    )

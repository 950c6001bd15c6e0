"""From the bytes of a POST to one checked `Submission`, or to problems a citizen can mend.

Names on the wire are short (the body has a budget): `id` client id, `v` form version, `r` round, `b` language, `t` device time, `l` service,
`p1`... scores, `k` comment, `d_<key>` profile. Every byte is hostile: size, encoding, repetition, range and ownership are
checked here, against the page the server itself would show; what the citizen entered comes back for the redisplay.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote_to_bytes
from uuid import UUID

from cermin.respond.comments import COMMENT_LIMIT, mask_comment
from cermin.respond.survey import MISSING, SCORES, Problem, Problems, Submission, SurveyPage
from cermin.respond.wording import LANGUAGES, wording

BODY_LIMIT = 8192
"""Bytes of a body that are read at all. A usual answer needs less than 2 KB; 500 characters of a comment may need 6 KB."""

FORM_TYPE = "application/x-www-form-urlencoded"
_FIELDS_AT_MOST = 100
_YEARS = range(2020, 2100)

CLIENT, VERSION, ROUND, LANGUAGE, DEVICE_TIME, SERVICE, COMMENT = "id", "v", "r", "b", "t", "l", "k"


def question_name(number: int) -> str:
    """Name, and id of the first control, of question `number` on the page."""
    return f"p{number}"


def profile_name(key: str) -> str:
    """Name, and id of the first control, of the profile question `key`."""
    return f"d_{key}"


class _Unreadable(Exception):
    """A name or value is not UTF-8, or there are too many of them."""


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    pairs = []
    parts = [part for part in raw.split(b"&") if part]
    if len(parts) > _FIELDS_AT_MOST:
        raise _Unreadable
    for part in parts:
        name, _, value = part.partition(b"=")
        try:
            pairs.append(
                (
                    unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8"),
                    unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8"),
                )
            )
        except UnicodeDecodeError as error:
            raise _Unreadable from error
    return pairs


def parse_submission(raw: bytes, content_type: str, page: SurveyPage) -> Submission | Problems:
    """The answer in `raw`, checked against `page`.

    Fields the page does not have are ignored; a repeated field, a value out of range, a service of another survey and an answer
    without any score are refused, each with the words that say how to mend it. The comment is masked already.
    """
    words = wording(page.language).interface
    if len(raw) > BODY_LIMIT:
        return Problems((Problem("", words["problem_size"]),), status=413)
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        return Problems((Problem("", words["problem_form"]),), status=415)
    try:
        pairs = _pairs(raw)
    except _Unreadable:
        return Problems((Problem("", words["problem_encoding"]),))
    return _Reading(page, pairs).result()


def sent_field(raw: bytes, name: str) -> str:
    """The first value of `name` in `raw`, "" when there is none or nothing can be read: decides about no answer."""
    try:
        return next((value for found, value in _pairs(raw) if found == name), "")
    except _Unreadable:
        return ""


def entered_values(raw: bytes, page: SurveyPage) -> dict[str, str]:
    """What was entered in `raw`, as far as the page could have sent it: for a page that has to be shown once more."""
    try:
        reading = _Reading(page, _pairs(raw))
    except _Unreadable:
        return {}
    reading.result()
    return reading.values


class _Reading:
    """One pass over the fields the page has; gathers values and problems side by side."""

    def __init__(self, page: SurveyPage, pairs: list[tuple[str, str]]) -> None:
        self.page = page
        self.words = wording(page.language).interface
        self.sent: dict[str, list[str]] = {}
        for name, value in pairs:
            self.sent.setdefault(name, []).append(value)
        self.problems: list[Problem] = []
        self.values: dict[str, str] = {}

    def result(self) -> Submission | Problems:
        page = self.page
        client_id = self._client()
        self._version()
        service_id = self._service()
        scores = "".join(self._score(question.number) for question in page.questions)
        if scores == MISSING * len(scores) and not self.problems and page.questions:
            self._problem(question_name(page.questions[0].number), "problem_no_score")
        comment = self._comment()
        profile = self._profile()
        language = self._one(LANGUAGE, self.words["language"])
        if self.problems or client_id is None:
            return Problems(tuple(self.problems), self.values)
        return Submission(
            form_version_id=page.form_version_id,
            client_id=client_id,
            service_id=service_id,
            scores=scores,
            profile=profile,
            comment=comment,
            channel=page.channel,
            device_at=self._device_at(),
            language=language if language in LANGUAGES else page.language,
        )

    def _problem(self, anchor: str, key: str, **places: object) -> None:
        self.problems.append(Problem(anchor, self.words[key].format(**places)))

    def _one(self, name: str, shown: str, anchor: str = "") -> str:
        """The only value of `name`, "" when it was not sent."""
        values = self.sent.get(name, [])
        if len(values) > 1:
            self._problem(anchor, "problem_twice", field=shown)
            return ""
        return values[0] if values else ""

    def _client(self) -> UUID | None:
        text = self._one(CLIENT, "id")
        try:
            client_id = UUID(text)
        except ValueError:
            client_id = None
        if client_id is None or str(client_id) != text.lower():
            self._problem("", "problem_client")
            return None
        self.values[CLIENT] = text.lower()
        return client_id

    def _version(self) -> None:
        if self._one(VERSION, "v") != str(self.page.form_version_id):
            self._problem("", "problem_version")

    def _service(self) -> int | None:
        page = self.page
        if not page.asks_service:
            return page.service_id if page.service_id is not None else (page.services[0][0] if page.services else None)
        sent = self._one(SERVICE, self.words["service"], SERVICE)
        if not sent:
            if len(self.sent.get(SERVICE, [])) < 2:
                self._problem(SERVICE, "problem_service")
            return None
        for service_id, _ in page.services:
            if sent == str(service_id):
                self.values[SERVICE] = sent
                return service_id
        self._problem(SERVICE, "problem_unknown_service")
        return None

    def _score(self, number: int) -> str:
        name = question_name(number)
        shown = self.words["question_of"].format(number=number, total=len(self.page.questions))
        sent = self._one(name, shown, name)
        if sent in ("", MISSING):
            if sent:
                self.values[name] = sent
            return MISSING
        if len(sent) != 1 or sent not in SCORES:
            self._problem(name, "problem_score", number=number)
            return MISSING
        self.values[name] = sent
        return sent

    def _comment(self) -> str:
        sent = self._one(COMMENT, self.words["comment"], COMMENT).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not sent:
            return ""
        if not self.page.comment_allowed:
            self._problem("", "problem_comment_off")
            return ""
        self.values[COMMENT] = sent
        if len(sent) > COMMENT_LIMIT:
            self._problem(COMMENT, "problem_comment", length=len(sent))
        return mask_comment(sent)

    def _profile(self) -> dict[str, str]:
        profile = {}
        for field in self.page.profile:
            name = profile_name(field.key)
            sent = self._one(name, field.title, name)
            if not sent:
                continue
            if sent not in (code for code, _ in field.options):
                self._problem(name, "problem_profile", field=field.title)
                continue
            profile[field.key] = self.values[name] = sent
        return profile

    def _device_at(self) -> datetime | None:
        """The device's clock with its offset. A broken clock is not the citizen's fault: then None, never a problem."""
        try:
            moment = datetime.fromisoformat(self._one(DEVICE_TIME, "t")[:40])
        except ValueError:
            return None
        return moment if moment.tzinfo is not None and moment.year in _YEARS else None

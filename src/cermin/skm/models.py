"""Tables of the survey. Submissions, results and publications are append-only: triggers on both databases refuse to change them."""

from __future__ import annotations

from django.db import models

from cermin.organizations.models import Owned, Service, Unit
from cermin.pure.policy import Place
from cermin.skm import states

MISSING = "-"
"""A question left empty, in `Response.scores`. Never a zero: every divisor counts filled answers only."""

CHANNELS = [
    ("qr", "QR atau tautan"),
    ("kiosk", "Kios"),
    ("device", "Petugas dengan gawai"),
    ("paper", "Kertas"),
    ("file", "Berkas"),
    ("api", "API"),
]


class Instrument(Owned):
    """A version of a questionnaire. Once frozen (at a round's opening) its content never changes; a change is a new version.

    A draft round has an instrument of its own, version 0 and not frozen; versions are counted when they are frozen.

    content: {"form", "elements": [{key, code, name, short, replaced}], "questions": [{code, element, text, labels[4], helper}],
    "profile": [profile keys], "languages": [..]}. digest: SHA-256 of its canonical JSON.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="instruments")
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="instrument_government_id"),
            models.UniqueConstraint(
                fields=["government", "unit", "name", "version"],
                condition=models.Q(frozen_at__isnull=False),
                name="instrument_version",
            ),
        ]


class Round(Owned):
    """One survey of one unit over one period.

    period_*: what the index speaks of; opens_on/closes_on: days of collection, ending at midnight of the unit's zone.
    profile: texts of the report, by key of the profile file. changes: up to three lines 'what changed since last time'.
    *_by: person ids, kept plain for the record; the audit trail says more. posts: by what post they processed and approved.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=120)
    period_label = models.CharField(max_length=60)
    period_start = models.DateField()
    period_end = models.DateField()
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    grace_days = models.PositiveSmallIntegerField(default=7)
    extension_reason = models.CharField(max_length=300, default="", blank=True)
    languages = models.JSONField(default=list)
    comments_allowed = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=list(states.NAMES.items()), default=states.DRAFT)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="rounds")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_rounds")
    profile = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    posts = models.JSONField(default=dict)
    stamp = models.PositiveIntegerField(default=1)  # counts changes, so that a cached survey page knows it is old
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    first_processed_at = models.DateTimeField(null=True)
    processed_at = models.DateTimeField(null=True)
    processed_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    return_reason = models.CharField(max_length=300, default="", blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="round_government_id"),
            models.UniqueConstraint(
                fields=["government", "unit", "period_label"],
                condition=~models.Q(state="cancelled"),
                name="round_period",
            ),
        ]
        indexes = [models.Index(fields=["government", "unit", "state"], name="round_unit_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.unit.place


class RoundService(Owned):
    """A service that the round asks about, with its own population and target (Krejcie and Morgan, by table or formula)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="round_services")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    population = models.PositiveIntegerField(null=True)
    population_source = models.CharField(max_length=200, default="", blank=True)
    target = models.PositiveIntegerField(null=True)
    target_by = models.CharField(max_length=10, choices=[("table", "Tabel"), ("formula", "Rumus")], default="table")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government", "round", "service"], name="round_service")]


class Door(Owned):
    """A survey code on a printed QR. It belongs to a unit (or one of its services), not to a round: the poster at the counter stays
    valid from round to round."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="doors")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="doors")
    channel = models.CharField(max_length=10, choices=CHANNELS, default="qr")
    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=80, default="", blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["government", "unit"], name="door_unit")]

    @property
    def place(self) -> Place:
        return self.unit.place


class Batch(Owned):
    """Submissions that came in together from a file; may be withdrawn whole before processing, by two persons."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="batches")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    label = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=list)
    rows = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    withdrawal_reason = models.CharField(max_length=300, default="", blank=True)
    withdrawal_asked_at = models.DateTimeField(null=True)
    withdrawal_asked_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government", "id"], name="batch_government_id")]
        indexes = [models.Index(fields=["government", "round"], name="batch_round")]

    @property
    def place(self) -> Place:
        return self.round.place

    @property
    def state(self) -> str:
        return self.round.state


class Response(Owned):
    """A submission: what one respondent sent. Append-only; no person, no address.

    scores: one character per question of the instrument, "1".."4" or "-". profile: profile key -> option code, coarse classes only.
    sealed_at: when the respondent finished (device clock, corrected at sync). is_late: arrived after the first processing.
    digest: SHA-256 of the content, to tell a repeated sending from a conflict. receipt: 16 base32 characters.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="responses")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="responses")
    client_id = models.UUIDField()
    scores = models.CharField(max_length=64)
    profile = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    device_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    receipt = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="response_government_id"),
            models.UniqueConstraint(fields=["government", "round", "client_id"], name="response_client_id"),
            models.UniqueConstraint(fields=["government", "receipt"], name="response_receipt"),
        ]
        indexes = [models.Index(fields=["government", "batch"], name="response_batch")]


class Comment(Owned):
    """What a respondent wrote, masked before it was stored. A table of its own, so that it can be purged when its time is over.

    month: first day of the month of sending; publishable: False for a respondent under 17.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="comments")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    text = models.CharField(max_length=600)
    month = models.DateField()
    publishable = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["government", "round"], name="comment_round")]


class ResponseConflict(Owned):
    """The same client id with other content: kept apart, never counted; the first one counts."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="conflicts")
    client_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "round", "client_id", "digest"], name="conflict_once"),
        ]


class Tally(Owned):
    """How often a value was given: by service, channel, question and at most one profile dimension.

    question 0, value 0 counts the submissions themselves; questions count from 1, value 0 is an empty answer.
    dimension "" is the total; otherwise a profile key with its option code in `option` ("" for not given).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="tallies")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    dimension = models.CharField(max_length=20, default="")
    option = models.CharField(max_length=60, default="")
    question = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "round", "service", "channel", "dimension", "option", "question", "value"],
                name="tally_key",
            ),
        ]


class DayCount(Owned):
    """Submissions per day of the unit's zone."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="day_counts")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    day = models.DateField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "round", "service", "channel", "day"], name="day_count_key"),
        ]


class Exclusion(Owned):
    """A submission that does not count: a reason, and a second person who agrees."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="exclusions")
    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "response"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="exclusion_once",
            ),
        ]
        indexes = [models.Index(fields=["government", "round"], name="exclusion_round")]


class RoundResult(Owned):
    """What a processing computed, frozen: everything that needs the rows, so that no page ever scans them. Append-only.

    number: 1, 2, ... within the round; the highest is the one that counts. content: frozen `SurveyResult` with change and trend.
    input_digest: of the exact set of answers and exclusions.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    input_digest = models.CharField(max_length=64)
    respondents = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    late = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    quality = models.JSONField(default=dict)
    processed_at = models.DateTimeField()
    processed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government", "round", "number"], name="round_result_number")]


class Publication(Owned):
    """The act of publishing a round's result. Append-only; a correction is a new publication that names the old.

    code: 128 random bits as 26 base32 characters (/v/CODE). content: the public record, as hasil.json without the rows.
    people: {"processed", "approved", "published"}: posts, not names. texts: the report's texts as they stood that moment.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="publications")
    result = models.ForeignKey(RoundResult, models.PROTECT, related_name="publications")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction_reason = models.CharField(max_length=300, default="", blank=True)
    code = models.CharField(max_length=26, unique=True)
    content = models.JSONField()
    changes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    people = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government", "id"], name="publication_government_id")]
        indexes = [models.Index(fields=["government", "unit", "published_at"], name="publication_unit")]

    @property
    def place(self) -> Place:
        return self.unit.place


class PublishedIndex(Owned):
    """One published index: of the unit (service None) or of one service. Append-only. Suppressed services have no row.

    exact: the index as an exact fraction "a/b"; value: rounded once half up; low/high: 95 % interval.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="indexes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="indexes")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="indexes")
    period_label = models.CharField(max_length=60)
    period_start = models.DateField()
    period_end = models.DateField()
    respondents = models.PositiveIntegerField()
    exact = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=5, decimal_places=2)
    grade = models.CharField(max_length=1)
    low = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    elements = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["government", "unit", "period_end"], name="index_unit_period"),
            models.Index(fields=["government", "service", "period_end"], name="index_service_period"),
        ]

"""Tables of the toolbox: what was done (audit), what runs (jobs), what was issued (documents and their files).

They hold the government's key, the actor's id and label as plain values: no key points upward.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from cermin.base.ids import new_id
from cermin.base.scope import ScopedManager

GOVERNMENT_KEY_LENGTH = 13


class Record(models.Model):
    """A row whose id the application made."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class AuditLine(Record):
    """One change by a person or a task. Written once; sealing fills number and digest, nothing else ever changes (triggers).

    object_kind and object_id name what changed ("round", 123), object_label says it for readers; detail holds the values that
    changed, never an answer or a secret. number (1..n per government) and digest are those of the hash chain, null until sealed.
    """

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, default="")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government_id", "id"], name="audit_government_id"),
            models.UniqueConstraint(
                fields=["government_id", "number"], condition=models.Q(number__isnull=False), name="audit_number"
            ),
        ]
        indexes = [
            models.Index(
                fields=["government_id", "id"], condition=models.Q(number__isnull=True), name="audit_unsealed"
            ),
            models.Index(fields=["government_id", "object_kind", "object_id"], name="audit_object"),
        ]


class StoredFile(Record):
    """Bytes kept under their SHA-256 in the data folder; the same bytes are kept once per government."""

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government_id", "sha256"], name="file_sha256")]


class IssuedDocument(Record):
    """A document set that was given out under one code: kind, digest of the content it shows, and its files.

    code: 128 random bits as 26 base32 characters, the address under /v/. owner_kind/owner_id name the frozen record it was made of.
    """

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    code = models.CharField(max_length=26, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    content_digest = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government_id", "id"], name="document_government_id")]
        indexes = [models.Index(fields=["government_id", "owner_kind", "owner_id"], name="document_owner")]


class IssuedFile(Record):
    """One file of an issued document, in the order in which it is offered."""

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government_id", "document", "name"], name="issued_file_name"),
        ]
        indexes = [models.Index(fields=["government_id", "sha256"], name="issued_file_sha256")]


class JobState(models.TextChoices):
    WAITING = "waiting", "Menunggu giliran"
    RUNNING = "running", "Sedang dikerjakan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


class Job(Record):
    """Long work with a page of its own: progress, cancel, result. Kept for a week after its end.

    arguments: what the task needs, by name, plain JSON. result: {"links": [{"label", "url"}], "text": ""}.
    heartbeat_at: the worker's last sign of life; a running job without one for a while was killed and is tried again.
    task_id: its row in the queue; worker: the process that runs it. attempts also fences: a run of an earlier attempt writes nothing.
    """

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.CharField(max_length=200, default="")
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=400, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.UUIDField(null=True)
    worker = models.CharField(max_length=64, default="")
    cancel_asked = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government_id", "id"], name="job_government_id")]
        indexes = [
            models.Index(fields=["government_id", "kind", "created_at"], name="job_kind"),
            models.Index(fields=["state", "heartbeat_at"], name="job_state"),
        ]


class Clock(models.Model):
    """When a periodic task last began (last_at) and ended; one row for the whole installation."""

    name = models.CharField(primary_key=True, max_length=60)
    last_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class AuditHead(Record):
    """The last sealed audit line of a government: locked while sealing, and the witness when the end of a chain was cut off."""

    government_id = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    sealed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government_id"], name="audit_head")]

"""The one table of the room: a file on its way into a round. What was recorded stands in `skm.Batch`, which outlives the file."""

from __future__ import annotations

from django.db import models

from cermin.intake import states
from cermin.organizations.models import Owned
from cermin.pure.policy import Place
from cermin.skm.models import Batch, Round


class Upload(Owned):
    """A file of answers that somebody brought, until it is recorded, discarded, or a week old.

    name: of the file as it came, for people; its content is kept by digest in `base.files` while `kept`.
    choices: what the officer said about it: {"sheet", "columns": {letter: target}, "services": {name in the file: service id,
    0 for 'leave out'}, "no_errors": true}. summary: what was read (`reading.Summary`), counts only, never an answer or a comment.
    problem: one sentence when the file cannot be read as a whole, or was not recorded. stamp counts readings, so that an old
    reading never overwrites a newer one. job_id: of the running reading or recording, null when it is done at once.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    stage = models.CharField(max_length=10, choices=list(states.NAMES.items()), default=states.READING)
    stamp = models.PositiveIntegerField(default=1)
    choices = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    problem = models.CharField(max_length=700, default="", blank=True)
    kept = models.BooleanField(default=True)
    job_id = models.BigIntegerField(null=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="upload")
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    created_label = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="upload_government_id"),
            # The same file cannot be on its way into one round twice, whoever presses the button.
            models.UniqueConstraint(
                fields=["government", "round", "sha256"],
                condition=models.Q(stage=states.RECORDING),
                name="upload_recording_once",
            ),
        ]
        indexes = [models.Index(fields=["government", "round", "stage"], name="upload_round_stage")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.round.place

    @property
    def state(self) -> str:
        """Of the round: the table of rights asks for it."""
        return self.round.state

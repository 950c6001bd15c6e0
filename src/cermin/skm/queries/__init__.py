"""Reads of the survey, by what they are about. Everything that others may call is named here."""

from cermin.skm.quality import Flag
from cermin.skm.queries.public import public_publication, public_publication_by_code, public_publications
from cermin.skm.queries.readiness import Check, readiness
from cermin.skm.queries.results import (
    PUBLIC_FILES,
    PUBLICATION_OWNER,
    ROUND_OWNER,
    PublishedComment,
    batches,
    comments,
    documents_of,
    exclusions,
    jobs_of,
    latest_result,
    publication_of,
    publications_of,
    quality,
)
from cermin.skm.queries.rounds import (
    STEP_KEYS,
    STEP_TITLES,
    Progress,
    Step,
    doors_of,
    plannable_units,
    progress,
    round_for,
    rounds,
    step_states,
)
from cermin.skm.queries.work import open_work
from cermin.skm.stored import StoredResult

__all__ = [
    "PUBLICATION_OWNER",
    "PUBLIC_FILES",
    "ROUND_OWNER",
    "STEP_KEYS",
    "STEP_TITLES",
    "Check",
    "Flag",
    "Progress",
    "PublishedComment",
    "Step",
    "StoredResult",
    "batches",
    "comments",
    "documents_of",
    "doors_of",
    "exclusions",
    "jobs_of",
    "latest_result",
    "open_work",
    "plannable_units",
    "progress",
    "public_publication",
    "public_publication_by_code",
    "public_publications",
    "publication_of",
    "publications_of",
    "quality",
    "readiness",
    "round_for",
    "rounds",
    "step_states",
]

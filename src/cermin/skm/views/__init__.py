"""Pages of the survey, by what they are about."""

from cermin.skm.views import acts
from cermin.skm.views.collecting import collect, poster
from cermin.skm.views.finishing import correct, follow_up, process, report
from cermin.skm.views.preparing import prepare, preview, questions, respondents
from cermin.skm.views.results import result
from cermin.skm.views.rounds import current, new, rounds

__all__ = [
    "acts",
    "collect",
    "correct",
    "current",
    "follow_up",
    "new",
    "poster",
    "prepare",
    "preview",
    "process",
    "questions",
    "report",
    "respondents",
    "result",
    "rounds",
]

"""Input of the guide's pages. Forms read and keep what was typed; what may be is decided by the services, whose sentences come back
to the fields (`take_errors`)."""

from cermin.skm.forms.common import ExclusionForm, ExtendForm, PublishForm, ReasonForm, take_errors
from cermin.skm.forms.planning import (
    ChangesForm,
    NewRoundForm,
    Period,
    PrepareForm,
    ServicesForm,
    suggested_periods,
)
from cermin.skm.forms.questionnaire import NEW_ELEMENT, Composition, FormChoice
from cermin.skm.forms.reporting import PlanLineForm, ProfileForm, TargetsForm

__all__ = [
    "NEW_ELEMENT",
    "ChangesForm",
    "Composition",
    "ExclusionForm",
    "ExtendForm",
    "FormChoice",
    "NewRoundForm",
    "Period",
    "PlanLineForm",
    "PrepareForm",
    "ProfileForm",
    "PublishForm",
    "ReasonForm",
    "ServicesForm",
    "TargetsForm",
    "suggested_periods",
    "take_errors",
]

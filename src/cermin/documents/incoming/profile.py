"""What an officer says about unit and round: from the sheet 'Profil' or a TOML file, through one validation.

Light to import: no spreadsheet writer and no statistics.
"""

from __future__ import annotations

from cermin.documents.incoming.profile_fields import say
from cermin.documents.incoming.profile_reference import profile_reference
from cermin.documents.incoming.profile_sheet import read_profile_sheet
from cermin.documents.incoming.profile_toml import read_profile_toml
from cermin.documents.incoming.profile_values import ProfileErrors

__all__ = ["ProfileErrors", "profile_reference", "read_profile_sheet", "read_profile_toml", "say"]

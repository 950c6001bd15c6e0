"""Writes of organisations and people."""

from cermin.organizations.services.invitations import first_administrator_code

__all__ = ["first_administrator_code"]

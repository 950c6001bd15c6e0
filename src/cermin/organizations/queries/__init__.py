"""Reads of organisations and people."""

from cermin.organizations.queries.people import actor_of, unit_accounts

__all__ = ["actor_of", "unit_accounts"]

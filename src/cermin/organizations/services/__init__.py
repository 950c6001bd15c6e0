"""Writes of organisations and people."""

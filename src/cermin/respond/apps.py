from django.apps import AppConfig


class RespondConfig(AppConfig):
    """The door citizens use. No tables of its own."""

    name = "cermin.respond"
    label = "respond"

"""Cermin: the mirror in which a public service sees whether it is what people expected."""

__version__ = "0.1.0"

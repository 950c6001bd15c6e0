"""The official SKM report as content: chapters and annexes of the usual outline, written once for Word and PDF."""

from cermin.documents.skm.report.assemble import report_document

__all__ = ["report_document"]

"""The tables of a report, out of any layout: found by the labels of the forms, never by position alone."""

from gongkai.audit.tables.reading import read

__all__ = ["read"]

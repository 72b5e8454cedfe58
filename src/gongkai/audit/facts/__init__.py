"""Figures stated in words: what is counted, how much, how exactly, for whom, and the phrase that says so."""

from gongkai.audit.facts.kinds import KINDS, Kind, called
from gongkai.audit.facts.reading import read

__all__ = ["KINDS", "Kind", "called", "read"]

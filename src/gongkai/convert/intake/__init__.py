"""Office files taken in as content: clean HTML, pictures, and the facts the official layout shows.

Nothing here asks for the framework but `words`, so that it may run in a process of its own.
"""

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.intake.model import Fact, Note, Picture, Taken
from gongkai.convert.intake.taking import READABLE, take, take_limited

__all__ = ["READABLE", "Fact", "Note", "Picture", "Taken", "Unreadable", "take", "take_limited"]

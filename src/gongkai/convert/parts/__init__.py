"""Everything a file holds, hidden or not, part by part with its places: what is screened before anybody signs.

Unlike `convert.extract`, which reads what a person sees, nothing is left out here: comments, deleted and hidden text, properties,
files within files, pictures. Knows no subject matter and no framework.
"""

from gongkai.convert.parts.limited import read_limited
from gongkai.convert.parts.model import Contents, Part, Place, Unread
from gongkai.convert.parts.places import Places, place_of
from gongkai.convert.parts.reading import MAX_BYTES, read

__all__ = ["MAX_BYTES", "Contents", "Part", "Place", "Places", "Unread", "place_of", "read", "read_limited"]

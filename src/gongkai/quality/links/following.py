"""What is published or withdrawn changes what leads there: documents that link to it are looked at again at once."""

from __future__ import annotations

from gongkai.catalog import occasions, queries
from gongkai.catalog.models import Document
from gongkai.quality import examining
from gongkai.quality.links import places

AT_ONCE = 50
"""Documents looked at within the act; the others are looked at by the next tick."""


def on_occasion(document: Document, act: str) -> None:
    """Judge what leads to the document anew, and forget where one that is withdrawn leads."""
    if act not in (occasions.PUBLISHED, occasions.WITHDRAWN):
        return
    if act == occasions.WITHDRAWN:
        places.forget(document)
    else:
        places.record([document])
    addresses = list(places.leading_to(document))
    places.judge_own(addresses)
    concerned = [pk for pk in places.standing_in(addresses) if pk != document.pk]
    examining.again(concerned)
    for row in queries.public_documents().filter(pk__in=concerned)[:AT_ONCE]:
        examining.examine(row)

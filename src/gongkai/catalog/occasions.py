"""What happens to public documents, told to whoever must act on it: channels, subscriptions, projections of lists.

A room registers `(document, act) -> None` under HOOK. It is called inside the transaction of the act, once the row is saved:
what it writes stands or falls with the act; what goes out to others waits for `transaction.on_commit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from gongkai.catalog.models import Document

HOOK = "catalog_document_occasion"
PUBLISHED = "published"
WITHDRAWN = "withdrawn"
VALIDITY_CHANGED = "validity_changed"


def tell(document: Document, act: str) -> None:
    """Call everybody who registered, in the order of registration."""
    for contribute in hooks.get_hooks(HOOK):
        contribute(document, act)

"""The one Document model, its columns, attachments and relations."""

from gongkai.catalog.models.columns import Column, IndexCounter
from gongkai.catalog.models.documents import Document
from gongkai.catalog.models.files import Attachment, ImportRecord, Relation, attachment_path
from gongkai.catalog.models.intakes import Intake
from gongkai.catalog.models.kinds import ENDED, DisclosureClass, DocumentType, Validity

__all__ = [
    "ENDED",
    "Attachment",
    "Column",
    "DisclosureClass",
    "Document",
    "DocumentType",
    "ImportRecord",
    "IndexCounter",
    "Intake",
    "Relation",
    "Validity",
    "attachment_path",
]

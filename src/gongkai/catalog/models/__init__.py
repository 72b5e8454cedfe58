"""The one Document model, its columns, attachments and relations."""

from gongkai.catalog.models.batches import ImportBatch
from gongkai.catalog.models.columns import Column, IndexCounter
from gongkai.catalog.models.coverage import CoverageSetting
from gongkai.catalog.models.documents import Document
from gongkai.catalog.models.entries import Entry
from gongkai.catalog.models.files import Attachment, ImportRecord, Relation, attachment_path
from gongkai.catalog.models.intakes import Intake
from gongkai.catalog.models.kinds import ENDED, DisclosureClass, DocumentType, Validity
from gongkai.catalog.models.limits import PublicationLimit
from gongkai.catalog.models.mappings import ImportMapping
from gongkai.catalog.models.personal import PersonalValues
from gongkai.catalog.models.rulebook import RuleLink
from gongkai.catalog.models.standards import StandardCatalogue, StandardDuty, StandardItem, StandardLink

__all__ = [
    "ENDED",
    "Attachment",
    "Column",
    "CoverageSetting",
    "DisclosureClass",
    "Document",
    "DocumentType",
    "Entry",
    "ImportBatch",
    "ImportMapping",
    "ImportRecord",
    "IndexCounter",
    "Intake",
    "PersonalValues",
    "PublicationLimit",
    "Relation",
    "RuleLink",
    "StandardCatalogue",
    "StandardDuty",
    "StandardItem",
    "StandardLink",
    "Validity",
    "attachment_path",
]

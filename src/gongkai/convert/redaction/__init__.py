"""Taking text and pixels out of files for good: replaced or removed, never covered. Knows no subject matter and no framework."""

from gongkai.convert.redaction.limited import redact_limited
from gongkai.convert.redaction.masks import Style, replacement
from gongkai.convert.redaction.model import Box, Cut, NotRedacted
from gongkai.convert.redaction.verify import verify
from gongkai.convert.redaction.writing import redact

__all__ = ["Box", "Cut", "NotRedacted", "Style", "redact", "redact_limited", "replacement", "verify"]

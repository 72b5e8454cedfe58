"""Documents with values planted in them, in every kind of file and every place of it, with known truth.

made = generate(7, container="docx"); knows nothing of the scanner, nor of the readers of files.
"""

from .generator import CONTAINERS, FINAL, generate
from .model import CHECKED, Block, Document, Draft, Planted

__all__ = ["CHECKED", "CONTAINERS", "FINAL", "Block", "Document", "Draft", "Planted", "generate"]

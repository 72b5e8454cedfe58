"""Twenty documents in the layouts of Chinese offices, each with the truth beside it, written down before any converter ran."""

from .model import Paper, Truth
from .papers import PAPERS

__all__ = ["PAPERS", "Paper", "Truth"]

"""Thousands of documents at once: read by a mapping, stored as drafts of a batch, checked, signed once, published together."""

"""Counts and shares of what was published: by agency, column, kind, channel and time. Owns no records."""

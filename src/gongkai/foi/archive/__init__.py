"""A case as one file to keep: gathered, listed, sealed by checksums. The same state gives the same bytes."""

"""Signatures before publication: steps, opinions, the sign-off register, and `blockers`. Knows nothing of what it reviews."""

"""The back office of remedies: list, register against a request, answer, result."""

"""The records of the matters room."""

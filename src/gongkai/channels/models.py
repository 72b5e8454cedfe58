"""The records of the channels room."""

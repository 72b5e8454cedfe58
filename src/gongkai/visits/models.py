"""The records of the visits room."""

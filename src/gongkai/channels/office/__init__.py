"""The office pages of the channels room."""

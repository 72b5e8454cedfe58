"""The office pages of figures, of the coverage map and of the standard catalogue."""

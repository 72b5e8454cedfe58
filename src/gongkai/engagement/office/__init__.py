"""The office pages of consultations."""

"""What the public is asked and says before a decision: consultations, hearings, notices, and what became of it."""

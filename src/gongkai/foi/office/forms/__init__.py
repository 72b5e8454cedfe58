"""The forms of the office: one per lawful step, each able to say what it would do and to do it."""

"""What was found in texts and files before they went out, what was decided about it, and what was taken out.

Puts `convert.parts`, `scan` and `convert.redaction` together. May not hold: a detector of its own, knowledge of what it screens.
"""

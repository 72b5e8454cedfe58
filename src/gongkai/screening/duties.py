"""Who may do what about what was found."""

from __future__ import annotations

from gongkai.agencies.models import Duty

DECIDING = (
    Duty.INFORMATION_OFFICER,
    Duty.SECTION_HEAD,
    Duty.REVIEWER,
    Duty.SECRECY_REVIEWER,
    Duty.ADMINISTRATOR,
)
"""Who settles a finding in one object."""
SILENCING = (Duty.SECRECY_REVIEWER, Duty.ADMINISTRATOR)
"""Who says for ever that something is a false alarm, keeps the dictionary, and may open originals."""
RESCANNING = (Duty.SUPERVISOR, Duty.ADMINISTRATOR)
"""Who has everything published looked at once more."""

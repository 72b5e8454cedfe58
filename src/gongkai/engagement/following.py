"""Following one's own opinion or registration by number and code, without being guessed."""

from __future__ import annotations

from gongkai.agencies import attempts
from gongkai.engagement import codes
from gongkai.engagement.models import Comment, HearingRegistration

WINDOW_SECONDS = 60 * 60
FAILURES_PER_NUMBER = 5
FAILURES_PER_CLIENT = 20


class TooManyAttempts(Exception):  # noqa: N818 - named after what happened
    """Somebody guesses."""


def find(number: str, code: str, *, client: str = "") -> Comment | HearingRegistration | None:
    """What belongs to number and code; the same None whichever is wrong. `client` is kept as a hash, for an hour.

    Raises TooManyAttempts.
    """
    typed = number.strip().upper()[:60]
    counters = [(f"engagement-n-{codes.keyed('engagement.rate', typed)[:40]}", FAILURES_PER_NUMBER)]
    if client:
        counters.append((f"engagement-c-{codes.keyed('engagement.rate', client)[:40]}", FAILURES_PER_CLIENT))
    if any(attempts.counted(key) >= most for key, most in counters):
        raise TooManyAttempts
    comment = Comment.objects.select_related("original", "consultation__agency").filter(number=typed).first()
    person = (
        HearingRegistration.objects.select_related("hearing__consultation__agency")
        .filter(number=typed)
        .first()
    )
    found: Comment | HearingRegistration | None = comment or person
    stored = comment.original.code_hash if comment else person.code_hash if person else ""
    if codes.matches(typed, code[:100], stored or codes.hashed("nobody", "nothing")) and stored:
        return found
    for key, _most in counters:
        attempts.count(key, WINDOW_SECONDS)
    return None


def comment_by_key(pk: int, form_key: str) -> Comment | None:
    """The opinion of this form."""
    key = codes.keyed("engagement.form", form_key)
    return Comment.objects.select_related("consultation__agency").filter(pk=pk, form_key=key).first()


def registration_by_key(pk: int, form_key: str) -> HearingRegistration | None:
    """The registration of this form."""
    key = codes.keyed("engagement.registration", form_key)
    rows = HearingRegistration.objects.select_related("hearing__consultation__agency")
    return rows.filter(pk=pk, form_key=key).first()


def group_title(comment: Comment) -> str:
    """Under which point an opinion was sorted; empty while it is not."""
    sorting = getattr(comment, "sorting", None)
    return sorting.group.title if sorting else ""

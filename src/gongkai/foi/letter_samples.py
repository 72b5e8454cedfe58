"""A letter of nobody to nobody, to see how a wording reads."""

from __future__ import annotations

from datetime import date

from gongkai.convert.official import OfficialLetter
from gongkai.foi import letter_rules
from gongkai.foi.letter_rules import FIELDS
from gongkai.foi.letter_texts import Template
from gongkai.law import remedies
from gongkai.law.outcomes import OUTCOMES


def letter(name: str, title: str, text: str, dated_on: date) -> OfficialLetter:
    """The wording filled with the sample of every field. Only for a text that can be read (`letter_rules.faults`)."""
    values = {field.name: field.sample for field in letter_rules.allowed(name)}
    body, court = FIELDS["reconsideration_body"].sample, FIELDS["court"].sample
    outcome = OUTCOMES[letter_rules.outcome_of(name) or "grant"]
    values["remedy"] = remedies.remedy_sentence(outcome, body, court, False, dated_on)
    template = Template(name, title, (), letter_rules.read(text))
    issuer = FIELDS["agency_name"].sample
    outside = name in ("consultation_third_party", "consultation_agency", "disclosure_notice")
    return OfficialLetter(
        issuer=issuer,
        title=title,
        number=f"{issuer}公开〔2026〕12号",
        addressee="丰禾农业有限公司" if outside else "钱小禾",
        paragraphs=template.paragraphs(values),
        signature=issuer,
        dated_on=dated_on,
    )

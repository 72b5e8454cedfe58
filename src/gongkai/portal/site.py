"""Who this site is: what its head, foot and `<meta>` tags must say (国办发〔2017〕47号)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

# Set only for readers who press the switch, the same for all of them: it says nothing about who they are.
ELDER_COOKIE = "gongkai_elder"


@dataclass(frozen=True, slots=True)
class Site:
    """The identity of the site, from the settings alone, so that even an error page can show it."""

    name: str
    domain: str
    id_code: str
    icp_number: str
    police_number: str
    sponsor: str
    contact_phone: str
    party_mark_url: str
    error_report_url: str

    @property
    def police_url(self) -> str:
        """Where the public security's record of the site is looked up."""
        number = "".join(sign for sign in self.police_number if sign.isdecimal())
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={number}"


def identity() -> Site:
    """The site as configured by `GONGKAI_SITE_*`."""
    return Site(
        name=settings.SITE_NAME,
        domain=settings.SITE_DOMAIN,
        id_code=settings.SITE_ID_CODE,
        icp_number=settings.SITE_ICP,
        police_number=settings.SITE_POLICE_RECORD,
        sponsor=settings.SITE_SPONSOR,
        contact_phone=settings.SITE_CONTACT,
        party_mark_url=settings.SITE_PARTY_MARK,
        error_report_url=settings.SITE_ERROR_REPORT,
    )


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: `site` on every page, and whether the reader has asked for the elderly mode."""
    return {"site": identity(), "elder": request.COOKIES.get(ELDER_COOKIE) == "on"}

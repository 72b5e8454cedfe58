"""What `gongkai import` is given: the file, the agency, the column, the officer; every reason against it at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User
    from gongkai.catalog.models import Column
    from gongkai.convert.page import ReadPage


T = TypeVar("T")


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong with what was asked."""

    code: str
    text: str
    where: str = ""


class Unfit(Exception):  # noqa: N818 - says what happened
    """The import cannot be done; holds every reason that could be found at once."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        super().__init__()
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Target:
    """Where the document goes and who brings it."""

    agency: Agency
    column: Column
    actor: User


def told(act: Callable[[], T], reasons: list[Reason]) -> T | None:
    """What an act gives, or None with its reasons beside those of other acts: a user hears everything at once."""
    from django.utils.translation import gettext as _

    from gongkai.convert.content_type import FileRefused
    from gongkai.convert.tables import MappingRefused

    try:
        return act()
    except MappingRefused as refused:
        reasons += [Reason("mapping", text, "--mapping") for text in refused.reasons]
    except FileRefused as refused:
        reasons.append(Reason(refused.code, refused.text, "FILE"))
    except OSError as error:
        text = _("文件“%(file)s”无法读取：%(why)s") % {"file": error.filename, "why": error.strerror}
        reasons.append(Reason("unreadable", text, "FILE"))
    return None


def prepare(file: Path, agency: str, column: str, username: str | None) -> tuple[Target, bytes, ReadPage]:
    """Everything that can be wrong is looked at, so that all reasons are told at once."""
    reasons: list[Reason] = []
    target = _target(agency, column, username, reasons)
    data, page = _read(file, reasons)
    if reasons or target is None or page is None:
        raise Unfit(reasons)
    return target, data, page


def _read(file: Path, reasons: list[Reason]) -> tuple[bytes, ReadPage | None]:
    from django.utils.translation import gettext as _

    from gongkai.convert import page as reader

    try:
        if file.is_file() and file.stat().st_size > reader.MAX_BYTES:  # do not even load it
            limit = reader.MAX_BYTES // (1024 * 1024)
            text = _("“%(name)s”超过%(limit)s MB的上限。") % {"name": file.name, "limit": limit}
            reasons.append(Reason("too_large", text, "FILE"))
            return b"", None
        data = file.read_bytes()
        return data, reader.read(data, file.name)
    except reader.FileRefused as refused:
        reasons.append(Reason(refused.code, refused.text, "FILE"))
    except FileNotFoundError:
        reasons.append(Reason("no_file", _("没有这个文件:%(file)s") % {"file": file}, "FILE"))
    except IsADirectoryError:
        reasons.append(Reason("directory", _("这是文件夹,不是文件:%(file)s") % {"file": file}, "FILE"))
    except OSError as error:
        text = _("文件“%(file)s”无法读取:%(why)s") % {"file": file, "why": error.strerror}
        reasons.append(Reason("unreadable", text, "FILE"))
    return b"", None


def officer_at(code: str, username: str | None, reasons: list[Reason]) -> tuple[Agency | None, User | None]:
    """The agency of a code and its information officer; None with a reason for what cannot be found."""
    agency = _agency(code, reasons)
    return agency, _actor(agency, username, reasons) if agency is not None else None


def drafter_at(code: str, username: str | None, reasons: list[Reason]) -> tuple[Agency | None, User | None]:
    """The agency of a code and whoever may draft there: the one named, an administrator too, or its only officer."""
    from django.utils.translation import gettext as _

    from gongkai.agencies import access
    from gongkai.agencies.models import User
    from gongkai.catalog.services import DRAFTING

    agency = _agency(code, reasons)
    if agency is None or username is None:
        return agency, _actor(agency, None, reasons) if agency is not None else None
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is not None and access.holds(actor, agency, *DRAFTING):
        return agency, actor
    text = _("“%(name)s”不能为“%(agency)s”起草。") % {"name": username, "agency": agency.name}
    reasons.append(Reason("not_drafter", text, "--as"))
    return agency, None


def _agency(code: str, reasons: list[Reason]) -> Agency | None:
    from django.utils.translation import gettext as _

    from gongkai.agencies.models import Agency as Model

    agency: Agency | None = Model.objects.filter(code=code).first()
    if agency is None:
        names = {found.code: found.name for found in Model.objects.all()}
        text = _("没有代码为“%(code)s”的机构。") % {"code": code} + _near(code, names)
        reasons.append(Reason("unknown_agency", text, "--agency"))
    return agency


def _target(agency_code: str, column_code: str, username: str | None, reasons: list[Reason]) -> Target | None:
    from django.utils.translation import gettext as _

    agency = _agency(agency_code, reasons)
    if agency is None:
        return None
    column = agency.columns.filter(slug=column_code).first()
    if column is None:
        names = {found.slug: found.name for found in agency.columns.all()}
        text = _("“%(agency)s”没有代码为“%(code)s”的栏目。") % {"agency": agency.name, "code": column_code}
        reasons.append(Reason("unknown_column", text + _near(column_code, names), "--column"))
    actor = _actor(agency, username, reasons)
    return Target(agency, column, actor) if column is not None and actor is not None else None


def _near(wanted: str, names: dict[str, str]) -> str:
    """The codes that look most like what was asked for, with their names; a few of all when none does."""
    from django.utils.translation import gettext as _

    if not names:
        return _("一个也没有。")
    by_name = [code for code, name in names.items() if wanted and wanted in name]
    close = difflib.get_close_matches(wanted.lower(), list(names), n=5, cutoff=0.5)
    shown = list(dict.fromkeys([*by_name, *close]))[:5]
    listed = "、".join(f"{code}({names[code]})" for code in shown or list(names)[:8])
    return (_("是否指:%(codes)s?") if shown else _("可用的有:%(codes)s。")) % {"codes": listed}


def _actor(agency: Agency, username: str | None, reasons: list[Reason]) -> User | None:
    from django.utils.translation import gettext as _

    from gongkai.agencies import access
    from gongkai.agencies.models import Duty, User

    holders = access.holders(agency, Duty.INFORMATION_OFFICER).order_by("username")
    if username is not None:
        actor = User.objects.filter(username=username, is_active=True).first()
        if actor is not None and access.holds(actor, agency, Duty.INFORMATION_OFFICER):
            return actor
        if actor is None:
            code, text = "unknown_user", _("没有用户“%(name)s”。") % {"name": username}
        else:
            code = "not_officer"
            text = _("“%(name)s”不是“%(agency)s”的信息员。") % {"name": username, "agency": agency.name}
    elif len(holders) == 1:
        return holders[0]
    else:
        code = "officer_needed"
        text = _("“%(agency)s”有%(count)s名信息员,请用 --as 指定由谁导入。") % {
            "agency": agency.name,
            "count": len(holders),
        }
    names = "、".join(user.username for user in holders) or _("无")
    reasons.append(Reason(code, text + _("信息员:%(names)s。") % {"names": names}, "--as"))
    return None

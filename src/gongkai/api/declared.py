"""Every operation of the interface, declared once: addresses, parameters, checks and the OpenAPI file follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gongkai.api.models import ApiKey

VERSION = "1"
MOST_PER_PAGE = 500


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may stand in the query of an address."""

    name: str
    kind: Literal["integer", "place", "date", "string"]
    text: str
    default: Any = None
    maximum: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One act on one address. `scope`: which key it needs, none for what is open; `answer` and `body` name schemas."""

    method: str
    path: str
    name: str
    text: str
    answer: str
    scope: str = ""
    body: str = ""
    parameters: tuple[Parameter, ...] = ()
    media_type: str = "application/json"


MOST_DEEP = 50_000
"""How many rows deep pages reach; further on `changes/` or the whole file serve."""
AGENCY = Parameter("agency", "string", "机构代码", "", 60)
PAGE = Parameter("page", "integer", "第几页，自1起", 1, 100_000)
PER_PAGE = Parameter("per_page", "integer", "每页条数", 100, MOST_PER_PAGE)
SINCE = Parameter("since", "date", "只要这一天起有变动的，如 2026-11-01")
AFTER = Parameter("after", "place", "上次取到的位置（cursor），第一次为0", 0, 10**15)
OPERATIONS = (
    Operation(
        "get", "documents/", "documents", "公开的政府信息的目录信息，按最近公开的时间从早到晚", "DocumentPage",
        parameters=(PAGE, PER_PAGE, SINCE, AGENCY),
    ),
    Operation(
        "get", "changes/", "changes", "自某个位置以来公开、更新和撤下的政府信息，按发生的先后，撤下的只有索引号和原因",
        "ChangePage", parameters=(AFTER, PER_PAGE, AGENCY),
    ),
    Operation(
        "get", "documents.jsonl", "documents_jsonl", "全部公开的政府信息的目录信息，每行一件（JSON Lines）", "DocumentLines",
        parameters=(AGENCY,), media_type="application/jsonl",
    ),
    Operation(
        "get", "documents.csv", "documents_csv", "全部公开的政府信息的目录信息，每行一件（CSV）", "DocumentTable",
        parameters=(AGENCY,), media_type="text/csv",
    ),
    Operation(
        "get", "matters/", "matters", "密钥所属机构的办件，按登记先后", "MatterPage", ApiKey.Scope.MATTERS_READ,
        parameters=(PAGE, PER_PAGE, SINCE),
    ),
    Operation(
        "post", "matters/", "matters", "报送办件，一次最多1000件；编号已有的按报送内容更新", "Brought",
        ApiKey.Scope.MATTERS_WRITE, body="MatterBatch",
    ),
    Operation("get", "catalog.jsonld", "catalog", "数据目录（DCAT）", "Catalog", media_type="application/ld+json"),
    Operation("get", "openapi.json", "openapi", "本接口的说明（OpenAPI 3.1）", "OpenAPI"),
)  # fmt: skip


def operation(name: str, method: str) -> Operation | None:
    """The operation of an address and method."""
    wanted = "get" if method == "HEAD" else method.lower()
    return next((one for one in OPERATIONS if one.name == name and one.method == wanted), None)


def asked(one: Operation, query: QueryDict) -> tuple[dict[str, Any], list[Mapping[str, str]]]:
    """The parameters of a request, and what is wrong with them."""
    known = {parameter.name: parameter for parameter in one.parameters}
    values = {name: parameter.default for name, parameter in known.items()}
    errors: list[Mapping[str, str]] = []
    for name, text in query.items():
        if name not in known:
            errors.append({"where": name[:60], "code": "unknown", "text": _("没有这个参数。")})
            continue
        value = _read(known[name], str(text))
        if value is None:
            errors.append(
                {
                    "where": name,
                    "code": "invalid",
                    "text": _("参数的值不正确：%(text)s。") % {"text": known[name].text},
                }
            )
        else:
            values[name] = value
    return values, errors


def _read(parameter: Parameter, text: str) -> int | str | date | None:
    if parameter.kind == "integer":
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        return number if 1 <= number <= parameter.maximum else None
    if parameter.kind == "place":
        place = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
        return place if 0 <= place <= parameter.maximum else None
    if parameter.kind == "date":
        try:
            return parse_date(text)
        except ValueError:
            return None
    return text if len(text) <= parameter.maximum else None

"""The OpenAPI file, made from what is declared: operations, and the fields a matter may have."""

from __future__ import annotations

from typing import Any

from gongkai.api import once
from gongkai.api.declared import OPERATIONS, VERSION, Operation, Parameter
from gongkai.api.present import COLUMNS
from gongkai.convert.tables import Field
from gongkai.matters import fields

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}

ABOUT = (
    "公开的政府信息不需要密钥。第一次取 documents.jsonl 整份文件，以后沿应答头 Link 的地址（changes/）取变动："
    "changes/ 按发生的先后给出公开、更新和撤下的文件，撤下的须从本地删去。带上 If-None-Match 的请求，没有变动时只得到304。"
    "每个地址或者密钥每分钟的请求次数有上限，见应答头 RateLimit-Limit。"
)
KEPT = ("ETag", "Last-Modified", "Cache-Control")
HEADERS: dict[str, Any] = {
    "ETag": {"description": "内容的标记", "schema": TEXT},
    "Last-Modified": {"description": "公开的内容最近变动的时间", "schema": TEXT},
    "Cache-Control": {"description": "可以沿用多久", "schema": TEXT},
    "RateLimit-Limit": {"description": "每分钟最多几次", "schema": NUMBER},
    "RateLimit-Remaining": {"description": "这一分钟还剩几次", "schema": NUMBER},
    "Retry-After": {"description": "几秒以后再试", "schema": NUMBER},
}


def document(base: str) -> dict[str, Any]:
    """The whole file. `base`: the address all paths begin with."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(f"/{one.path}", {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "政府信息公开接口", "version": VERSION, "description": ABOUT},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "headers": HEADERS,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "管理员在工作平台“设置 → 接口密钥”签发。",
                }
            },
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": f"{one.name}_{one.method}",
        "summary": one.text,
        "tags": ["办件" if one.scope else "开放数据"],
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": _responses(one),
    }
    if not one.scope:
        found["parameters"].append(
            {"name": "If-None-Match", "in": "header", "description": "上次得到的 ETag", "schema": TEXT}
        )
    if one.body:
        found["parameters"].append(
            {
                "name": once.HEADER,
                "in": "header",
                "description": "幂等键：同一个键重发同样的请求，得到同样的答复，保留7天",
                "schema": {**TEXT, "maxLength": once.LONGEST},
            }
        )
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _named(one.body)}},
        }
    if one.scope:
        found["security"] = [{"key": []}]
        found["description"] = f"须用密钥，权限 {one.scope}"
    return found


def _responses(one: Operation) -> dict[str, Any]:
    """What may come back. Refusals all look alike."""
    found: dict[str, Any] = {
        "200": {
            "description": "成功",
            "headers": _headers("RateLimit-Limit", "RateLimit-Remaining", *(() if one.scope else KEPT)),
            "content": {one.media_type: {"schema": _named(one.answer)}},
        }
    }
    if not one.scope:
        found["304"] = {"description": "没有变动，沿用上次的内容", "headers": _headers("ETag")}
    reasons = {
        "400": "参数或者内容不正确",
        "401": "没有密钥，或者密钥不对、已过期、已停用",
        "403": "密钥没有这项权限，或者签发人已不能为这个机构办事",
        "413": "内容过大或者条数过多",
        "422": "缺少必须的内容",
        "429": "请求过于频繁",
    }
    refused = {
        "content": {"application/json": {"schema": _named("Refusal")}},
    }
    possible = ("400", *(("401", "403") if one.scope else ()), *(("413", "422") if one.body else ()), "429")
    for code in possible:
        found[code] = {"description": reasons[code], **refused}
    found["429"]["headers"] = _headers("Retry-After")
    return found


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _parameter(one: Parameter) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "integer": {"type": "integer", "minimum": 1, "maximum": one.maximum},
        "place": {"type": "integer", "minimum": 0},
        "date": {"type": "string", "format": "date"},
    }
    schema = kinds.get(one.kind, {"type": "string", "maxLength": one.maximum})
    default = {"default": one.default} if one.default not in (None, "") else {}
    return {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.text,
        "schema": schema | default,
    }


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas() -> dict[str, Any]:
    """What is sent and answered."""
    page = {
        "count": NUMBER,
        "page": NUMBER,
        "pages": NUMBER,
        "next": {"type": ["string", "null"], "format": "uri"},
    }
    error = _object({"where": TEXT, "code": TEXT, "text": TEXT})
    row_error = _object({"row": NUMBER, "field": TEXT, "code": TEXT, "text": TEXT})
    agency = _object({"code": TEXT, "name": TEXT})
    gone = _object(
        {
            "id": NUMBER,
            "url": ADDRESS,
            "index_number": TEXT,
            "agency": agency,
            "withdrawn_on": DAY,
            "reason": TEXT,
        }
    )
    change = _object(
        {
            "at": NUMBER, "state": {"type": "string", "enum": ["public", "withdrawn"]},
            "document": {"anyOf": [_named("Document"), {"type": "null"}]},
            "withdrawn": {"anyOf": [_named("Tombstone"), {"type": "null"}]},
        }
    )  # fmt: skip
    attachment = _object({"title": TEXT, "url": ADDRESS, "media_type": TEXT, "size": NUMBER, "sha256": TEXT})
    return {
        "Document": _object(
            {
                "id": NUMBER, "url": ADDRESS, "title": TEXT, "summary": TEXT, "index_number": TEXT,
                "document_number": TEXT, "agency": agency, "column": TEXT, "type": TEXT,
                "topic": TEXT, "keywords": TEXT, "source": TEXT, "validity": TEXT, "signed_on": DAY, "effective_on": DAY,
                "expires_on": DAY, "published_at": MOMENT, "changed_at": MOMENT, "attachments": _list(attachment),
            }
        ),
        "DocumentPage": _object({**page, "documents": _list(_named("Document"))}),
        "Tombstone": gone,
        "Change": change,
        "ChangePage": _object(
            {"cursor": NUMBER, "more": {"type": "boolean"}, "next": ADDRESS, "changes": _list(_named("Change"))}
        ),
        "DocumentLines": {"type": "string", "description": "每行一个 Document"},
        "DocumentTable": {"type": "string", "description": f"UTF-8，首行为列名：{'、'.join(COLUMNS)}"},
        "MatterIn": {
            "type": "object",
            "properties": {one.name: _field(one) for one in fields.declared()},
            "required": [one.name for one in fields.declared() if one.required],
            "additionalProperties": False,
        },
        "MatterBatch": _object({"source_system": TEXT, "matters": {**_list(_named("MatterIn")), "maxItems": 1000}}),
        "Matter": _object(
            {
                "source_system": TEXT, "number": TEXT, "name": TEXT, "unit": TEXT, "kind": TEXT, "state": TEXT,
                "accepted_on": DAY, "due_on": DAY, "provisional": {"type": "boolean"}, "finished_on": DAY, "result": TEXT, "published": {"type": "boolean"},
                "held": TEXT, "changed_at": MOMENT,
            }
        ),
        "MatterPage": _object({**page, "matters": _list(_named("Matter"))}),
        "Brought": _object(
            {"new": NUMBER, "updated": NUMBER, "unchanged": NUMBER, "refused": NUMBER, "errors": _list(row_error)}
        ),
        "Refusal": _object({"errors": _list(error)}),
        "Catalog": {"type": "object"},
        "OpenAPI": {"type": "object"},
    }  # fmt: skip


def _field(one: Field) -> dict[str, Any]:
    if one.kind == "day":
        return {"type": "string", "format": "date", "description": one.label}
    if one.kind == "choice":
        return {"type": "string", "enum": list(one.choices), "description": one.label}
    return {"type": "string", "maxLength": one.longest, "description": one.label}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}

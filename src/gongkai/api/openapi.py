"""The OpenAPI file, made from what is declared: operations, and the fields a matter may have."""

from __future__ import annotations

from typing import Any

from gongkai.api.declared import OPERATIONS, VERSION, Operation, Parameter
from gongkai.convert.tables import Field
from gongkai.matters import fields

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}


def document(base: str) -> dict[str, Any]:
    """The whole file. `base`: the address all paths begin with."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(f"/{one.path}", {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "政府信息公开接口", "version": VERSION},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": f"{one.name}_{one.method}",
        "summary": one.text,
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": {
            "200": {"description": "成功", "content": {one.media_type: {"schema": _named(one.answer)}}},
            "default": {
                "description": "被拒绝",
                "content": {"application/json": {"schema": _named("Refusal")}},
            },
        },
    }
    if one.body:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _named(one.body)}},
        }
    if one.scope:
        found["security"] = [{"key": []}]
        found["description"] = f"须用密钥，权限 {one.scope}"
    return found


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {
        "integer": {"type": "integer", "minimum": 1, "maximum": one.maximum},
        "date": {"type": "string", "format": "date"},
    }
    return {
        "name": one.name,
        "in": "query",
        "description": one.text,
        "schema": schema.get(one.kind, {"type": "string", "maxLength": one.maximum}),
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
    attachment = _object({"title": TEXT, "url": ADDRESS, "media_type": TEXT, "size": NUMBER, "sha256": TEXT})
    return {
        "Document": _object(
            {
                "id": NUMBER, "url": ADDRESS, "title": TEXT, "summary": TEXT, "index_number": TEXT,
                "document_number": TEXT, "agency": _object({"code": TEXT, "name": TEXT}), "column": TEXT, "type": TEXT,
                "topic": TEXT, "keywords": TEXT, "source": TEXT, "validity": TEXT, "signed_on": DAY, "effective_on": DAY,
                "expires_on": DAY, "published_at": MOMENT, "changed_at": MOMENT, "attachments": _list(attachment),
            }
        ),
        "DocumentPage": _object({**page, "documents": _list(_named("Document"))}),
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
                "accepted_on": DAY, "due_on": DAY, "finished_on": DAY, "result": TEXT, "published": {"type": "boolean"},
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

"""The OpenAPI document as rows for a page."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from community.lib import markdown

_JSON, _FILES = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: str
    place: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One verb at one address."""

    section: str
    method: str
    path: str
    summary: str
    description: SafeString
    fields: list[Field]
    example: str


def operations_of(schema: dict[str, Any]) -> list[Operation]:
    """Every operation of the document, in its order."""
    return [
        _operation(method.upper(), path, operation, schema)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(method: str, path: str, operation: dict, schema: dict) -> Operation:
    fields = [
        Field(p["name"], _kind(p["schema"]), p["in"], p.get("required", False)) for p in operation.get("parameters", ())
    ]
    body = _body_schema(operation, schema)
    required = body.get("required", ())
    fields += [Field(name, _kind(spec), "body", name in required) for name, spec in body.get("properties", {}).items()]
    return Operation(
        operation["tags"][0].capitalize(),
        method,
        path,
        operation.get("summary", ""),
        markdown.render(operation.get("description", "")),
        fields,
        _example(method, path, operation, body),
    )


def _body_schema(operation: dict, schema: dict) -> dict:
    kinds = operation.get("requestBody", {}).get("content", {})
    content: dict = next((kinds[kind]["schema"] for kind in (_JSON, _FILES) if kind in kinds), {})
    if "$ref" in content:
        return schema["components"]["schemas"][content["$ref"].rsplit("/", 1)[1]]
    return content


def _kind(spec: dict) -> str:
    if "anyOf" in spec:
        return " or ".join(_kind(option) for option in spec["anyOf"])
    if spec.get("type") == "array":
        return f"list of {_kind(spec.get('items', {}))}"
    return spec.get("type", "object")


def _example(method: str, path: str, operation: dict, body: dict) -> str:
    address = settings.SITE_URL + re.sub(r"{(\w+?)(_id)?}", lambda found: "1" if found[2] else found[1], path)
    if method == "GET":
        return f"curl {address}"
    parts = [f"curl -X {method} {address}", '-H "Authorization: Bearer plk_…"']
    if _FILES in operation.get("requestBody", {}).get("content", {}):
        parts.append("-F file=@picture.jpg")
    elif body:
        values = {
            name: _sample(name, spec)
            for name, spec in body.get("properties", {}).items()
            if name in body.get("required", ())
        }
        parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(values)}'"]
    return " \\\n  ".join(parts)


def _sample(name: str, spec: dict) -> Any:
    return {"string": name, "integer": 1, "boolean": True, "array": []}.get(spec.get("type", ""), name)

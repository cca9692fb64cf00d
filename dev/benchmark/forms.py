"""What the web client asks for when it shows a form or a list, made of the views that the server gives it."""

from typing import Any

from lxml import etree


def form_specification(client, model: str, view_id: int | None = None) -> dict[str, Any]:
    """Return the specification of `web_read` that the web client makes of a form."""
    views = client.call(model, "get_views", [[view_id or False, "form"]], options={})
    arch = etree.fromstring(views["views"]["form"]["arch"])
    return _specify(arch, model, views["models"])


def list_specification(client, model: str, view_id: int | None = None) -> dict[str, Any]:
    """Return the specification of `web_search_read` that the web client makes of a list."""
    views = client.call(model, "get_views", [[view_id or False, "list"]], options={})
    arch = etree.fromstring(views["views"]["list"]["arch"])
    return _specify(arch, model, views["models"])


def _specify(arch, model: str, models: dict[str, Any]) -> dict[str, Any]:
    specification: dict[str, Any] = {}
    fields = models[model]["fields"]
    depth = len(list(arch.iterancestors("field")))
    for element in arch.iter("field"):
        name = element.get("name")
        if len(list(element.iterancestors("field"))) != depth or name not in fields:
            continue
        is_hidden = element.get("invisible") in ("1", "True") or element.get("column_invisible") in ("1", "True")
        specification.setdefault(name, {}).update(_specify_field(element, fields[name], models, is_hidden))
    return specification


def _specify_field(element, field: dict[str, Any], models: dict[str, Any], is_hidden: bool) -> dict[str, Any]:
    kind = field["type"]
    if kind == "many2one":
        return {"fields": {} if is_hidden else {"display_name": {}}}
    if kind not in ("one2many", "many2many") or is_hidden:
        return {}
    view = next((child for tag in ("list", "kanban") for child in element.iterchildren(tag)), None)
    if view is None:
        return {"fields": {"display_name": {}}}
    columns = _specify(view, field["relation"], models)
    return {"fields": columns, "limit": int(view.get("limit", 40)), "order": view.get("default_order", "")}

"""What the web client asks for when it shows a form or a list, made of the views that the server gives it."""

from typing import Any

from lxml import etree


def form_specification(client, model: str) -> dict[str, Any]:
    """Return the specification of `web_read` that the web client makes of a form."""
    return _form(client, model)[0]


def tabs(client, model: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what a form asks for whose tabs are read when they are opened: at first, and tab by tab."""
    specification, arch = _form(client, model)
    later = []
    for page in arch.xpath("//notebook/page[position() > 1]"):
        names = {element.get("name") for element in page.iterfind(".//field[@name]") if _is_of_form(element)}
        lists = {name: specification[name] for name in names & specification.keys() if "limit" in specification[name]}
        if lists:
            later.append(lists)
            specification = {**specification, **dict.fromkeys(lists, {})}
    return specification, later


def _is_of_form(element) -> bool:
    """Whether it is a field of the form, and none of the records in a list of it."""
    return next(element.iterancestors("field"), None) is None


def _form(client, model: str) -> tuple[dict[str, Any], Any]:
    views = client.call(model, "get_views", [[False, "form"]], options={})
    arch = etree.fromstring(views["views"]["form"]["arch"])
    return _specify(arch, model, views["models"]), arch


def list_specification(client, model: str) -> dict[str, Any]:
    """Return the specification of `web_search_read` that the web client makes of a list."""
    views = client.call(model, "get_views", [[False, "list"]], options={})
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

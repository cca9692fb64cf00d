"""What users ask for, one request after the other: what only reads, and what decides or leaves something on record."""

import urllib.error
from collections.abc import Iterator

from hosts.access_log import AccessLog
from hosts.client import Client, Refused

EVALUATION, ROW = "agency.evaluation", "agency.evaluation.line"
#: Buttons and links of an evaluation that open or download something.
_OPENING = (
    "action_export_xlsx",
    "action_download_dossier",
    "action_view_settlements",
    "action_view_evidence",
    "action_view_events",
    "action_open_questions",
)
#: Whoever takes one of these is kept on record, so that they are no reading for the database.
_KEPT_ON_RECORD = ("score_sheet.xlsx", "working_copy.xlsx", "score_sheet.pdf", "dossier.zip")


def models(administrator: Client) -> list[str]:
    """The names of the addon's models that keep what they are given."""
    domain = [["model", "=like", "agency.%"], ["transient", "=", False]]
    return sorted(each["model"] for each in administrator.call("ir.model", "search_read", domain, ["model"]))


def reading(client: Client, names: list[str]) -> Iterator[tuple[str, str]]:
    """Ask for what only reads, as a manager; yield what each request is, and its mark in the access log.

    :param names: of the models of which every field is read
    """
    sheet, row = client.open_row()
    for model in names:
        try:
            fields = client.call(model, "fields_get", [], ["type"])
            client.call(model, "web_search_read", [], {name: {} for name in fields}, limit=3)
            yield f"{model} web_search_read", client.mark
        except Refused:
            continue  # a mixin has no records, and some registers are read by others
    views = [[False, kind] for kind in ("list", "form", "search", "pivot", "graph")]
    for name, arguments in (
        ("get_views", [views]),
        ("web_read", [[sheet], {"name": {}, "line_ids": {"fields": {"explanation": {}, "final_points": {}}}}]),
        ("name_search", ["DG"]),
    ):
        client.call(EVALUATION, name, *arguments)
        yield name, client.mark
    # what pivots, graphs and dashboards ask for
    client.call(EVALUATION, "formatted_read_group", [], ["state"], ["final_points:avg", "__count"])
    yield "formatted_read_group", client.mark
    client.call(ROW, "formatted_read_grouping_sets", [], [["evaluation_id"], []], ["final_points:sum"])
    yield "formatted_read_grouping_sets", client.mark
    for method in _OPENING:
        client.button(EVALUATION, method, sheet)
        yield method, client.mark
    client.button(ROW, "action_open", row)
    yield "action_open", client.mark
    for model in ("agency.evaluation.fact", "agency.evaluation.criterion"):
        client.call(model, "get_import_templates")
        yield f"{model} get_import_templates", client.mark
    client.get("/agency_evaluation/events/kiem_tra_nhat_ky.py")
    yield "kiem_tra_nhat_ky.py", "kiem_tra_nhat_ky.py"


def filling(client: Client) -> Iterator[tuple[str, str]]:
    """Ask for what only reads, as an evaluator; yield as :func:`reading` does."""
    sheet, _row = client.open_row()
    client.button(EVALUATION, "action_export_working_copy", sheet)
    yield "action_export_working_copy", client.mark


def deciding(client: Client) -> Iterator[tuple[str, str]]:
    """Ask for what changes something, decides, or is kept on record; yield as :func:`reading` does."""
    sheet, row = client.open_row()
    client.save_row(row, "Đã rà soát")
    yield "web_save", client.mark
    client.button(EVALUATION, "action_check", sheet)
    yield "action_check", client.mark
    for file in _KEPT_ON_RECORD:
        client.get(f"/agency_evaluation/{sheet}/{file}")
        yield file, file
    # What was approved a moment ago must be found, so that the public page asks the primary.
    try:
        client.get("/agency_evaluation/verify/unknown")
    except urllib.error.HTTPError as error:
        assert error.code == 404
    yield "verify page", "/verify/unknown"


def modes(requests: Iterator[tuple[str, str]], log: AccessLog) -> dict[str, str]:
    """How each of the requests was served."""
    return {name: log.mode_of(mark) for name, mark in list(requests)}

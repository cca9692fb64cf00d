"""Multiply what :mod:`.seed` made until there are as many evaluations as a province has; runs in Odoo's shell."""

import json

from .copies import Tree
from .seed import LEFT_OUT, PARAMETER, PEOPLE

#: From which number of evaluations on some units have further years too.
MANY = 1000
#: Years before, of the units of `PEOPLE`, and what their evaluations are copies of.
YEARS = {2019: "approved", 2018: "approved", 2017: "approved"}
#: Evaluations that wait to be approved while that is measured.
TO_APPROVE = 24
#: What the others are copies of, in turn.
MIXTURE = ("demo", "demo", "submitted", "demo", "approved", "demo", "submitted", "ready", "demo", "approved")


def grow(env, count: int) -> None:
    """Have `count` evaluations of the year, each of a unit of its own.

    The first ones are of people with an account, and ready to be submitted.
    """
    noted = json.loads(env["ir.config_parameter"].get_param(PARAMETER))
    made = ("ready", "submitted", "reviewed", "approved")
    wanted: dict[str, list[dict[str, object]]] = {}
    for place in range(len(made), count):
        if place < PEOPLE:
            state = "ready"
        elif place < PEOPLE + TO_APPROVE:
            state = "reviewed"
        else:
            state = MIXTURE[place % len(MIXTURE)]
        wanted.setdefault(state, []).append(_values(noted, place))
    own: dict[int, int] = {0: noted["ready"]}
    for state, values in wanted.items():
        ids = Tree(env.cr, "agency_evaluation", noted[state], LEFT_OUT).multiply(values)
        if state == "ready":
            own.update(zip(range(len(made), PEOPLE), ids, strict=False))
        elif state == "reviewed":
            noted["to_approve"] = ids
    if count >= MANY:
        for year, state in YEARS.items():
            values = [_values(noted, place, year) for place in range(PEOPLE)]
            Tree(env.cr, "agency_evaluation", noted[state], LEFT_OUT).multiply(values)
    noted["own"] = own
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(noted))
    env.cr.commit()


def _values(noted, place: int, year: int = 2020) -> dict[str, object]:
    people = noted["people"]
    return {
        "department_id": noted["units"][place],
        "name": f"DG/{year}/{place:05}",
        "user_id": people[place % PEOPLE],
        "year": year,
        "date_from": f"{year}-01-01",
        "date_to": f"{year}-12-31",
    }

"""What a round comes to, unit by unit: place, class, what the quota makes of it; and the document that is published.

:mod:`.ranking`, :mod:`.quota` and :mod:`.classes` have the rules; here they are put together once, for the screen, the
workbook and the document alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from .. import manifest, plain_data
from .classes import Scale, held, quota_ceiling
from .quota import Candidate, Count, Decided, Quota, decide
from .ranking import Against, Change, Move, Place, Position, Result, compare, rank

#: The form of the document; a change of what it means gets a new number, and the old one keeps its reader.
SCHEMA = 1
#: The key of the order of a quota that comes last: whom the authority chose of those who are tied.
BY_CHOICE = "choice"
#: What a quota makes of a unit that is proposed for the top class.
OVER, TIED = "over", "tied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A unit that takes part in a round, as it is stored; ids of the unit, its cluster and its evaluation.

    :ivar points: final points of an approved evaluation, as sealed
    :ivar grade: the class of it, as sealed; empty for none
    :ivar seal: the SHA-256 of what was approved
    :ivar excuse: why it is excused
    :ivar bar: why it is left out of the ranking
    :ivar vetoes: the facts that keep it out of the ranking
    :ivar is_chosen: the authority chose it of those who are tied at a quota
    """

    unit: int
    name: str = ""
    cluster: int | None = None
    cluster_name: str = ""
    evaluation: int | None = None
    reference: str = ""
    seal: str = ""
    progress: str = ""
    points: Decimal | None = None
    grade: str = ""
    excuse: str = ""
    bar: str = ""
    vetoes: tuple[str, ...] = ()
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is told of a unit.

    :ivar progress: how far the unit was in the round
    :ivar unranked: the name of the :class:`ranking.Unranked` that keeps it without a place; empty where it has one
    :ivar details: what is told of that
    :ivar grade: the class of what was approved; empty for none
    :ivar decided: the class in the round, which a quota may have lowered; empty for none
    :ivar quota: what the quota makes of it, :data:`OVER` or :data:`TIED`; empty where nothing
    :ivar against: the name of the :class:`ranking.Against` that says what it is compared with
    :ivar before: the units whose last results are meant
    :ivar gain: by how many points more than in the last period
    """

    unit: int
    name: str = ""
    cluster: int | None = None
    cluster_name: str = ""
    evaluation: int | None = None
    reference: str = ""
    seal: str = ""
    progress: str = ""
    points: Decimal | None = None
    overall: Position | None = None
    in_cluster: Position | None = None
    unranked: str = ""
    details: tuple[str, ...] = ()
    grade: str = ""
    decided: str = ""
    quota: str = ""
    against: str = ""
    before: tuple[int, ...] = ()
    gain: Decimal | None = None
    move: Move | None = None
    cluster_move: Move | None = None

    @property
    def place(self) -> Place:
        """Return where it stands, to be compared with."""
        return Place(self.unit, self.cluster, self.points, self.overall, self.in_cluster)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a quota came to, as :class:`quota.Decided` has it."""

    limit: int
    base: int
    percent: Decimal
    is_small: bool = False
    is_binding: bool = False
    over: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    places_left: int = 0
    told_apart_by: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a round comes to: its units in order, the best first; and its quota, None if it has none."""

    entries: tuple[Entry, ...] = ()
    share: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published of a round, frozen: nothing of it changes afterwards.

    :ivar number: 1 for the first publication of the round
    :ivar published_on: UTC
    :ivar shows_points: whether points and places are public, too, and not the class alone
    """

    schema: int
    number: int
    round: int
    name: str
    agency: str
    period: str
    date_from: date
    date_to: date
    criteria_set: str
    published_on: datetime
    shows_points: bool
    results: Results


def settle(
    units: Sequence[Taking],
    *,
    last: Iterable[Entry] = (),
    predecessors: Mapping[int, Iterable[int]] | None = None,
    is_same_scale: bool = True,
    scale: Scale | None = None,
    quota: Quota | None = None,
    percent: Decimal | None = None,
) -> Results:
    """Return what a round comes to.

    :param units: in the order in which those on one place are shown
    :param last: what the round of the last period came to
    :param predecessors: of each unit, those that it came from
    :param is_same_scale: whether the points of both periods can be compared
    :param scale: the classes of the criteria set; without one, a quota asks for nothing
    :param percent: what the authority decided in place of the percent of the quota
    :raises quota.QuotaError: if it may not decide that
    """
    by_unit = {unit.unit: unit for unit in units}
    places = rank(map(_result, units))
    former = [entry.place for entry in last]
    changes = compare(places, former, predecessors, is_same_scale=is_same_scale)
    decided = _decide(quota, scale, places, by_unit, percent) if quota and scale else None
    verdicts = _verdicts(decided, scale) if decided and scale else {}
    entries = tuple(
        # Where there was no last period, nobody is new.
        _entry(by_unit[place.unit], place, change if former else None, verdicts.get(place.unit))
        for place, change in zip(places, changes, strict=True)
    )
    return Results(entries=entries, share=_share(decided, quota.source) if decided and quota else None)


def _result(unit: Taking) -> Result:
    return Result(
        unit=unit.unit,
        points=unit.points,
        cluster=unit.cluster,
        is_approved=unit.progress == "approved",
        excuse=unit.excuse,
        ineligible=(unit.bar,) if unit.bar else (),
        vetoes=unit.vetoes,
    )


def _entry(unit: Taking, place: Place, change: Change | None, verdict: tuple[str, str] | None) -> Entry:
    """Return what is told of a unit.

    :param change: None where there is no last period
    :param verdict: what the quota makes of it, and its class by that; None where nothing
    """
    is_compared = change is not None and change.against is not Against.UNRANKED_NOW
    quota, decided = verdict or ("", unit.grade)
    return Entry(
        unit=unit.unit,
        name=unit.name,
        cluster=unit.cluster,
        cluster_name=unit.cluster_name,
        evaluation=unit.evaluation,
        reference=unit.reference,
        seal=unit.seal,
        progress=unit.progress,
        points=place.points,
        overall=place.overall,
        in_cluster=place.in_cluster,
        unranked=place.unranked.name if place.unranked else "",
        details=place.details,
        grade=unit.grade,
        decided=decided,
        quota=quota,
        against=change.against.name if change and is_compared else "",
        before=change.units if change else (),
        gain=change.points if change else None,
        move=change.overall if change else None,
        cluster_move=change.in_cluster if change else None,
    )


def _decide(
    quota: Quota, scale: Scale, places: Iterable[Place], units: Mapping[int, Taking], percent: Decimal | None
) -> Decided:
    candidates = []
    good = lower = unclassed = 0
    below = scale.below(scale.top)
    for place in places:
        unit = units[place.unit]
        if unit.grade == scale.top and place.points is not None:
            candidates.append(Candidate(unit.unit, place.points, {BY_CHOICE: Decimal(unit.is_chosen)}))
        elif unit.grade not in scale.names[1:]:
            unclassed += 1
        elif unit.grade == below:
            good += 1
        else:
            lower += 1
    with_choice = replace(quota, order=(*quota.order, BY_CHOICE))
    return decide(with_choice, candidates, Count(good, lower, unclassed), percent=percent)


def _verdicts(decided: Decided, scale: Scale) -> dict[int, tuple[str, str]]:
    """Return what the quota makes of those who do not simply stay, and their classes by that."""
    lowered = held(scale, scale.top, (quota_ceiling(scale),)) or ""
    over = lowered if decided.is_binding else scale.top
    return {**dict.fromkeys(decided.tied, (TIED, scale.top)), **dict.fromkeys(decided.over, (OVER, over))}


def _share(decided: Decided, source: str) -> Share:
    return Share(
        limit=decided.limit,
        base=decided.base,
        percent=decided.percent,
        is_small=decided.is_small,
        is_binding=decided.is_binding,
        over=decided.over,
        tied=decided.tied,
        places_left=decided.places_left,
        told_apart_by=decided.told_apart_by or "",
        source=source,
    )


def write(publication: Publication) -> bytes:
    """Return the one way to write what is published; its SHA-256 is what the publication is known by."""
    return manifest.canonical(plain_data.dump(publication))


def read(content: bytes) -> Publication:
    """Return what :func:`write` wrote.

    :raises plain_data.Unreadable: if it is something else, or of a form that is newer than this one
    """
    try:
        data = json.loads(content.decode("utf-8"))
    except ValueError as error:
        raise plain_data.Unreadable("this is no publication") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise plain_data.Unreadable("this is no publication of a form that is known here")
    return plain_data.load(Publication, data)

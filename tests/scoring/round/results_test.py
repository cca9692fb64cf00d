from datetime import date, datetime
from decimal import Decimal

import pytest

from scoring import manifest
from scoring.plain_data import Unreadable
from scoring.round.classes import Scale
from scoring.round.known_texts import DECREE_233_QUOTA
from scoring.round.quota import Base, Effect, Quota, QuotaError
from scoring.round.results import OVER, SCHEMA, TIED, Publication, Results, Taking, read, settle, write

TOP, GOOD, DONE = "Xuất sắc", "Tốt", "Hoàn thành"
SCALE = Scale((TOP, GOOD, DONE))
HALF = Quota(percent=Decimal(50), base=Base.GOOD_AND_ABOVE)


def unit(number, points, grade=TOP, **values):
    return Taking(unit=number, points=Decimal(points), grade=grade, progress="approved", **values)


def by_unit(results):
    return {entry.unit: entry for entry in results.entries}


def test_places_and_reasons_are_told_of_every_unit():
    units = [
        unit(1, "90.81", cluster=7),
        unit(2, "91.21", cluster=8),
        unit(3, "90.81", cluster=7),
        unit(4, "99", bar="Đang bị kỷ luật"),
        Taking(unit=5, progress="withdrawn"),
        Taking(unit=6, progress="excused", excuse="Mới lập"),
    ]
    found = settle(units).entries
    assert [entry.unit for entry in found] == [2, 1, 3, 4, 5, 6]
    assert [entry.overall and (entry.overall.rank, entry.overall.tied) for entry in found[:3]] == [
        (1, 1),
        (2, 2),
        (2, 2),
    ]
    assert [entry.in_cluster.rank for entry in found[:3]] == [1, 1, 1]
    assert [entry.unranked for entry in found] == ["", "", "", "NOT_ELIGIBLE", "NOT_APPROVED", "EXCUSED"]
    assert found[3].points is None and found[3].details == ("Đang bị kỷ luật",)


def test_the_last_period_is_that_of_the_unit_or_of_the_one_it_came_from():
    last = settle([unit(1, "80"), unit(2, "85"), unit(3, "70")]).entries
    now = by_unit(settle([unit(1, "86"), unit(9, "80"), unit(8, "60")], last=last, predecessors={9: {2}}))
    assert (now[1].against, now[1].gain, now[1].move.steps) == ("ITSELF", Decimal("6.00"), 1)
    assert (now[9].against, now[9].before, now[9].gain, now[9].move.steps) == (
        "PREDECESSOR",
        (2,),
        Decimal("-5.00"),
        -1,
    )
    assert (now[8].against, now[8].gain) == ("NEW", None)


def test_nothing_is_compared_of_who_has_no_place():
    last = settle([unit(1, "80"), unit(2, "85")]).entries
    found = by_unit(settle([unit(1, "86", bar="x"), unit(2, "84")], last=last))
    assert (found[1].against, found[1].gain, found[1].move) == ("", None, None)
    assert found[2].against == "ITSELF"


def test_a_fact_keeps_a_unit_out():
    kept, out = settle([unit(1, "86"), unit(2, "90", vetoes=("Số vụ vi phạm",))]).entries
    assert (kept.unit, kept.overall.rank) == (1, 1)
    assert (out.unranked, out.details, out.points) == ("VETOED", ("Số vụ vi phạm",), None)


def test_where_there_was_no_last_period_nobody_is_new():
    (entry,) = settle([unit(1, "86")]).entries
    assert (entry.against, entry.gain, entry.move) == ("", None, None)


def test_a_rule_lowers_the_class_of_those_over_it():
    found = settle([unit(1, "95"), unit(2, "94"), unit(3, "80", GOOD)], scale=SCALE, quota=HALF)
    assert found.share.limit == 1 and found.share.over == (2,) and found.share.told_apart_by == "points"
    over = by_unit(found)[2]
    assert (over.grade, over.decided, over.quota) == (TOP, GOOD, OVER)


def test_a_warning_only_names_them():
    quota = Quota(percent=Decimal(50), base=Base.GOOD_AND_ABOVE, effect=Effect.WARNING)
    over = by_unit(settle([unit(1, "95"), unit(2, "94"), unit(3, "80", GOOD)], scale=SCALE, quota=quota))[2]
    assert (over.decided, over.quota) == (TOP, OVER)


def test_the_choice_of_the_authority_settles_a_tie():
    units = [unit(1, "95"), unit(2, "95"), unit(3, "80", GOOD)]
    tied = settle(units, scale=SCALE, quota=HALF)
    assert tied.share.tied == (1, 2) and tied.share.places_left == 1
    assert [entry.quota for entry in tied.entries] == [TIED, TIED, ""]
    chosen = settle([units[0], unit(2, "95", is_chosen=True), units[2]], scale=SCALE, quota=HALF)
    assert chosen.share.over == (1,) and chosen.share.told_apart_by == "choice"


def test_those_without_a_place_are_no_candidates_and_of_no_class():
    units = [unit(1, "95"), unit(2, "99", bar="x"), unit(3, "80", GOOD), unit(4, "60", DONE), Taking(unit=5)]
    share = settle(units, scale=SCALE, quota=DECREE_233_QUOTA).share
    assert not share.is_small  # five units take part in all
    assert (share.limit, share.over) == (0, (1,))


@pytest.mark.parametrize(("base", "count"), [(Base.GOOD, 5), (Base.GOOD_AND_ABOVE, 6), (Base.ALL_CLASSED, 9)])
def test_the_base_is_what_the_text_says(base, count):
    classes = [TOP, *[GOOD] * 5, *[DONE] * 3, "", "Loại lạ"]
    units = [unit(place, 95 - place, grade) for place, grade in enumerate(classes)]
    quota = Quota(percent=Decimal(20), base=base, small_below=11)
    share = settle(units, scale=SCALE, quota=quota).share
    assert (share.base, share.limit, share.is_small) == (count, 1, False)


def test_a_percent_that_may_not_be_decided_is_refused():
    with pytest.raises(QuotaError):
        settle([unit(1, "95")], scale=SCALE, quota=DECREE_233_QUOTA, percent=Decimal(26))


def published(**values):
    units = [unit(1, "95", name="Sở Một", cluster=7, cluster_name="Khối", seal="a" * 64), Taking(unit=2, excuse="x")]
    return Publication(
        schema=SCHEMA,
        number=1,
        round=5,
        name="Đợt",
        agency="Tỉnh",
        period="năm 2026",
        date_from=date(2026, 1, 1),
        date_to=date(2026, 12, 31),
        criteria_set="B26",
        published_on=datetime(2027, 1, 15, 8, 30),
        shows_points=False,
        results=settle(units, scale=SCALE, quota=DECREE_233_QUOTA),
        **values,
    )


def test_what_is_published_is_written_in_one_way_and_read_again():
    content = write(published())
    assert read(content) == published()
    assert write(read(content)) == content
    assert manifest.digest(content) == manifest.digest(write(published()))


def test_a_later_form_is_not_read_as_this_one():
    later = write(published()).replace(b'"schema":1', b'"schema":2')
    with pytest.raises(Unreadable):
        read(later)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"schema":2}', b'{"schema":1,"x":1}'])
def test_what_is_no_publication_is_refused(content):
    with pytest.raises(Unreadable):
        read(content)


def test_a_round_without_units_is_published_too():
    assert settle([]) == Results()

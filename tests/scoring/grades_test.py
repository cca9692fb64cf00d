import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.grades import Band, BandFault, FoundBandFault, classify, find_band_faults

EXCELLENT = Band("xuất sắc", 95, 100, include_maximum=True, floor_percent=85, blocked_by=frozenset({"kyluat"}))
GOOD = Band("tốt", 80, 95)
DONE = Band("hoàn thành", 50, 80)
FAILED = Band("không hoàn thành", 0, 50)
SCALE = [EXCELLENT, GOOD, DONE, FAILED]


def test_a_sound_scale_has_no_faults():
    assert find_band_faults(SCALE, 100) == []


def test_overlaps_and_gaps_are_named_where_they_are():
    both = [EXCELLENT, Band("tốt", 80, 95, include_maximum=True), DONE, FAILED]
    assert find_band_faults(both, 100) == [FoundBandFault(BandFault.OVERLAP, 95.0, ("xuất sắc", "tốt"))]
    neither = [Band("xuất sắc", 95, 100, include_minimum=False, include_maximum=True), GOOD, DONE, FAILED]
    assert find_band_faults(neither, 100) == [FoundBandFault(BandFault.GAP, 95.0, ())]
    open_top = [Band("xuất sắc", 95, 100), GOOD, DONE, FAILED]
    assert find_band_faults(open_top, 100) == [FoundBandFault(BandFault.GAP, 100.0, ())]
    assert find_band_faults([], 1)[0] == FoundBandFault(BandFault.GAP, 0.0, ())
    assert FoundBandFault(BandFault.EMPTY, 70.0, ("trống",)) in find_band_faults([*SCALE, Band("trống", 70, 70)], 100)


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (100, "xuất sắc"),
        (95, "xuất sắc"),
        (94.995, "xuất sắc"),
        (94.99, "tốt"),
        (80, "tốt"),
        (79.99, "hoàn thành"),
        (0, "không hoàn thành"),
    ],
)
def test_borders_are_compared_on_rounded_points(points, name):
    assert classify(points, [("I", 100.0)], SCALE).band.name == name


def test_a_group_below_the_floor_costs_the_class():
    result = classify(96, [("I", 97.0), ("VI", 75.0)], SCALE)
    assert result.band is GOOD
    assert result.missed == ((EXCELLENT, "VI"),)
    assert classify(96, [("I", 85.0)], SCALE).band is EXCELLENT
    assert classify(96, [("I", 84.9951)], SCALE).band is EXCELLENT, "compared with two decimals"
    assert classify(96, [("I", 84.9949)], SCALE).band is GOOD


def test_a_blocking_fact_costs_the_class():
    result = classify(96, [("I", 97.0)], SCALE, {"kyluat"})
    assert result.band is GOOD
    assert result.missed == ((EXCELLENT, "kyluat"),)
    assert classify(93, [("I", 97.0)], SCALE, {"kyluat"}).missed == ()


def test_points_outside_the_scale_have_no_class():
    assert classify(101, [], SCALE).band is None
    assert classify(10, [], [EXCELLENT]).band is None
    blocked = Band("mọi mức", 0, 100, include_maximum=True, blocked_by=frozenset({"kyluat"}))
    assert classify(10, [], [blocked], {"kyluat"}).missed == ((blocked, "kyluat"),)


@st.composite
def scales(draw):
    borders = sorted(draw(st.sets(st.integers(0, 1000), min_size=2, max_size=6)))
    return [
        Band(str(low), low / 10, high / 10, draw(st.booleans()), draw(st.booleans()))
        for low, high in zip(borders, borders[1:], strict=False)
    ]


@given(scales())
def test_a_scale_without_faults_holds_every_hundredth_once(bands):
    every = [sum(band.holds(tenth / 10) for band in bands) for tenth in range(1001)]
    faults = {found.fault for found in find_band_faults(bands, 100)}
    assert (BandFault.OVERLAP in faults) == any(count > 1 for count in every)
    assert (BandFault.GAP in faults) == (0 in every)

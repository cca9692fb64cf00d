"""Constituents before their unit, the unit before its head."""

from scoring.round.waiting import Member, Subject, waiting

SCHOOL, FACULTY, OFFICE, CLINIC = 1, 2, 3, 4
MEMBERS = [
    Member(SCHOOL, has_head=True),
    Member(FACULTY, SCHOOL, has_head=True),
    Member(OFFICE, SCHOOL),
    Member(CLINIC, FACULTY),
]


def unit(member):
    return Subject.UNIT, member


def head(member):
    return Subject.HEAD, member


def test_each_waits_for_what_is_before_it():
    assert waiting(MEMBERS, ()) == {
        unit(SCHOOL): (unit(FACULTY), unit(OFFICE)),
        head(SCHOOL): (unit(SCHOOL),),
        unit(FACULTY): (unit(CLINIC),),
        head(FACULTY): (unit(FACULTY),),
        unit(OFFICE): (),
        unit(CLINIC): (),
    }


def test_what_is_settled_is_waited_for_no_more_and_is_not_told():
    settled = {unit(CLINIC), unit(OFFICE)}
    assert waiting(MEMBERS, settled) == {
        unit(SCHOOL): (unit(FACULTY),),
        head(SCHOOL): (unit(SCHOOL),),
        unit(FACULTY): (),
        head(FACULTY): (unit(FACULTY),),
    }
    settled |= {unit(FACULTY), unit(SCHOOL)}
    assert waiting(MEMBERS, settled) == {head(SCHOOL): (), head(FACULTY): ()}
    assert waiting(MEMBERS, settled | {head(SCHOOL), head(FACULTY)}) == {}


def test_a_unit_that_is_not_in_the_round_is_not_waited_for():
    assert waiting([Member(FACULTY, SCHOOL)], ()) == {unit(FACULTY): ()}

import pytest

from scoring.choices import choices
from scoring.rules import Effect


def test_the_members_are_offered_in_the_order_of_their_labels():
    assert choices({Effect.DEDUCT: "Deduct", Effect.AWARD: "Award"}) == [("deduct", "Deduct"), ("award", "Award")]


def test_a_member_without_a_label_is_refused():
    with pytest.raises(ValueError, match="Effect.DEDUCT"):
        choices({Effect.AWARD: "Award"})

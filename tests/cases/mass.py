"""How much of something the tests try: as much as shows it, or, for `make stress`, a mass of it."""

import os

#: Set by `make stress` for all that it runs.
IN_MASS = os.environ.get("AGENCY_EVALUATION_STRESS") == "1"


def mass(usual, stressed):
    """Return how many, or how large: `usual`, or `stressed` under `make stress`."""
    return stressed if IN_MASS else usual

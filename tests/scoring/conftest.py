import pytest
from hypothesis import settings
from mass import mass

# A busy machine is no fault of the code.
settings.register_profile("unhurried", deadline=None, max_examples=mass(50, 1000))
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items):
    """Measure the coverage of what is written out: examples that come by chance cover more, and cost twice as much."""
    for item in items:
        if getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)

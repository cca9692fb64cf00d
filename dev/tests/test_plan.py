"""No check and no test falls between the lanes."""

import re
from types import SimpleNamespace

import pytest
import tomlkit

from checks import odoo_tests, plan
from runtime.paths import ADDON, CHECKOUT


@pytest.fixture(scope="module")
def selector():
    """Odoo's own reading of --test-tags."""
    from odoo.tests.tag_selector import TagsSelector

    return TagsSelector


def a_test(*tags):
    """A test of the addon, as far as Odoo asks whether it is meant."""
    kind = type("TestAnything", (SimpleNamespace,), {"__module__": f"odoo.addons.{ADDON}.tests.room.test_anything"})
    return kind(test_tags=set(tags), test_module=ADDON, _testMethodName="test_anything")


@pytest.mark.parametrize("tags", [[], [odoo_tests.HTTP], ["new"], ["new", odoo_tests.HTTP]])
def test_whatever_tags_a_test_has_it_runs_in_one_lane(selector, tags):
    lanes = (odoo_tests.ALL_OTHERS, odoo_tests.IN_BROWSER)
    test = a_test("standard", "post_install", *tags)
    assert sum(selector(lane).check(test) for lane in lanes) == 1


def test_the_lanes_leave_alone_what_asks_for_a_database_of_its_own(selector):
    for lane in (odoo_tests.ALL_OTHERS, odoo_tests.IN_BROWSER):
        assert not selector(lane).check(a_test("post_install", f"{ADDON}_stress"))


def test_stress_runs_checks_that_there_are():
    assert set(plan.STRESSED) <= {check.name for check in plan.checks()}


def test_rooms_may_import_those_that_are_loaded_before_them():
    contracts = tomlkit.parse((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (rooms,) = (contract["layers"] for contract in contracts if contract.get("containers") == [f"{ADDON}.models"])
    loaded = re.findall(r"^from \. import (\w+)$", (CHECKOUT / "models/__init__.py").read_text(), re.MULTILINE)
    assert rooms == loaded[::-1]

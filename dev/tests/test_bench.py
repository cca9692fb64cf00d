"""What `make bench` makes of the figures that it gets."""

from pathlib import Path

import pytest

from benchmark import codes, forms, load, table
from benchmark.runs import Measured
from runtime.console import Problem
from runtime.paths import CHECKOUT

CASE = {"rows": 93, "count": 1, "base": 1000}


def cost(cpu: float, queries: int = 10) -> dict[str, float]:
    return {"cpu": cpu, "database": 0.0, "wall": 2 * cpu, "queries": queries, "bytes": 1000}


def measured(cpu: float, **case: int) -> Measured:
    result = Measured("save", "Save", "save a score", CASE | case)
    result.own = {"before": cost(2 * cpu, 50), "now": cost(cpu)}
    result.references = {"write of the row": {"before": cost(cpu / 4), "now": cost(cpu / 2)}}
    return result


def test_ratios_are_to_the_reference_of_the_same_code():
    result = measured(0.2)
    assert result.ratio("before", "write of the row") == pytest.approx(8)
    assert result.ratio("now", "write of the row") == pytest.approx(2)
    assert result.ratio("now", "a reference that is missing") is None


def test_table_has_a_column_for_each_code_and_a_line_for_each_reference():
    result = measured(0.2)
    result.references["read(['state'])"] = {"before": cost(0.01), "now": cost(0.01)}
    head, _rule, first, second = table.operations([result], ["before", "now"]).splitlines()
    assert head.count("before") == head.count("now") == 5
    assert "| 400 | 200 | 800 | 400 | 50 | 10 | 1.0 | 1.0 | write of the row | 8.00 | 2.00 |" in first
    assert second.endswith("| read(['state']) | 40 | 20 |")


def test_what_could_not_be_measured_is_left_open():
    result = measured(0.2)
    del result.own["before"]
    text = table.operations([result], ["before", "now"])
    assert "| — | 200 |" in text
    assert "not measured" in table.lines(result, ["before", "now"])


def test_exponent_is_that_of_the_growth():
    grows = [measured(0.001 * rows, rows=rows) for rows in (93, 325, 930)]
    stays = [measured(0.093, base=base) for base in (10, 100)]
    _head, _rule, over_rows, over_base = table.exponents([*grows, *stays], ["now"]).splitlines()
    assert over_rows == "| save a score | rows: 93, 325, 930 | 1.00 | 0.00 |"
    assert over_base == "| save a score | evaluations in the database: 10, 100, 1000 | 0.00 | 0.00 |"


def test_a_write_is_lost_where_the_row_holds_neither_what_was_acknowledged_nor_what_was_never_heard_of():
    said = {
        "written": {"1": [0.5, []], "2": [0.5, [0.25]], "3": [0.5, []], "4": [None, [0.25]]},
        "times": {"own": [0.2, 0.4], "shared": [0.6], "trivial": [0.1]},
        "steps": {"submit": 2, "return": 1},
        "errors": {"own, raw “could not serialize access”": 3},
    }
    stored = {"1": 0.5, "2": 0.25, "3": 0.25, "4": 0.0}
    log = "INFO SERIALIZATION_FAILURE, 4 tries left, try again in 0.1 sec...\n" * 2
    found = load._sum_up(said, stored, log, seconds=10)
    assert found["writes lost"] == 1
    assert found["rows written"] == 4
    assert found["scores saved a second"] == pytest.approx(0.3)
    assert found["retries in the log"] == 2
    assert found["errors shown"] == 3
    assert found["one sheet: p50, times"] == pytest.approx(6)


@pytest.mark.parametrize(("percent", "expected"), [(50, 3), (95, 5), (0, 1)])
def test_percentiles(percent, expected):
    assert load.percentile([5, 1, 4, 2, 3], percent) == expected
    assert load.percentile([], percent) is None


def test_percentile_of_many():
    assert load.percentile(range(1, 102), 95) == 96


ARCH = """
<form>
    <field name="unit_id"/>
    <field name="secret_ids" invisible="1"/>
    <notebook>
        <page>
            <field name="line_ids"><list limit="500"><field name="points"/><field name="unit_id"/></list></field>
        </page>
        <page>
            <field name="note"/>
            <field name="document_ids"><list><field name="points"/><field name="line_ids"/></list></field>
        </page>
    </notebook>
</form>
"""


class Views:
    """Answers as a server does that has one form."""

    def call(self, model, method, views, options):
        lists = {"type": "one2many", "relation": "row"}
        fields = {"unit_id": {"type": "many2one"}, "note": {"type": "text"}}
        form = {**fields, "line_ids": lists, "document_ids": lists, "secret_ids": lists}
        row = {"points": {"type": "float"}, "unit_id": {"type": "many2one"}, "line_ids": {"type": "many2many"}}
        models = {"sheet": {"fields": form}, "row": {"fields": row}}
        return {"views": {"form": {"arch": ARCH}}, "models": models}


def test_form_asks_for_what_it_shows():
    name = {"fields": {"display_name": {}}}
    rows = {"fields": {"points": {}, "unit_id": name}, "limit": 500, "order": ""}
    documents = {"fields": {"points": {}, "line_ids": name}, "limit": 40, "order": ""}
    expected = {"unit_id": name, "secret_ids": {}, "line_ids": rows, "note": {}, "document_ids": documents}
    assert forms.form_specification(Views(), "sheet") == expected
    at_first, later = forms.tabs(Views(), "sheet")
    assert at_first == {**expected, "document_ids": {}}
    assert later == [{"document_ids": documents}]


def test_code_is_a_folder_or_a_commit(tmp_path: Path):
    (tmp_path / "__manifest__.py").touch()
    assert codes.earlier(str(tmp_path)).folder == tmp_path
    assert codes.present().folder == CHECKOUT
    with pytest.raises(Problem, match="neither a folder"):
        codes.earlier("no-such-commit")

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { clickSave, contains, fields, models, onRpc } from "@web/../tests/web_test_helpers";

import { ListRow } from "@agency_evaluation/sheet/list_parts";

import { cell, defineOwnModels, mountForm, useDrawn } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    state = fields.Char({ default: "draft" });
    fact_ids = fields.One2many({ relation: "fact", relation_field: "evaluation_id" });
    _records = [{ id: 1, state: "draft", fact_ids: [1, 2, 3, 4] }];
}

class Fact extends models.Model {
    evaluation_id = fields.Many2one({ relation: "evaluation" });
    name = fields.Char();
    formula = fields.Char();
    trouble = fields.Char();
    is_missing = fields.Boolean();
    month_marks = fields.Json();
    aggregate = fields.Char();
    entry = fields.Char();
    month_01 = fields.Char();
    month_02 = fields.Char();
    total = fields.Char();
    _records = [
        { id: 1, name: "Issued", month_01: "1", total: "1", trouble: "Missing months: 2", month_marks: { month_02: "missing" } },
        { id: 2, name: "Reported", month_01: "1", total: "1", month_marks: { month_02: "unexpected" } },
        { id: 3, name: "Late", is_missing: true },
        { id: 4, name: "Share", formula: "percent(a, b)", total: "91,2", is_missing: true },
    ];
}

defineOwnModels(Evaluation, Fact);

const mountFacts = () =>
    mountForm(`
        <form>
            <field name="state" invisible="1"/>
            <field name="fact_ids" widget="agency_facts_one2many" readonly="state != 'draft'">
                <list editable="bottom" create="0" delete="0" no_open="1">
                    <field name="formula" column_invisible="1"/>
                    <field name="trouble" column_invisible="1"/>
                    <field name="is_missing" column_invisible="1"/>
                    <field name="month_marks" column_invisible="1"/>
                    <field name="aggregate" column_invisible="1"/>
                    <field name="name" readonly="1"/>
                    <field name="entry" readonly="formula"/>
                    <field name="month_01" readonly="formula"/>
                    <field name="month_02" readonly="formula"/>
                    <field name="total" readonly="1"/>
                </list>
            </field>
        </form>`);

test("what is missing and what nobody asks for are told apart", async () => {
    await mountFacts();
    expect(".o_agency_missing").toHaveCount(2);
    expect(cell(0, "month_02")).toHaveClass("o_agency_missing");
    expect(cell(2, "entry")).toHaveClass("o_agency_missing");
    expect(".o_agency_unexpected").toHaveCount(1);
    expect(cell(1, "month_02")).toHaveClass("o_agency_unexpected");
    expect(`${cell(0, "total")} .o_agency_trouble`).toHaveAttribute("data-tooltip", "Missing months: 2");
});

test("a computed fact shows its number with the formula, and is not typed", async () => {
    await mountFacts();
    expect(`${cell(3, "entry")} .o_agency_formula`).toHaveAttribute("data-tooltip", "percent(a, b)");
    expect(cell(3, "entry")).toHaveText(/91,2$/);
    await contains(cell(3, "entry")).click();
    expect(`${cell(3, "entry")} input`).toHaveCount(0);
});

test("Enter walks down a column, over what is computed, and one save carries all", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountFacts();
    await contains(cell(0, "month_02")).click();
    await contains(`${cell(0, "month_02")} input`).edit("2", { confirm: false });
    expect(cell(0, "month_02")).toHaveClass("o_agency_missing", { message: "as long as it is typed" });
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(cell(0, "month_02")).not.toHaveClass("o_agency_missing");
    expect(cell(0, "total")).toHaveText("3", { message: "the months that are typed are added up" });
    await contains(cell(0, "month_02")).click();
    await contains(`${cell(0, "month_02")} input`).edit("123 456 789,000001", { confirm: false });
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(cell(0, "total")).toHaveText("123456790,000001", { message: "to the last digit" });
    expect(`${cell(0, "total")} .o_agency_trouble`).toHaveCount(0);
    expect(`${cell(2, "month_02")} input`).toBeFocused({ message: "past the month that nobody asks for" });
    await contains(cell(2, "entry")).click();
    await contains(`${cell(2, "entry")} input`).edit("1 234,5", { confirm: false });
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(".o_selected_row").toHaveCount(0);
    await clickSave();
    expect.verifySteps([{ fact_ids: [[1, 1, { month_02: "123 456 789,000001" }], [1, 3, { entry: "1 234,5" }]] }]);
});

test("a number outside the period is struck out and can be taken back, a computed one is not typed", async () => {
    Fact._records[0].month_marks = { month_01: "outside", month_02: "missing" };
    Fact._records[1].month_marks = { month_01: "computed", month_02: "computed" };
    await mountFacts();
    expect(cell(0, "month_01")).toHaveClass("o_agency_outside");
    expect(cell(0, "month_01")).toHaveText("1");
    expect(cell(1, "month_01")).toHaveText("1");
    await contains(cell(0, "month_01")).click();
    expect(`${cell(0, "month_01")} input`).toHaveCount(1);
    await contains(cell(1, "month_01")).click();
    expect(`${cell(1, "month_01")} input`).toHaveCount(0);
});

test("what is no sum is left to the server", async () => {
    Fact._records[0].aggregate = "mean";
    await mountFacts();
    await contains(cell(0, "month_02")).click();
    await contains(`${cell(0, "month_02")} input`).edit("2", { confirm: false });
    await press("Enter");
    await animationFrame();
    await animationFrame();
    expect(cell(0, "total")).toHaveText("…");
});

test("facts that are submitted are read, not typed", async () => {
    Evaluation._records[0].state = "submitted";
    await mountFacts();
    await contains(cell(0, "month_01")).click();
    expect(".o_data_row input").toHaveCount(0);
});

const drawnBy = useDrawn([ListRow, ({ props }) => props.record.data.name]);

test("a number draws the row that is left and the one that is entered", async () => {
    await mountFacts();
    await contains(cell(0, "entry")).click();
    const drawn = await drawnBy(async () => {
        await contains(`${cell(0, "entry")} input`).edit("7", { confirm: false });
        await press("Enter");
    });
    expect(drawn).toEqual(["Issued", "Reported"]);
    expect(`${cell(1, "entry")} input`).toBeFocused();
});

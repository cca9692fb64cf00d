import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryAllValues } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, fields, MockServer, models, onRpc } from "@web/../tests/web_test_helpers";

import { findHeadingsOf } from "@agency_evaluation/sheet/tree";
import { cell, defineOwnModels, mountForm, SheetLine, useDecimalCommas } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    can_check = fields.Boolean();
    line_ids = fields.One2many({ relation: "line", relation_field: "evaluation_id" });
    _records = [{ id: 1, can_check: true, line_ids: [1, 2, 3, 4, 5] }];
}

class Line extends SheetLine {
    is_judged = fields.Boolean();
    suggested_points = fields.Float();
    has_suggestion = fields.Boolean();
    is_provisional = fields.Boolean();
    working = fields.Text();
    rule_notes = fields.Text();
    open_severity = fields.Char();
    open_findings = fields.Char();
    _records = [
        { id: 1, code: "A", name: "Group A", is_heading: true, max_points: 5 },
        {
            id: 2, code: "A.1", name: "Programmes", level: 1, max_points: 3, status: "scored", self_points: 3,
            has_suggestion: true, suggested_points: 2.75, working: "11 × 0,25 = 2,75\nAwarded: Programmes: 11.",
            open_severity: "error", open_findings: "Scored 3,0, the rule gives 2,75.",
        },
        { id: 3, code: "A.2", name: "Judged", level: 1, max_points: 2, is_judged: true, working: "Judged: no rule." },
        { id: 4, code: "B", name: "Group B", is_heading: true, max_points: 2 },
        {
            id: 5, code: "B.1", name: "Agreed", level: 1, max_points: 2, status: "scored", self_points: 1.5,
            has_suggestion: true, suggested_points: 1.5, working: "2 − 0,5 = 1,5; at most 2,0",
        },
    ];
}

defineOwnModels(Evaluation, Line);
useDecimalCommas();

const mountSheet = () =>
    mountForm(`
        <form>
            <field name="can_check" invisible="1"/>
            <field name="line_ids" widget="agency_sheet_one2many">
                <list editable="bottom" create="0" delete="0" no_open="1">
                    <field name="level" column_invisible="1"/>
                    <field name="is_heading" column_invisible="1"/>
                    <field name="is_bonus" column_invisible="1"/>
                    <field name="is_judged" column_invisible="1"/>
                    <field name="open_severity" column_invisible="1"/>
                    <field name="open_findings" column_invisible="1"/>
                    <field name="name" readonly="1"/>
                    <field name="self_points" widget="agency_points" readonly="is_heading"
                        options="{'status': 'status', 'max': 'max_points', 'subtotals': True}"/>
                    <field name="suggested_points" widget="agency_suggestion" readonly="1"/>
                </list>
            </field>
        </form>`);

test("suggestions stand beside the points with their working, and judged rows say that they have none", async () => {
    await mountSheet();
    expect(queryAllTexts("td[name=suggested_points]")).toEqual(["", "2,75", "–", "", "1,5"]);
    expect(queryAllTexts(".o_agency_working")).toEqual([
        "11 × 0,25 = 2,75\nAwarded: Programmes: 11.",
        "2 − 0,5 = 1,5; at most 2,0",
    ]);
    expect(`${cell(2, "suggested_points")} .o_agency_explain`).toHaveAttribute("data-tooltip", "Judged: no rule.");
    expect(`${cell(0, "suggested_points")} .o_agency_explain`).toHaveCount(0);
    expect(".o_agency_suggested[data-differs]").toHaveCount(1);
});

test("a click on a suggestion shows its working, and how its rules were understood", async () => {
    Line._records[1].rule_notes = "“Each programme”: 0,25 as the product says";
    await mountSheet();
    expect(`${cell(1, "suggested_points")} .fa-info-circle`).toHaveCount(1);
    expect(`${cell(4, "suggested_points")} .fa-info-circle`).toHaveCount(0);
    await contains(`${cell(1, "suggested_points")} .o_agency_explain`).click();
    expect(queryAllTexts(".o_agency_working_popover .o_agency_lines")).toEqual([
        "11 × 0,25 = 2,75\nAwarded: Programmes: 11.",
        "“Each programme”: 0,25 as the product says",
    ]);
    await contains(`${cell(4, "suggested_points")} .o_agency_explain`).click();
    expect(queryAllTexts(".o_agency_working_popover .o_agency_lines")).toEqual(["2 − 0,5 = 1,5; at most 2,0"]);
});

test("what differs can be accepted, on its row and on the headings above", async () => {
    await mountSheet();
    expect(".o_agency_accept:visible").toHaveCount(2);
    expect(`${cell(0, "suggested_points")} .o_agency_accept:visible`).toHaveCount(1);
    await contains(cell(1, "self_points")).click();
    await contains(`${cell(1, "self_points")} input`).edit("2,75", { confirm: "Tab" });
    await animationFrame();
    expect(".o_agency_accept:visible").toHaveCount(0);
});

test("accepting saves what was typed before, and shows the points then", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    onRpc("line", "action_accept_suggestions", ({ args }) => {
        expect.step(`accept ${args[0]}`);
        MockServer.env.line.write([2], { self_points: 2.75 });
        return true;
    });
    await mountSheet();
    await contains(cell(2, "self_points")).click();
    await contains(`${cell(2, "self_points")} input`).edit("1", { confirm: false });
    await contains(`${cell(1, "suggested_points")} .o_agency_accept`).click();
    await animationFrame();
    expect.verifySteps([{ line_ids: [[1, 3, { self_points: 1, status: "scored" }]] }, "accept 2"]);
    expect(cell(0, "self_points")).toHaveText("3,75");
    expect(queryAllValues("td[name=self_points] input")).toEqual(["2,75", "1,0", "1,5"]);
    expect(".o_agency_accept:visible").toHaveCount(0);
});

test("provisional points are marked as such, and are not accepted", async () => {
    Object.assign(Line._records[1], { has_suggestion: false, is_provisional: true, working: "Provisional 2,75 (missing: …)." });
    await mountSheet();
    expect(`${cell(1, "suggested_points")} .o_agency_provisional`).toHaveCount(1);
    expect(`${cell(1, "suggested_points")} .o_agency_suggested`).toHaveText("2,75");
    expect(`${cell(1, "suggested_points")} .o_agency_suggested`).toHaveClass("fst-italic");
    expect(`${cell(1, "suggested_points")} .o_agency_explain`).toHaveAttribute("data-tooltip", /^Provisional/);
    expect(`${cell(4, "suggested_points")} .o_agency_provisional`).toHaveCount(0);
    expect(".o_agency_accept:visible, .o_agency_suggested[data-differs]").toHaveCount(0);
});

test("rows that were left out are told", async () => {
    onRpc("line", "action_accept_suggestions", () => ({ params: { message: "1 rows were left out: A.2.", type: "warning" } }));
    await mountSheet();
    await contains(`${cell(0, "suggested_points")} .o_agency_accept`).click();
    await animationFrame();
    expect(".o_notification").toHaveText(/A.2/);
});

test("nothing is accepted by whoever may not", async () => {
    Evaluation._records[0].can_check = false;
    await mountSheet();
    expect(".o_agency_accept:visible").toHaveCount(0);
});

test("an open finding is marked on its row", async () => {
    await mountSheet();
    expect(".o_agency_finding").toHaveCount(1);
    expect(`${cell(1, "name")} .o_agency_finding`).toHaveClass("text-danger");
    expect(`${cell(1, "name")} .o_agency_finding`).toHaveAttribute("data-tooltip", "Scored 3,0, the rule gives 2,75.");
});

test("the headings above a row are found, whatever their depth", () => {
    const rows = [["A", 0, true], ["A.1", 1, true], ["A.1-1", 2], ["A.2", 1], ["B", 0, true], ["B.1", 1]].map(
        ([id, level, isHeading = false]) => ({ id, level, isHeading })
    );
    expect([...findHeadingsOf(rows, new Set(["A.1-1"]))].sort()).toEqual(["A", "A.1", "A.1-1"]);
    expect([...findHeadingsOf(rows, new Set(["B.1", "A.2"]))].sort()).toEqual(["A", "A.2", "B", "B.1"]);
    expect(findHeadingsOf(rows, new Set()).size).toBe(0);
});

import { describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { clickCancel, clickSave, contains, fields, models, onRpc } from "@web/../tests/web_test_helpers";

import { PLAIN } from "@agency_evaluation/sheet/roll_up";

import { cell, defineOwnModels, mountForm, SheetLine, useDecimalCommas } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    state = fields.Char({ default: "draft" });
    remark = fields.Char();
    sum_plan = fields.Json();
    is_stated = fields.Boolean();
    stated_points = fields.Float();
    line_ids = fields.One2many({ relation: "line", relation_field: "evaluation_id" });
    _records = [{ id: 1, state: "draft", line_ids: [1, 2, 3, 4, 5, 6, 7] }];
}

class Line extends SheetLine {
    number = fields.Char();
    is_stated = fields.Boolean();
    stated_points = fields.Float();
    is_reviewed = fields.Boolean();
    review_points = fields.Float();
    review_note = fields.Text();
    is_granted = fields.Boolean();
    may_not_apply = fields.Boolean();
    relief_basis = fields.Char();
    final_points = fields.Float();
    explanation = fields.Text();
    evidence_count = fields.Integer();
    _records = [
        { id: 1, number: "I", code: "A", name: "Group A", level: 0, is_heading: true, max_points: 6 },
        { id: 2, number: "1", code: "A.1", name: "Heading", level: 1, is_heading: true, max_points: 4 },
        { id: 3, number: "-", code: "A.1-1", name: "Leaf one", level: 2, max_points: 3 },
        { id: 4, number: "-", code: "A.1-2", name: "Leaf two", level: 2, max_points: 1 },
        { id: 5, number: "2", code: "A.2", name: "Extra", level: 1, is_bonus: true, max_points: 2 },
        { id: 6, number: "II", code: "B", name: "Group B", level: 0, is_heading: true, max_points: 4 },
        { id: 7, number: "1", code: "B.1", name: "Leaf three", level: 1, max_points: 4 },
    ];
}

const ARCH = `
    <form>
        <field name="state"/>
        <field name="sum_plan" invisible="1"/>
        <field name="is_stated" invisible="1"/>
        <field name="stated_points" invisible="1"/>
        <field name="line_ids" widget="agency_sheet_one2many">
            <list editable="bottom" create="0" delete="0" no_open="1">
                <field name="level" column_invisible="1"/>
                <field name="is_heading" column_invisible="1"/>
                <field name="is_bonus" column_invisible="1"/>
                <field name="is_stated" column_invisible="1"/>
                <field name="stated_points" column_invisible="1"/>
                <field name="number" readonly="1"/>
                <field name="name" readonly="1"/>
                <field name="max_points" sum="Maximum" widget="agency_points" readonly="1"/>
                <field name="self_points" sum="Self" widget="agency_points"
                    options="{'status': 'status', 'max': 'max_points', 'subtotals': True}"
                    readonly="is_heading or parent.state != 'draft'"/>
                <field name="review_points" sum="Review" widget="agency_points"
                    options="{'given_by': 'is_reviewed', 'max': 'max_points', 'otherwise': 'self_points', 'subtotals': True}"
                    readonly="is_heading or parent.state != 'submitted'" column_invisible="parent.state == 'draft'"/>
                <field name="explanation" readonly="is_heading or parent.state != 'draft'"/>
                <field name="evidence_count" widget="agency_evidence_clip" readonly="1"/>
            </list>
        </field>
        <field name="remark"/>
    </form>`;

defineOwnModels(Evaluation, Line);
useDecimalCommas();

const mountSheet = (arch = ARCH) => mountForm(arch);
const own = (row) => cell(row, "self_points");
const input = (row, name = "self_points") => `${cell(row, name)} input`;
/** What each row shows in a column, typed into an input or not. */
const column = (name = "self_points") =>
    queryAll(`.o_data_row td[name=${name}]`).map((td) => td.querySelector("input")?.value ?? td.innerText.trim());
const total = () => queryAllTexts("tfoot td.o_list_number");
const score = (id, values) => Object.assign(Line._records[id - 1], values);

/** Type into the points of a row, the keys as an officer presses them. */
async function type(row, text, key = "Tab") {
    await contains(own(row)).click();
    await contains(input(row)).edit(text, { confirm: false });
    await press(key);
    await animationFrame();
    await animationFrame();
}

/** The row and the column that hold the focus. */
function focused() {
    const active = document.activeElement;
    const rows = queryAll(".o_data_row");
    return [rows.indexOf(active.closest(".o_data_row")), active.closest("td")?.getAttribute("name")];
}

test("blank is not zero: only headings with points below show a subtotal", async () => {
    score(3, { status: "scored", self_points: 0 });
    score(4, { status: "not_applicable" });
    await mountSheet();
    expect(column()).toEqual(["0", "0", "0", "N/A", "", "", ""]);
    expect(column("max_points")).toEqual(["6,0", "4,0", "3,0", "1,0", "2,0", "4,0", "4,0"]);
    expect(total().slice(0, 2)).toEqual(["10", "0"]);
    expect(".o_agency_progress").toHaveText("2 of 4 rows answered");
});

test("subtotals and the total follow what is typed, before anything is saved", async () => {
    onRpc("web_save", () => expect.step("web_save"));
    onRpc("onchange", () => expect.step("onchange"));
    await mountSheet();
    await type(2, "2,25");
    expect(column()).toEqual(["2,25", "2,25", "2,25", "", "", "", ""]);
    await type(6, "4");
    expect(column()).toEqual(["2,25", "2,25", "2,25", "", "", "4,0", "4,0"]);
    expect(total().slice(0, 2)).toEqual(["10", "6,25"]);
    expect.verifySteps([]);
});

test("one save carries all that was typed: zero, cleared and not applicable", async () => {
    score(4, { status: "scored", self_points: 1 });
    score(5, { status: "scored", self_points: 2 });
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountSheet();
    await type(2, "0", "Enter");
    await type(3, "");
    await type(4, "-");
    expect(column()).toEqual(["0", "0", "0", "", "N/A", "", ""]);
    await clickSave();
    expect.verifySteps([
        {
            line_ids: [
                [1, 3, { self_points: 0, status: "scored" }],
                [1, 4, { self_points: 0, status: "todo" }],
                [1, 5, { self_points: 0, status: "not_applicable" }],
            ],
        },
    ]);
});

test("a button says not applicable, and takes it back", async () => {
    await mountSheet();
    await contains(own(2)).click();
    await contains(`${own(2)} .o_agency_not_applicable`).click();
    expect(input(2)).toHaveValue("N/A");
    await contains(`${own(2)} .o_agency_not_applicable`).click();
    expect(input(2)).toHaveValue("");
});

test("Tab and Enter walk the scores, past headings and explanations, and out of the list", async () => {
    await mountSheet();
    await contains(own(2)).click();
    expect(focused()).toEqual([2, "self_points"]);
    for (const [key, row] of [
        ["Tab", 3],
        ["Enter", 4],
        ["Tab", 6],
        ["Shift+Tab", 4],
        ["ArrowUp", 3],
        ["ArrowDown", 4],
        ["Shift+Enter", 3],
        ["Enter", 4],
        ["Enter", 6],
    ]) {
        await press(key.split("+"));
        expect(focused()).toEqual([row, "self_points"], { message: `${key} leads to row ${row}` });
    }
    await press("Tab");
    expect("[name=remark] input").toBeFocused();
});

test("the right arrow reaches the explanation, and Tab goes on from there", async () => {
    await mountSheet();
    await contains(own(2)).click();
    await press("ArrowRight");
    await animationFrame();
    await animationFrame();
    expect(focused()).toEqual([2, "explanation"]);
    await press(["Shift", "Tab"]);
    expect(focused()).toEqual([2, "self_points"]);
    await press("Tab");
    expect(focused()).toEqual([3, "self_points"]);
    await animationFrame();
    expect(".o_selected_row").toHaveCount(0);
    await contains(cell(4, "explanation")).click();
    expect(focused()).toEqual([4, "explanation"]);
    await press("Tab");
    expect(focused()).toEqual([6, "self_points"]);
});

test("headings are not edited", async () => {
    await mountSheet();
    for (const name of ["name", "self_points", "explanation"]) {
        await contains(cell(1, name)).click();
        expect(".o_selected_row").toHaveCount(0);
        expect(`${cell(1, name)} input`).toHaveCount(0);
    }
});

test("points above the maximum stay where they were typed, and nothing is saved", async () => {
    onRpc("web_save", () => expect.step("web_save"));
    await mountSheet();
    await type(2, "3,5");
    expect(focused()).toEqual([2, "self_points"]);
    expect(input(2)).toHaveValue("3,5");
    expect(own(2)).toHaveClass("o_invalid_cell");
    expect(".o_notification:contains('A.1-1: 3,5 is above the maximum; 0 to 3,0 is allowed.')").toHaveCount(1);
    await clickSave();
    expect(input(2)).toHaveValue("3,5");
    expect.verifySteps([]);
    await type(2, "3");
    expect(column()[0]).toBe("3,0");
    await clickSave();
    expect.verifySteps(["web_save"]);
});

test("discarding takes back what was refused", async () => {
    await mountSheet();
    await type(2, "9");
    expect(input(2)).toHaveValue("9");
    await clickCancel();
    expect(input(2)).toHaveValue("");
    expect(own(2)).not.toHaveClass("o_invalid_cell");
});

test("what a paper states and what its rows give are told apart", async () => {
    score(1, { is_stated: true, stated_points: 4 });
    score(3, { is_stated: true, stated_points: 2, status: "scored", self_points: 2 });
    score(7, { is_stated: true, stated_points: 1 });
    await mountSheet();
    const marked = () => queryAll(".o_agency_differs").map((mark) => mark.dataset.tooltip);
    expect(marked()).toEqual([
        "The paper states 4,0, computed 2,0",
        "The paper states 1,0, nothing is scored",
    ]);
    await type(4, "2");
    expect(marked()).toEqual(["The paper states 1,0, nothing is scored"]);
});

test("a heading whose maximum is not the sum of its rows is marked", async () => {
    score(6, { max_points: 5 });
    await mountSheet();
    expect(".o_agency_differs").toHaveCount(1);
    expect(`${cell(5, "max_points")} .o_agency_differs`).toHaveAttribute(
        "data-tooltip",
        "States 5,0, the rows below give 4,0"
    );
});

test("rows are numbered, indented and marked by kind", async () => {
    await mountSheet();
    expect(column("number")).toEqual(["I", "1", "-", "-", "2", "II", "1"]);
    expect(queryAll(".o_agency_heading")).toHaveLength(3);
    expect(".o_data_row:eq(2)").toHaveClass("o_agency_level_2");
    expect(`${cell(4, "name")} .badge`).toHaveText("Bonus");
    expect(".badge").toHaveCount(1);
    expect(".o_column_sortable").toHaveCount(0);
});

test("a reviewer's points count where given, else the unit's own", async () => {
    Evaluation._records[0].state = "submitted";
    score(3, { status: "scored", self_points: 3 });
    score(4, { status: "scored", self_points: 1 });
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountSheet();
    expect(column("review_points")).toEqual(["4,0", "4,0", "", "", "", "", ""]);
    await contains(cell(2, "review_points")).click();
    expect(input(2, "review_points")).toHaveAttribute("placeholder", "3,0");
    await contains(input(2, "review_points")).edit("1,5", { confirm: "Tab" });
    await animationFrame();
    expect(focused()).toEqual([3, "review_points"]);
    expect(column("review_points").slice(0, 3)).toEqual(["2,5", "2,5", "1,5"]);
    expect(total().slice(0, 3)).toEqual(["10", "4,0", "2,5"]);
    await clickSave();
    expect.verifySteps([{ line_ids: [[1, 3, { is_reviewed: true, review_points: 1.5 }]] }]);
});

const CLAIM = { group: "2,5", sum: "5,5", stated: "The paper states 7,5, computed 5,5" };
for (const { policy, edition, group, sum, stated } of [
    ...["zero", "full", "scale"].map((policy) => ({ policy, edition: 2, ...CLAIM })),
    { policy: "full", edition: 1, group: "4,5", sum: "7,5", stated: "" },
    { policy: "scale", edition: 1, group: "2,5", sum: "6,88", stated: "The paper states 7,5, computed 6,88" },
]) {
    test(`what a claim counts as soon as it is typed: ${policy}, edition ${edition}`, async () => {
        const sum_plan = { ...PLAIN, policy, edition };
        Object.assign(Evaluation._records[0], { sum_plan, is_stated: true, stated_points: 7.5 });
        score(1, { is_stated: true, stated_points: 4.5 });
        score(3, { status: "scored", self_points: 2.5 });
        score(5, { status: "scored", self_points: 2, is_stated: true, stated_points: 2 });
        score(7, { status: "scored", self_points: 3 });
        await mountSheet();
        expect(column()).toEqual(["4,5", "2,5", "2,5", "", "2,0", "3,0", "3,0"]);
        expect(total().slice(0, 2)).toEqual(["10", "7,5"]);
        expect(".o_agency_differs").toHaveCount(0);
        await type(4, "-");
        expect(column()).toEqual([group, "2,5", "2,5", "", "N/A", "3,0", "3,0"]);
        expect(total().slice(0, 2)).toEqual(["10", sum]);
        expect(queryAllTexts("tfoot .o_agency_differs")).toEqual(stated ? [stated] : []);
        // A paper that states points for a row that does not apply differs, whatever the row counts.
        const marks = queryAll("tbody .o_agency_differs").map((mark) => mark.dataset.tooltip);
        expect(marks.at(-1)).toBe("The paper states 2,0, nothing is scored");
        expect(marks.slice(0, -1)).toEqual(group === "4,5" ? [] : ["The paper states 4,5, computed 2,5"]);
    });
}

const WITH_FINAL = ARCH.replace(
    '<field name="explanation"',
    `<field name="is_granted" column_invisible="1"/><field name="relief_basis" column_invisible="1"/>
    <field name="final_points" sum="Final" widget="agency_points" readonly="1" options="{'source':
    'review_points', 'given_by': 'is_reviewed', 'otherwise': 'self_points', 'subtotals': True}"/>$&`
);

for (const [policy, edition, before, difference] of [
    ...["zero", "full", "scale"].map((policy) => [policy, 2, "1,0", "+1,5"]),
    ["full", 1, "3,0", "−0,5"],
    ["scale", 1, "1,25", "+1,5"],
]) {
    test(`the reviewer may find that a row applies: ${policy}, edition ${edition}`, async () => {
        Object.assign(Evaluation._records[0], { sum_plan: { ...PLAIN, policy, edition }, state: "submitted" });
        score(3, { status: "scored", self_points: 1 });
        score(5, { status: "not_applicable" });
        await mountSheet(WITH_FINAL);
        expect(total().slice(0, 4)).toEqual(["10", before, before, before]);
        expect(column("final_points")[4]).toBe("N/A");
        await contains(cell(4, "review_points")).click();
        await contains(input(4, "review_points")).edit("1,5", { confirm: "Tab" });
        await animationFrame();
        expect(column("final_points")).toEqual([
            `${difference}2,5`, "1,0", "1,0", "", `${difference}1,5`, "", "",
        ]);
        expect(total().slice(0, 4)).toEqual(["10", before, "2,5", "2,5"]);
    });
}

for (const [policy, final] of [["zero", "6,0"], ["full", "9,0"], ["scale", "9,0"]]) {
    test(`what is granted counts in the end alone: ${policy}`, async () => {
        Object.assign(Evaluation._records[0], { sum_plan: { ...PLAIN, policy }, state: "submitted" });
        score(3, { status: "not_applicable", is_granted: true });
        score(4, { status: "scored", self_points: 1 });
        score(5, { status: "scored", self_points: 1 });
        score(7, { status: "scored", self_points: 4 });
        await mountSheet(WITH_FINAL);
        expect(total().slice(0, 4)).toEqual(["10", "6,0", final, final]);
        expect(column()[0]).toBe("2,0");
    });
}

test("a relieved row is taken out of both sums, and a bonus is not scaled", async () => {
    Object.assign(Evaluation._records[0], { sum_plan: PLAIN, state: "submitted" });
    score(3, { status: "scored", self_points: 2 });
    score(4, { status: "scored", self_points: 1 });
    score(5, { status: "scored", self_points: 0.5 });
    score(7, { status: "not_applicable", relief_basis: "Quyết định số 15/QĐ-UBND" });
    await mountSheet(WITH_FINAL);
    expect(total().slice(0, 4)).toEqual(["10", "6,5", "6,5", "6,5"]);
    expect(column()).toEqual(["3,5", "3,0", "2,0", "1,0", "0,5", "", "Relieved"]);
});

test("the form of a relieved row says so too", async () => {
    score(1, { is_heading: false, status: "not_applicable", relief_basis: "Quyết định số 15/QĐ-UBND" });
    const form = `<form><field name="is_heading" invisible="1"/><field name="relief_basis" invisible="1"/>
        <field name="self_points" widget="agency_points" options="{'status': 'status'}" readonly="1"/></form>`;
    await mountForm(form, "line");
    expect(".o_field_widget[name=self_points]").toHaveText("Relieved");
});

test("a row that applies to every unit is not answered otherwise", async () => {
    score(3, { may_not_apply: false });
    score(4, { may_not_apply: true });
    await mountSheet(ARCH.replace("'max': 'max_points', 'subtotals'", "'max': 'max_points', 'may_not_apply': 'may_not_apply', 'subtotals'"));
    expect(`${own(2)} .o_agency_not_applicable`).toHaveCount(0);
    expect(`${own(3)} .o_agency_not_applicable`).toHaveCount(1);
    await type(2, "-");
    expect(".o_notification").toHaveText("A.1-1 applies to every unit: give points, zero is possible.");
    expect(input(2)).toHaveAttribute("aria-invalid", "true");
});

test("a sheet that is locked is read, not edited", async () => {
    Evaluation._records[0].state = "approved";
    score(3, { status: "scored", self_points: 3 });
    await mountSheet();
    await contains(own(2)).click();
    expect(".o_data_row input").toHaveCount(0);
    expect(column()).toEqual(["3,0", "3,0", "3,0", "", "", "", ""]);
});

test("a sheet that is read-only as a whole has nothing to type into", async () => {
    score(3, { status: "scored", self_points: 3 });
    await mountSheet(ARCH.replace('widget="agency_sheet_one2many"', '$& readonly="1"'));
    expect(".o_data_row input").toHaveCount(0);
    expect(column().slice(0, 3)).toEqual(["3,0", "3,0", "3,0"]);
});

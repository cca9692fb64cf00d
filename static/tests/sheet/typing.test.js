import { after, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, fields, MockServer, models, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { FormRenderer } from "@web/views/form/form_renderer";

import { EditingRecord } from "@agency_evaluation/editing/editing_model";
import { ListRow } from "@agency_evaluation/sheet/list_parts";
import { SheetFoot, SheetListRenderer } from "@agency_evaluation/sheet/sheet_list_renderer";

import {
    cell,
    defineOwnModels,
    EVALUATION,
    LINE,
    mountForm,
    mountShared,
    SharedEvaluation,
    SharedLine,
    sheetOf,
    tellChanged,
    useDecimalCommas,
    useDrawn,
} from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends SharedEvaluation {
    state = fields.Char({ default: "draft" });
    can_check = fields.Boolean({ default: true });
    note_ids = fields.One2many({ relation: "note", relation_field: "evaluation_id" });
    _records = [{ id: 1, state: "draft", can_check: true, line_ids: [1, 2, 3, 4, 5, 6, 7], note_ids: [1, 2] }];
}

class Line extends SharedLine {
    is_reviewed = fields.Boolean();
    review_points = fields.Float();
    final_points = fields.Float();
    has_suggestion = fields.Boolean();
    is_provisional = fields.Boolean();
    suggested_points = fields.Float();
    working = fields.Text();
    rule_notes = fields.Text();
    open_severity = fields.Char();
    open_findings = fields.Char();
    review_state = fields.Char();
    _records = [
        { id: 1, code: "A", name: "Group A", level: 0, is_heading: true, max_points: 6 },
        { id: 2, code: "A.1", name: "Heading", level: 1, is_heading: true, max_points: 4 },
        { id: 3, code: "A.1-1", name: "Leaf one", level: 2, max_points: 3 },
        { id: 4, code: "A.1-2", name: "Leaf two", level: 2, max_points: 1, has_suggestion: true, suggested_points: 1 },
        { id: 5, code: "A.2", name: "Extra", level: 1, max_points: 2 },
        { id: 6, code: "B", name: "Group B", level: 0, is_heading: true, max_points: 4 },
        { id: 7, code: "B.1", name: "Leaf three", level: 1, max_points: 4 },
    ];
}

class Note extends models.Model {
    evaluation_id = fields.Many2one({ relation: EVALUATION });
    name = fields.Char();
    _records = [
        { id: 1, evaluation_id: 1, name: "One" },
        { id: 2, evaluation_id: 1, name: "Two" },
    ];
}

defineOwnModels(Evaluation, Line, Note);
useDecimalCommas();

const COLUMNS = `
    <field name="suggested_points" widget="agency_suggestion" readonly="1"/>
    <field name="review_points" sum="Review" widget="agency_points"
        options="{'given_by': 'is_reviewed', 'max': 'max_points', 'otherwise': 'self_points', 'subtotals': True}"
        readonly="is_heading or parent.state != 'submitted'" column_invisible="parent.state == 'draft'"/>
    <field name="final_points" sum="Final" widget="agency_points" readonly="1" column_invisible="parent.state == 'draft'"
        options="{'source': 'review_points', 'given_by': 'is_reviewed', 'otherwise': 'self_points', 'subtotals': True}"/>
    <field name="explanation" optional="show" readonly="is_heading or parent.state != 'draft'"/>
    <field name="review_state" readonly="1" column_invisible="parent.state == 'draft'"/>`;
const ARCH = `
    <form js_class="agency_evaluation_shared_form">
        <field name="state"/>
        <field name="can_check" invisible="1"/>
        <field name="sum_plan" invisible="1"/>
        ${sheetOf(COLUMNS, ["open_severity", "open_findings"])}
        <field name="note_ids"><list editable="bottom"><field name="name"/></list></field>
    </form>`;

const drawnBy = useDrawn(
    [ListRow, ({ props }) => props.record.data.code],
    [SheetFoot, () => "foot"],
    [SheetListRenderer, () => "list"],
    [FormRenderer, () => "form"]
);

const input = (row, name = "self_points") => `${cell(row, name)} input`;

async function type(row, text, name) {
    await contains(input(row, name)).edit(text, { confirm: false });
    await press("Tab");
}

const ALL = ["A", "A.1", "A.1-1", "A.1-2", "A.2", "B", "B.1"];

/** A first change makes the form one that has something to save. */
async function mountTouched(row = 6, name = "self_points") {
    await mountForm(ARCH, EVALUATION);
    await type(row, "1", name);
    await animationFrame();
    await animationFrame();
}

test("points draw their row, the headings above it and the foot", async () => {
    await mountTouched();
    expect(await drawnBy(() => type(2, "2"))).toEqual(["A", "A.1", "A.1-1", "foot"]);
    expect(cell(0, "self_points")).toHaveText("2,0");
    expect(await drawnBy(() => type(4, "1"))).toEqual(["A", "A.2", "foot"]);
    expect(await drawnBy(() => type(6, "4"))).toEqual(["B", "B.1", "foot"]);
    expect("tfoot td.o_list_number:eq(1)").toHaveText("7,0");
});

/** What the browser would work out the style of all rows for: elements that come or go, and what `:has()` may ask for. */
function noteRestyled() {
    const notes = [];
    const observer = new MutationObserver((changes) => {
        for (const { type, attributeName, target, addedNodes, removedNodes } of changes) {
            const elements = [...addedNodes, ...removedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE);
            if (type === "attributes" || elements.length) {
                notes.push(`${attributeName || elements.map((element) => element.outerHTML)} in ${target.outerHTML}`);
            }
        }
    });
    const observed = { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "style"] };
    observer.observe(queryOne(".o_agency_sheet table"), observed);
    after(() => observer.disconnect());
    return notes;
}

for (const [name, state, points] of [
    ["self_points", "draft", ["0,5", "1", "0,25"]],
    ["review_points", "submitted", ["0,5", "0,75", "1"]],
]) {
    test(`a keystroke takes away and adds no elements, and restyles none: ${name}`, async () => {
        Evaluation._records[0].state = state;
        const found = { working: "4 × 0,25 = 1", open_severity: "error", open_findings: "Not explained." };
        Object.assign(Line._records[1], { working: "Below" });
        Object.assign(Line._records[3], { ...found, is_bonus: true, status: "scored", self_points: 0.75 });
        await mountTouched(6, name);
        expect(".o_agency_finding, .o_agency_working, .badge").toHaveCount(4);
        const notes = noteRestyled();
        for (const text of points) {
            await type(3, text, name);
            await animationFrame();
            await animationFrame();
            expect(notes).toEqual([]);
        }
        expect(".o_agency_accept:visible").toHaveCount(3);
        expect(`${cell(3, "final_points")} [data-change=gain]`).toHaveCount(state === "draft" ? 0 : 1);
    });
}

test("points are not cut, however far they are from the unit's own", async () => {
    Evaluation._records[0].state = "submitted";
    [0, 1, 2].forEach((index) => (Line._records[index].max_points = 1234.25));
    Object.assign(Line._records[2], { status: "scored", self_points: 1234.25 });
    await mountTouched(2, "review_points");
    await type(2, "1012,75", "review_points");
    await animationFrame();
    expect(cell(0, "final_points")).toHaveText(/^−221,5\s*1012,75$/);
    const cut = queryAll("td.o_agency_points_cell").filter((td) => td.scrollWidth > td.clientWidth);
    expect(cut.map((td) => td.textContent)).toEqual([]);
});

test("what comes to the same draws no heading", async () => {
    await mountTouched();
    await drawnBy(() => type(2, "2"));
    expect(await drawnBy(() => type(2, "2"))).toEqual([]);
    expect(await drawnBy(() => type(3, "0"))).toEqual(["A.1-2", "foot"]);
});

test("what the reviewer types does the same in both columns of sums", async () => {
    Evaluation._records[0].state = "submitted";
    await mountTouched(6, "review_points");
    expect(await drawnBy(() => type(2, "2", "review_points"))).toEqual(["A", "A.1", "A.1-1", "foot"]);
    expect(cell(0, "final_points")).toHaveText("+2,02,0");
});

test("an explanation draws its row alone", async () => {
    await mountTouched();
    await contains(cell(2, "explanation")).click();
    const typed = await drawnBy(async () => {
        await contains(`${cell(2, "explanation")} textarea`).edit("Done", { confirm: false });
        await contains(".o_form_view").click();
    });
    expect(typed.filter((code) => ALL.includes(code))).toEqual(["A.1-1"]);
});

test("a row that others have changed draws itself alone, and the headings above it where its points are others", async () => {
    await mountShared(ARCH);
    const change = async (values) => {
        MockServer.env[LINE].write([5], values);
        await tellChanged({ [LINE]: [5] });
        await advanceTime(5000);
    };
    expect(await drawnBy(() => change({ explanation: "Theirs" }))).toEqual(["A.2"]);
    expect(cell(4, "explanation")).toHaveText("Theirs");
    expect(await drawnBy(() => change({ status: "scored", self_points: 2 }))).toEqual(["A", "A.2", "foot"]);
    expect(cell(0, "self_points")).toHaveText("2,0");
});

test("hiding a column draws all rows, and so does showing it", async () => {
    await mountForm(ARCH, EVALUATION);
    await contains(".o_agency_sheet .o_optional_columns_dropdown button").click();
    for (const count of [0, 7, 0]) {
        const drawn = await drawnBy(() => contains(".o-dropdown-item:contains(Explanation)").click());
        expect(drawn).toEqual([...ALL, "foot", "list"]);
        expect("td[name=explanation]").toHaveCount(count);
    }
});

test("what decides on all rows draws all rows", async () => {
    await mountForm(ARCH, EVALUATION);
    expect(".o_data_row input").toHaveCount(4);
    const closed = await drawnBy(() => contains("[name=state] input").edit("approved"));
    expect(closed).toInclude("A.1-1");
    expect(".o_agency_sheet .o_data_row input").toHaveCount(0);
});

test("rows are not told of their surroundings as long as these stay the same", async () => {
    await mountTouched();
    const told = new Set();
    patchWithCleanup(EditingRecord.prototype, {
        _setEvalContext() {
            told.add(`${this.resModel} ${this.resId}`);
            return super._setEvalContext(...arguments);
        },
    });
    await type(2, "2");
    await animationFrame();
    expect([...told].sort()).toEqual([`${EVALUATION} 1`, `${LINE} 3`]);
});

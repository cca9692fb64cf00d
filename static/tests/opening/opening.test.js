import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred, advanceTime } from "@odoo/hoot-mock";
import {
    clickCancel,
    clickSave,
    contains,
    fields,
    MockServer,
    models,
    onRpc,
    pagerNext,
} from "@web/../tests/web_test_helpers";

import {
    defineOwnModels,
    editableList,
    EVALUATION,
    FACT,
    LINE,
    mountShared,
    openTab,
    SECTION,
    SharedEvaluation,
    SharedFact,
    SharedLine,
    tellChanged,
} from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends SharedEvaluation {
    missing_fact_count = fields.Integer();
    fact_ids = fields.One2many({ relation: FACT, relation_field: "evaluation_id" });
    other_ids = fields.One2many({ relation: FACT, relation_field: "other_id" });
    section_ids = fields.One2many({ relation: SECTION, relation_field: "evaluation_id" });
    _records = [
        { id: 1, state: "draft", missing_fact_count: 2, line_ids: [1], fact_ids: [1, 2], other_ids: [3], section_ids: [1] },
        { id: 2, state: "draft", line_ids: [2], fact_ids: [4] },
    ];
}

class Line extends SharedLine {
    _records = [
        { id: 1, code: "A", name: "Row one" },
        { id: 2, code: "A", name: "Row of another" },
    ];
}

class Fact extends SharedFact {
    other_id = fields.Many2one({ relation: EVALUATION });
    note = fields.Char();
    _records = [
        { id: 1, name: "Petitions", note: "Book" },
        { id: 2, name: "Papers", note: "" },
        { id: 3, name: "Finding", note: "" },
        { id: 4, name: "Fact of another", note: "" },
    ];
}

class Section extends models.Model {
    _name = SECTION;

    evaluation_id = fields.Many2one({ relation: EVALUATION });
    name = fields.Char();
    _records = [{ id: 1, evaluation_id: 1, name: "Says 90" }];
}

defineOwnModels(Evaluation, Line, Fact, Section);

const ARCH = `
    <form js_class="agency_evaluation_form">
        <field name="report_number"/>
        <field name="missing_fact_count" invisible="1"/>
        <notebook>
            <page name="sheet" string="Sheet"><field name="line_ids">${editableList('<field name="name"/>')}</field></page>
            <page name="facts" string="Facts" badge_warning="missing_fact_count" invisible="not fact_ids">
                <field name="fact_ids">${editableList('<field name="name" readonly="1"/><field name="note"/>')}</field>
            </page>
            <page name="findings" string="Findings">
                <field name="other_ids">${editableList('<field name="name" readonly="1"/><field name="note"/>')}</field>
            </page>
        </notebook>
    </form>`;

const isWhole = (specification) => (name) => (specification[name]?.fields ? name : specification[name] ? `(${name})` : null);

/** Note what is read of the lists: the name of one of which all is read, in brackets one of which ids are read. */
function noteReads() {
    const note = ({ method, kwargs }) => {
        const names = ["line_ids", "fact_ids", "other_ids"].map(isWhole(kwargs.specification)).filter(Boolean);
        expect.step(`${method}: ${names.join(" ")}`);
    };
    onRpc(EVALUATION, "web_read", note);
    onRpc(EVALUATION, "web_save", note);
}

const mountOpening = ({ arch = ARCH, ...params } = {}) => mountShared(arch, params);
const shownNames = () => queryAllTexts(".o_notebook .tab-pane .o_data_row td[name=name]");
const note = ".o_data_row:eq(0) td[name=note]";

test("of the lists on other tabs only the ids are read, so that badges and tabs are right", async () => {
    noteReads();
    await mountOpening();
    expect.verifySteps(["web_read: line_ids (fact_ids) (other_ids)"]);
    expect(queryAllTexts(".o_notebook .nav-link")).toEqual(["Sheet", "Facts2", "Findings"]);
    expect(shownNames()).toEqual(["Row one"]);
});

test("a tab is read when it is opened for the first time, and is not left empty meanwhile", async () => {
    noteReads();
    await mountOpening();
    const answer = new Deferred();
    onRpc(EVALUATION, "web_read", () => answer);
    expect.verifySteps(["web_read: line_ids (fact_ids) (other_ids)"]);
    await openTab("Facts");
    await animationFrame();
    expect(shownNames()).toEqual(["Row one"]); // until the answer is here
    answer.resolve([{ id: 1, fact_ids: MockServer.env[FACT].web_read([1, 2], { name: {}, note: {} }) }]);
    await animationFrame();
    await animationFrame();
    expect(shownNames()).toEqual(["Petitions", "Papers"]);
});

test("a tab that was read is opened again without asking", async () => {
    noteReads();
    await mountOpening();
    await openTab("Facts");
    await openTab("Sheet");
    await openTab("Facts");
    expect(shownNames()).toEqual(["Petitions", "Papers"]);
    expect.verifySteps(["web_read: line_ids (fact_ids) (other_ids)", "web_read: fact_ids"]);
});

test("a save reads the open tab, and what lies on the others is read again when it is opened", async () => {
    noteReads();
    await mountOpening();
    await openTab("Facts");
    await openTab("Findings");
    await contains(".o_field_widget[name=report_number] input").edit("15");
    MockServer.env[FACT].write([1], { name: "Petitions by now" });
    await clickSave();
    await openTab("Facts");
    expect(shownNames()).toEqual(["Petitions by now", "Papers"]);
    expect.verifySteps([
        "web_read: line_ids (fact_ids) (other_ids)",
        "web_read: fact_ids",
        "web_read: other_ids",
        "web_save: line_ids (fact_ids) other_ids",
        "web_read: fact_ids",
    ]);
});

test("what is typed on a tab is there when it is opened again, and is saved and read with the rest", async () => {
    noteReads();
    await mountOpening();
    await openTab("Findings");
    await contains(note).click();
    await contains(`${note} input`).edit("Because", { confirm: false });
    await openTab("Facts");
    await openTab("Findings");
    expect(note).toHaveText("Because");
    await openTab("Sheet");
    await clickSave();
    expect(MockServer.env[FACT].read([3], ["note"])[0].note).toBe("Because");
    await openTab("Findings");
    expect(note).toHaveText("Because");
    expect.verifySteps([
        "web_read: line_ids (fact_ids) (other_ids)",
        "web_read: other_ids",
        "web_read: fact_ids",
        "web_save: line_ids (fact_ids) other_ids",
    ]);
});

test("what is discarded on another tab is as it was", async () => {
    await mountOpening();
    await openTab("Findings");
    await contains(note).click();
    await contains(`${note} input`).edit("Because", { confirm: false });
    await openTab("Sheet");
    await clickCancel();
    await openTab("Findings");
    expect(note).toHaveText("");
    expect(shownNames()).toEqual(["Finding"]);
});

test("the next record is read with the tab that is open", async () => {
    noteReads();
    await mountOpening({ resIds: [1, 2] });
    await openTab("Facts");
    expect(shownNames()).toEqual(["Petitions", "Papers"]);
    await pagerNext();
    expect(shownNames()).toEqual(["Fact of another"]);
    expect.verifySteps([
        "web_read: line_ids (fact_ids) (other_ids)",
        "web_read: fact_ids",
        "web_read: line_ids fact_ids (other_ids)",
    ]);
});

test("where the open tab is hidden, the one that is shown instead is read", async () => {
    Evaluation._records[1].fact_ids = [];
    await mountOpening({ resIds: [1, 2] });
    await openTab("Facts");
    await pagerNext();
    expect(queryFirst(".o_notebook .nav-link.active")).toHaveText("Sheet");
    expect(shownNames()).toEqual(["Row of another"]);
});

/** A colleague has saved records of these models, and what that leads to is over. */
async function readChanged(parts) {
    await tellChanged(parts);
    await advanceTime(1500);
    await animationFrame();
    await animationFrame();
}

for (const opened of [["Report"], ["Report", "Sheet", "Report"]]) {
    test(`what others score is in the report, which tells of it: ${opened.join(", ")}`, async () => {
        const report = `<page name="report" string="Report">
            <field name="section_ids">${editableList('<field name="name" readonly="1"/>')}</field></page>`;
        await mountOpening({ arch: ARCH.replace("</notebook>", `${report}</notebook>`) });
        const [first, ...others] = opened;
        await openTab(first);
        for (const title of others.slice(0, -1)) {
            await openTab(title);
        }
        MockServer.env[SECTION].write([1], { name: "Says 90, and it is 89" });
        await readChanged({ [LINE]: [1] });
        await openTab(opened.at(-1));
        expect(shownNames()).toEqual(["Says 90, and it is 89"]);
    });
}

test("what others change on a tab that is not open is there when it is opened", async () => {
    await mountOpening();
    await openTab("Facts");
    await openTab("Sheet");
    MockServer.env[FACT].write([2], { name: "Papers by now" });
    await readChanged({ [FACT]: [2] });
    await openTab("Facts");
    expect(shownNames()).toEqual(["Petitions", "Papers by now"]);
});

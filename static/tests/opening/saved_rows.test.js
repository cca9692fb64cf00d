import { describe, expect, test } from "@odoo/hoot";
import { queryFirst, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import {
    clickCancel,
    clickSave,
    contains,
    fields,
    makeServerError,
    MockServer,
    onRpc,
} from "@web/../tests/web_test_helpers";

import {
    defineOwnModels,
    editableList,
    EVALUATION,
    FACT,
    LINE,
    mountShared,
    openTab,
    SharedEvaluation,
    SharedFact,
    SharedLine,
    tellChanged,
} from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends SharedEvaluation {
    grade = fields.Char();
    fact_ids = fields.One2many({ relation: FACT, relation_field: "evaluation_id" });
    _records = [{ id: 1, state: "draft", grade: "Poor", line_ids: [1, 2], fact_ids: [1] }];

    /** As the server does: what depends on the rows of the evaluation is its grade, and of a row its status. */
    web_save_rows(ids, values, ...[{ specification }]) {
        for (const [, id, row] of values.line_ids) {
            this.env[LINE].write([id], { ...row, status: "scored" });
        }
        this.write(ids, { grade: "Good" });
        const saved = values.line_ids.map(([, id]) => id);
        const rows = this.env[LINE].web_read(saved, specification.line_ids.fields);
        return [{ id: ids[0], grade: "Good", line_ids: rows }];
    }
}

class Line extends SharedLine {
    explanation = fields.Char();
    _records = [
        { id: 1, code: "A.1", name: "Row one" },
        { id: 2, code: "A.2", name: "Row two", explanation: "Before" },
    ];
}

class Fact extends SharedFact {
    _records = [{ id: 1, name: "Petitions" }];
}

defineOwnModels(Evaluation, Line, Fact);

const ARCH = `
    <form js_class="agency_evaluation_form">
        <field name="report_number"/>
        <field name="grade" readonly="1"/>
        <notebook>
            <page name="sheet" string="Sheet">
                <field name="line_ids">${editableList('<field name="name" readonly="1"/><field name="status" readonly="1"/><field name="explanation"/>')}</field>
            </page>
            <page name="facts" string="Facts"><field name="fact_ids">${editableList('<field name="name"/>')}</field></page>
        </notebook>
    </form>`;

const explanation = (row) => `.o_data_row:eq(${row}) td[name=explanation]`;

/** What stands in a row, be it typed in or not. */
const shown = (row) => queryFirst(`${explanation(row)} input`)?.value ?? queryText(explanation(row));

async function explain(row, text) {
    await contains(explanation(row)).click();
    await contains(`${explanation(row)} input`).edit(text, { confirm: false });
}

async function mountSaving() {
    await mountShared(ARCH);
    onRpc(EVALUATION, "web_read", () => expect.step("web_read"));
    onRpc(EVALUATION, "web_save", () => expect.step("web_save"));
    onRpc(EVALUATION, "web_save_rows", ({ args }) => expect.step(args[1].line_ids));
}

test("a save of rows is answered with what follows from it, and nothing else is read", async () => {
    await mountSaving();
    await explain(0, "Because");
    await clickSave();
    expect.verifySteps([[[1, 1, { explanation: "Because" }]]]);
    expect(".o_field_widget[name=grade]").toHaveText("Good");
    expect(".o_data_row:eq(0) td[name=status]").toHaveText("Scored");
    expect(".o_data_row:eq(1) td[name=status]").toHaveText("To Answer");
    expect(".o_form_saved").toHaveCount(1);
});

test("what was saved is no change any more: it is not saved again, and a discard goes back to it", async () => {
    await mountSaving();
    await explain(0, "Because");
    await clickSave();
    await explain(1, "After");
    await clickSave();
    expect.verifySteps([[[1, 1, { explanation: "Because" }]], [[1, 2, { explanation: "After" }]]]);
    await explain(0, "Oops");
    await clickCancel();
    expect(shown(0)).toBe("Because");
    expect(shown(1)).toBe("After");
    expect(MockServer.env[LINE].read([1, 2], ["explanation"]).map((row) => row.explanation)).toEqual(["Because", "After"]);
});

test("what is refused stays typed, and is saved with the next try", async () => {
    expect.errors(1);
    await mountSaving();
    let isRefused = true;
    onRpc(EVALUATION, "web_save_rows", () => {
        if (isRefused) {
            throw makeServerError({ type: "UserError", message: "Not so." });
        }
    });
    await explain(0, "Because");
    await clickSave();
    expect.verifyErrors(["RPC_ERROR: Not so."]);
    await contains(".modal .btn-primary").click();
    expect(shown(0)).toBe("Because");
    expect(".o_form_saved").toHaveCount(0);
    isRefused = false;
    await clickSave();
    expect(shown(0)).toBe("Because");
    expect(".o_form_saved").toHaveCount(1);
    expect.verifySteps([[[1, 1, { explanation: "Because" }]]]);
});

test("whatever else is changed is saved and read as a whole", async () => {
    await mountSaving();
    await explain(0, "Because");
    await contains(".o_field_widget[name=report_number] input").edit("15");
    await clickSave();
    expect.verifySteps(["web_save"]);
    expect(shown(0)).toBe("Because");
});

test("what was read of another tab is read again once rows were saved", async () => {
    await mountSaving();
    await openTab("Facts");
    expect(".o_data_row td[name=name]").toHaveText("Petitions");
    await openTab("Sheet");
    await explain(0, "Because");
    await clickSave();
    MockServer.env[FACT].write([1], { name: "Petitions by now" });
    await openTab("Facts");
    expect(".o_data_row td[name=name]").toHaveText("Petitions by now");
    expect.verifySteps(["web_read", [[1, 1, { explanation: "Because" }]], "web_read"]);
});

test("what was asked of others' changes before a save is asked again after it", async () => {
    await mountSaving();
    const answer = new Deferred();
    const old = MockServer.env[LINE].web_read([1, 2], { name: {}, status: {}, explanation: {} });
    let isFirst = true;
    onRpc(EVALUATION, "web_read", () => {
        if (isFirst) {
            isFirst = false;
            return answer;
        }
    });
    MockServer.env[LINE].write([2], { explanation: "By a colleague" });
    await tellChanged({ [LINE]: [2] });
    await advanceTime(1500);
    await explain(0, "Because");
    await clickSave();
    expect.verifySteps([[[1, 1, { explanation: "Because" }]]]);
    answer.resolve([{ id: 1, state: "draft", line_ids: old }]);
    await animationFrame();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["web_read"]);
    expect(shown(0)).toBe("Because");
    expect(shown(1)).toBe("By a colleague");
});

import { describe, expect, test } from "@odoo/hoot";
import { queryFirst, setInputFiles } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, fields, MockServer, mockService, models, onRpc } from "@web/../tests/web_test_helpers";

import { defineOwnModels, mountForm, SheetLine } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    line_ids = fields.One2many({ relation: "line", relation_field: "evaluation_id" });
    _records = [{ id: 1, line_ids: [1] }];
}

/** Whether its user has confirmed that no state secret is uploaded. */
class Consents extends models.Model {
    _name = "agency.evaluation";
    has_consent = fields.Boolean();
    _records = [{ id: 1, has_consent: true }];
}

class Line extends SheetLine {
    evidence_count = fields.Integer();
    evidence_ids = fields.Many2many({ relation: "agency.evaluation.evidence" });
    _records = [{ id: 1, evaluation_id: 1, code: "A", name: "Leaf", max_points: 2, evidence_count: 1 }];
}

class Evidence extends models.Model {
    _name = "agency.evaluation.evidence";
    evaluation_id = fields.Many2one({ relation: "evaluation" });
    name = fields.Char();
    line_ids = fields.Many2many({ relation: "line" });
    attachment_ids = fields.Many2many({ relation: "ir.attachment" });
}

defineOwnModels(Evaluation, Consents, Line, Evidence);

const mountSheet = () =>
    mountForm(`
        <form>
            <field name="line_ids" widget="agency_sheet_one2many">
                <list editable="bottom" create="0" delete="0" no_open="1">
                    <field name="level" column_invisible="1"/>
                    <field name="is_heading" column_invisible="1"/>
                    <field name="name" readonly="1"/>
                    <field name="self_points" widget="agency_points" options="{'status': 'status', 'max': 'max_points'}"/>
                    <field name="evidence_count" widget="agency_evidence_clip" readonly="1"/>
                </list>
            </field>
        </form>`);

const mountRow = () =>
    mountForm(`
        <form>
            <field name="name"/>
            <field name="evidence_ids" widget="agency_row_evidence"><list><field name="name"/></list></field>
        </form>`, "line");

/** Open the row by its clip with the points `2` typed and not saved, and let the dialog add a document. */
async function openRow(typed) {
    mockService("action", {
        doActionButton({ name, resModel, resId, onClose }) {
            expect.step(`${name} ${resModel} ${resId}`);
            MockServer.env.line.write([1], { evidence_count: 2 });
            return onClose();
        },
    });
    onRpc("web_save", ({ args }) => {
        expect.step(args[1].line_ids);
    });
    await mountSheet();
    await contains("td[name=self_points]").click();
    await contains("td[name=self_points] input").edit(typed, { confirm: false });
    await contains(".o_agency_clip").click();
    await animationFrame();
}

test("the clip saves what was typed, opens the row, and then counts anew", async () => {
    await openRow("2");
    expect.verifySteps([[[1, 1, { self_points: 2, status: "scored" }]], "action_open line 1"]);
    expect(".o_agency_clip").toHaveText("2");
    expect(".o_agency_clip").toHaveAttribute("aria-label", "A: 2 documents");
    expect(".o_agency_clip").toBeFocused();
});

test("the clip opens nothing as long as points are refused", async () => {
    await openRow("5");
    expect.verifySteps([]);
    expect("td[name=self_points] input").toHaveValue("5");
});

test("Enter on the clip presses it", async () => {
    mockService("action", { doActionButton: ({ name }) => expect.step(name) });
    await mountSheet();
    queryFirst(".o_agency_clip").focus();
    await contains(".o_agency_clip").press("Enter");
    await animationFrame();
    expect(".o_selected_row").toHaveCount(0);
    expect.verifySteps(["action_open"]);
});

test("each uploaded file becomes a document of the row", async () => {
    mockService("http", {
        post(route, { model, id, ufile }) {
            expect.step(`${route} ${model} ${id}`);
            return JSON.stringify(ufile.map(({ name }, index) => ({ id: index + 7, filename: name })));
        },
    });
    onRpc("agency.evaluation.evidence", "create", ({ args }) => {
        expect.step(args[0]);
        return [1, 2];
    });
    await mountRow();
    await contains(".o_agency_add_evidence .o_file_input_trigger").click();
    await setInputFiles([new File(["a"], "617.QĐ.pdf"), new File(["b"], "anh.png")]);
    await animationFrame();
    const document = (id, name) => ({
        evaluation_id: 1,
        name,
        attachment_ids: [[4, id, false]],
        line_ids: [[4, 1, false]],
    });
    expect.verifySteps([
        "/web/binary/upload_attachment agency.evaluation.evidence 0",
        [document(7, "617.QĐ"), document(8, "anh")],
    ]);
});

test("before the first file the user confirms that it is no state secret", async () => {
    Consents._records[0].has_consent = false;
    mockService("http", { post: () => JSON.stringify([{ id: 7, filename: "a.pdf" }]) });
    onRpc("agency.evaluation.evidence", "create", () => {
        expect.step("create");
        return [1];
    });
    onRpc("agency.evaluation", "action_confirm_no_secret", ({ args }) => {
        expect.step(`confirm ${args[0]}`);
        return true;
    });
    await mountRow();
    for (const button of ["btn-secondary", "btn-primary"]) {
        await contains(".o_agency_add_evidence .o_file_input_trigger").click();
        await setInputFiles([new File(["a"], "a.pdf")]);
        await animationFrame();
        expect(".modal-body:contains('State secrets are never stored here')").toHaveCount(1);
        expect.verifySteps([]);
        await contains(`.modal-footer .${button}`).click();
        await animationFrame();
    }
    expect.verifySteps(["confirm 1", "create"]);
});

test("a refused file is named with the reason, and no document is made", async () => {
    mockService("http", { post: () => JSON.stringify([{ error: "program.exe is not allowed" }]) });
    onRpc("agency.evaluation.evidence", "create", () => expect.step("create"));
    await mountRow();
    await contains(".o_agency_add_evidence .o_file_input_trigger").click();
    await setInputFiles([new File(["a"], "program.exe")]);
    await animationFrame();
    expect(".o_notification:contains('program.exe is not allowed')").toHaveCount(1);
    expect.verifySteps([]);
});

test("an empty file is refused before it is sent", async () => {
    mockService("http", { post: () => expect.step("post") });
    await mountRow();
    await contains(".o_agency_add_evidence .o_file_input_trigger").click();
    await setInputFiles([new File([], "empty.pdf")]);
    await animationFrame();
    expect(".o_notification:contains('empty.pdf is empty.')").toHaveCount(1);
    expect.verifySteps([]);
});

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { clickSave, contains, fields, MockServer, mockService, models, onRpc } from "@web/../tests/web_test_helpers";

import { ListRow } from "@agency_evaluation/sheet/list_parts";

import { cell, defineOwnModels, mountForm, useDrawn } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    error_count = fields.Integer();
    unjustified_count = fields.Integer();
    finding_ids = fields.One2many({ relation: "finding", relation_field: "evaluation_id" });
    _records = [{ id: 1, error_count: 0, unjustified_count: 2, finding_ids: [1, 2, 3, 5, 4] }];
}

class Finding extends models.Model {
    evaluation_id = fields.Many2one({ relation: "evaluation" });
    severity = fields.Selection({ selection: [["error", "Error"], ["warning", "Warning"], ["info", "Information"]] });
    code = fields.Selection({ selection: [["row", "Row"], ["facts", "Facts"], ["points", "Points"], ["section", "Section"]] });
    message = fields.Char();
    justification = fields.Text();
    _records = [
        { id: 1, severity: "error", code: "row", message: "Not answered" },
        { id: 2, severity: "warning", code: "facts", message: "Facts disagree", justification: "Known" },
        { id: 3, severity: "warning", code: "points", message: "Points lost", justification: "  " },
        { id: 4, severity: "info", code: "section", message: "Section empty" },
        { id: 5, severity: "warning", code: "points", message: "More points lost" },
    ];
}

defineOwnModels(Evaluation, Finding);

const mountFindings = () =>
    mountForm(`
        <form js_class="agency_evaluation_form">
            <field name="error_count" invisible="1"/>
            <field name="unjustified_count" invisible="1"/>
            <notebook>
                <page name="findings" string="Findings" badge_danger="error_count" badge_warning="unjustified_count">
                    <field name="finding_ids" widget="agency_findings_one2many">
                        <list editable="bottom" create="0" delete="0" no_open="1">
                            <field name="severity" column_invisible="1"/>
                            <field name="message" readonly="1"/>
                            <field name="justification" readonly="severity != 'warning'"/>
                        </list>
                    </field>
                </page>
                <page name="other" string="Other"/>
            </notebook>
        </form>`);

test("findings are listed by severity, and what is not justified is counted", async () => {
    await mountFindings();
    expect(queryAllTexts("tbody tr:not(:has(td:only-child)):not(.o_data_row)")).toEqual([
        "Errors to put right: 1",
        "Warnings: 3, to justify: 2Justify All 2 Together",
        "For information: 1",
    ]);
    expect(".o_agency_finding_open").toHaveCount(2);
    expect(".o_agency_finding_open:first").toHaveText(/Points lost/);
});

test("a warning is justified in place, an error is not", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountFindings();
    await contains(cell(0, "justification")).click();
    expect(".o_data_row:eq(0) textarea").toHaveCount(0);
    await contains(cell(2, "justification")).click();
    await contains(".o_data_row:eq(2) textarea").edit("As agreed");
    await clickSave();
    expect.verifySteps([{ finding_ids: [[1, 3, { justification: "As agreed" }]] }]);
    expect(".o_agency_severity_warning span").toHaveText("Warnings: 3, to justify: 1");
    expect(".o_agency_finding_open").toHaveCount(1);
});

const mountKinds = () =>
    mountForm(`
        <form>
            <field name="finding_ids" widget="agency_findings_one2many">
                <list editable="bottom" create="0" delete="0" no_open="1">
                    <field name="severity" column_invisible="1"/>
                    <field name="code" column_invisible="1"/>
                    <field name="message" readonly="1"/>
                    <field name="justification" readonly="severity != 'warning'"/>
                </list>
            </field>
        </form>`);

/** Let the dialog open and close at once, having justified what it was asked for. */
function answerDialog() {
    onRpc("finding", "action_justify_together", ({ args: [ids] }) => {
        expect.step(ids);
        MockServer.env.finding.write(ids, { justification: "As agreed" });
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", {
        doAction(action, { onClose }) {
            return onClose();
        },
    });
}

test("warnings stand below their kind", async () => {
    await mountKinds();
    expect(queryAllTexts(".o_agency_kind span")).toEqual([
        "Row (1)", "Facts (1)", "Points (2)", "Section (1)",
    ]);
});

test("the open warnings of a kind are justified together", async () => {
    answerDialog();
    await mountKinds();
    expect(".o_agency_justify_kind").toHaveCount(1);
    await contains(".o_agency_justify_kind").click();
    expect.verifySteps([[3, 5]]);
    expect(".o_agency_justify_kind").toHaveCount(0);
    expect(".o_agency_justify_together").toHaveCount(0);
    expect(".o_agency_severity_warning").toHaveText("Warnings: 3, to justify: 0");
});

test("ticked warnings are justified together, others are not ticked", async () => {
    answerDialog();
    await mountKinds();
    expect(".o_agency_justify_together").toHaveText("Justify All 2 Together");
    expect(".o_agency_finding_told").toHaveCount(2);
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    await contains(".o_data_row:eq(3) .o_list_record_selector input").click();
    expect(".o_agency_justify_together").toHaveText("Justify 2 Selected");
    await contains(".o_agency_justify_together").click();
    expect.verifySteps([[2, 5]]);
});

test("all warnings are ticked at once", async () => {
    await mountKinds();
    await contains("thead .o_list_record_selector input").click();
    expect(".o_agency_justify_together").toHaveText("Justify 3 Selected");
    await contains("thead .o_list_record_selector input").click();
    expect(".o_agency_justify_together").toHaveText("Justify All 2 Together");
});

test("nothing is ticked by whoever may not justify", async () => {
    await mountForm(`
        <form>
            <field name="finding_ids" widget="agency_findings_one2many" readonly="1">
                <list editable="bottom"><field name="severity" column_invisible="1"/><field name="message"/></list>
            </field>
        </form>`);
    expect(".o_list_record_selector").toHaveCount(0);
    expect(".o_agency_justify_together").toHaveCount(0);
});

test("a tab carries a badge for each count that is not zero", async () => {
    await mountFindings();
    expect(".nav-link .badge").toHaveCount(1);
    expect(".nav-link .text-bg-warning").toHaveText("2");
    expect(".nav-link .text-bg-danger").toHaveCount(0);
});

const drawnBy = useDrawn([ListRow, ({ props }) => props.record.data.message]);

test("a justification is counted above its row as soon as it is left", async () => {
    await mountFindings();
    await contains(cell(2, "justification")).click();
    await contains(".o_data_row:eq(2) textarea").edit("As agreed", { confirm: "blur" });
    expect(".o_agency_severity_warning span").toHaveText("Warnings: 3, to justify: 1");
});

test("a tick draws its own row", async () => {
    await mountKinds();
    const drawn = await drawnBy(() => contains(".o_data_row:eq(1) .o_list_record_selector input").click());
    expect(drawn).toEqual(["Facts disagree"]);
});

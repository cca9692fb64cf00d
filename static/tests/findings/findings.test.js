import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { clickSave, contains, fields, models, onRpc } from "@web/../tests/web_test_helpers";

import { cell, defineOwnModels, mountForm } from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends models.Model {
    error_count = fields.Integer();
    unjustified_count = fields.Integer();
    finding_ids = fields.One2many({ relation: "finding", relation_field: "evaluation_id" });
    _records = [{ id: 1, error_count: 0, unjustified_count: 2, finding_ids: [1, 2, 3, 4] }];
}

class Finding extends models.Model {
    evaluation_id = fields.Many2one({ relation: "evaluation" });
    severity = fields.Selection({ selection: [["error", "Error"], ["warning", "Warning"], ["info", "Information"]] });
    message = fields.Char();
    justification = fields.Text();
    _records = [
        { id: 1, severity: "error", message: "Not answered" },
        { id: 2, severity: "warning", message: "Facts disagree", justification: "Known" },
        { id: 3, severity: "warning", message: "Points lost", justification: "  " },
        { id: 4, severity: "info", message: "Section empty" },
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
        "Errors that block submitting: 1",
        "Warnings: 2, to justify: 1",
        "For information: 1",
    ]);
    expect(".o_agency_finding_open").toHaveCount(1);
    expect(".o_agency_finding_open").toHaveText(/Points lost/);
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
    expect(".o_agency_severity_warning").toHaveText("Warnings: 2, to justify: 0");
    expect(".o_agency_finding_open").toHaveCount(0);
});

test("a tab carries a badge for each count that is not zero", async () => {
    await mountFindings();
    expect(".nav-link .badge").toHaveCount(1);
    expect(".nav-link .text-bg-warning").toHaveText("2");
    expect(".nav-link .text-bg-danger").toHaveCount(0);
});

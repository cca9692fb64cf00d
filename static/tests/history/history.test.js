import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { clickSave, contains, fields, MockServer, models, onRpc } from "@web/../tests/web_test_helpers";

import { defineOwnModels, mountForm } from "../fixtures";

describe.current.tags("desktop");

const LINE = "agency.evaluation.line";

class Line extends models.Model {
    _name = LINE;
    explanation = fields.Char();
    history_since = fields.Char();
    _records = [{ id: 1, explanation: "Two", history_since: false }];
}

class Change extends models.Model {
    _name = "agency.evaluation.change";
    line_id = fields.Many2one({ relation: LINE });
    changed_text = fields.Char();
    user_name = fields.Char();
    label = fields.Char();
    old_text = fields.Text();
    new_text = fields.Text();
    way_text = fields.Char();
    _records = [
        { id: 1, line_id: 1, changed_text: "01/02/2026 08:00", user_name: "A", label: "Explanation", new_text: "One", way_text: "Import" },
        { id: 2, line_id: 1, changed_text: "02/02/2026 09:00", user_name: "B", label: "Explanation", old_text: "One", new_text: "Two" },
    ];
}

defineOwnModels(Line, Change);

const mountRow = () => mountForm(`<form><field name="explanation"/><widget name="agency_history"/></form>`, LINE);
const open = () => contains(".o_agency_history button").click();
const rows = () => queryAllTexts(".o_agency_history tbody tr");

test("the history is read when it is opened, the newest change first", async () => {
    onRpc("agency.evaluation.change", "search_read", ({ kwargs }) => {
        expect.step([kwargs.domain, kwargs.order]);
    });
    await mountRow();
    expect.verifySteps([]);
    expect(".o_agency_history table").toHaveCount(0);
    await open();
    expect.verifySteps([[[["line_id", "=", 1]], "id desc"]]);
    expect(queryAllTexts(".o_agency_history tbody tr:contains(Two) td")).toEqual(["02/02/2026 09:00", "B", "Explanation", "One", "Two"]);
    expect(queryAllTexts(".o_agency_history tbody tr:contains(Import) td")[2]).toMatch(/Explanation\s+Import/);
    expect(queryAllTexts(".o_agency_history tbody tr:contains(Import) td").slice(3)).toEqual(["–", "One"]);
    await open();
    expect(".o_agency_history table").toHaveCount(0);
});

test("what is saved is read again, and nothing while somebody types", async () => {
    await mountRow();
    await open();
    onRpc("agency.evaluation.change", "search_read", () => {
        expect.step("read");
    });
    MockServer.env["agency.evaluation.change"].create({ line_id: 1, changed_text: "03/02/2026", new_text: "Three" });
    await contains(".o_field_widget[name=explanation] input").edit("Three");
    expect.verifySteps([]);
    await clickSave();
    expect.verifySteps(["read"]);
    expect(rows()).toHaveLength(3);
});

test("an older evaluation says since when changes are kept", async () => {
    Line._records[0].history_since = "01/03/2026";
    Change._records = [];
    await mountRow();
    await open();
    expect(".o_agency_history p:first").toHaveText(/kept since 01\/03\/2026/);
    expect(".o_agency_history p:last").toHaveText("Nothing has been changed.");
});

test("many changes are shown when they are asked for", async () => {
    Change._records = Array.from({ length: 45 }, (_, n) => ({ id: n + 1, line_id: 1, label: `${n}` }));
    await mountRow();
    await open();
    expect(rows()).toHaveLength(40);
    await contains(".o_agency_history button:contains(Show All)").click();
    expect(rows()).toHaveLength(45);
});

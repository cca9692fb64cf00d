/** What the tests of several widgets stand on. */
import { beforeEach } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { onRendered } from "@odoo/owl";
import {
    contains,
    defineModels,
    defineParams,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { waitForChannels, waitNotifications } from "@bus/../tests/bus_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

export const EVALUATION = "agency.evaluation";
export const LINE = "agency.evaluation.line";
export const FACT = "agency.evaluation.fact";
export const SECTION = "agency.evaluation.section";

/** A row of an evaluation; each suite adds the fields and the rows that it is about. */
export class SheetLine extends models.Model {
    _name = "line";

    evaluation_id = fields.Many2one({ relation: "evaluation" });
    code = fields.Char();
    name = fields.Text();
    level = fields.Integer();
    is_heading = fields.Boolean();
    is_bonus = fields.Boolean();
    max_points = fields.Float();
    status = fields.Selection({
        selection: [
            ["todo", "To Answer"],
            ["scored", "Scored"],
            ["not_applicable", "Not Applicable"],
        ],
        default: "todo",
    });
    self_points = fields.Float();
}

/** The same, of an evaluation that others have open, too. */
export class SharedLine extends SheetLine {
    _name = LINE;

    evaluation_id = fields.Many2one({ relation: EVALUATION });
    explanation = fields.Text();
}

export class SharedEvaluation extends models.Model {
    _name = EVALUATION;

    state = fields.Selection({
        selection: [
            ["draft", "Draft"],
            ["submitted", "Submitted"],
            ["approved", "Approved"],
        ],
        default: "draft",
    });
    report_number = fields.Char();
    sum_plan = fields.Json();
    line_ids = fields.One2many({ relation: LINE, relation_field: "evaluation_id" });
}

export class SharedFact extends models.Model {
    _name = FACT;

    evaluation_id = fields.Many2one({ relation: EVALUATION });
    name = fields.Char();
}

/** Define the models of a suite; their user has every role. */
export function defineOwnModels(...own) {
    defineMailModels();
    defineModels(own);
    beforeEach(() => onRpc("has_group", () => true));
}

/** Write numbers as Vietnamese does. */
export function useDecimalCommas() {
    beforeEach(() => defineParams({ lang_parameters: { decimal_point: ",", thousands_sep: "." } }));
}

export const mountForm = (arch, resModel = "evaluation") => mountView({ type: "form", resModel, resId: 1, arch });

/** The arch of a list whose rows are neither added nor taken away. */
export const editableList = (columns, attributes = "") =>
    `<list editable="bottom" create="0" delete="0" ${attributes}>${columns}</list>`;

const hidden = (names) => names.map((name) => `<field name="${name}" column_invisible="1"/>`).join("");

/**
 * The arch of a sheet, which the unit scores in draft.
 *
 * @param {string} columns to the right of the unit's own points
 * @param {string[]} unseen names of more fields that are read and not shown
 */
export function sheetOf(columns, unseen = []) {
    // Odoo's minifier knows no template within another one.
    const all = `${hidden(["code", "level", "is_heading", "is_bonus", ...unseen])}
        <field name="name" readonly="1"/>
        <field name="max_points" sum="Maximum" widget="agency_points" readonly="1"/>
        <field name="self_points" sum="Self" widget="agency_points"
            options="{'status': 'status', 'max': 'max_points', 'subtotals': True}"
            readonly="is_heading or parent.state != 'draft'"/>
        ${columns}`;
    return `<field name="line_ids" widget="agency_sheet_one2many">${editableList(all, 'no_open="1"')}</field>`;
}

/** Mount the form of evaluation 1, and wait until it hears of what others change. */
export async function mountShared(arch, params = {}) {
    await mountView({ type: "form", resModel: EVALUATION, resId: 1, arch, ...params });
    await waitForChannels(["agency_evaluation:1"]);
}

const CHANGED = "agency_evaluation/changed";

/**
 * Tell over the bus that others have changed records of evaluation 1, and return once that has arrived: as many
 * notifications wait for each other as are on their way, so that it takes an unknown time.
 *
 * @param {Object<string, number[]>} parts ids by model
 */
export async function tellChanged(parts, { tab = "another", times = 1, uid = 99 } = {}) {
    const payload = { evaluation: 1, parts, by: "Colleague", uid, tab };
    const arrived = Array.from({ length: times }, () => [CHANGED, payload]);
    arrived.forEach((notification) => MockServer.env["bus.bus"]._sendone("agency_evaluation:1", ...notification));
    await waitNotifications(...arrived);
}

export const openTab = (title) => contains(`.o_notebook .nav-link:contains(${title})`).click();

/** The selector of a cell: the row by its place from 0, the column by its field. */
export const cell = (row, name) => `.o_data_row:eq(${row}) td[name=${name}]`;

/**
 * Note what is drawn in the tests of a suite.
 *
 * @param {[Function, (component: Object) => string][]} told components, and how each is called
 * @returns {(act: () => Promise<void>) => Promise<string[]>} what is drawn while something is done, sorted by its names
 */
export function useDrawn(...told) {
    const drawn = new Set();
    beforeEach(() => {
        for (const [component, tell] of told) {
            patchWithCleanup(component.prototype, {
                setup() {
                    super.setup();
                    onRendered(() => drawn.add(tell(this)));
                },
            });
        }
    });
    return async (act) => {
        drawn.clear();
        await act();
        await animationFrame();
        await animationFrame();
        return [...drawn].sort();
    };
}

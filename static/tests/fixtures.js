/** What the tests of several widgets stand on. */
import { beforeEach } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { onRendered } from "@odoo/owl";
import { defineModels, defineParams, fields, models, mountView, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

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

import { _t } from "@web/core/l10n/translation";
import { sumTyped } from "../sheet/numbers";
import { WalkingListRenderer } from "../sheet/walking_list_renderer";

import { markup } from "@odoo/owl";

/** Keys that walk down or up a column of numbers. */
const WALK = { enter: 1, arrowdown: 1, "shift+enter": -1, arrowup: -1 };

const MONTH = /^month_\d\d$/;
const isEntry = (column) => column.name === "entry" || MONTH.test(column.name);
const isNumber = (column) => isEntry(column) || column.name === "total";

/** The sum of the months that are typed, as the server writes it; empty where there is none or one is no number. */
const sumMonths = (data) =>
    sumTyped(
        Object.keys(data)
            .filter((name) => MONTH.test(name))
            .map((name) => data[name] || "")
    );

/**
 * Facts with their numbers, of the year or of each month. What is missing is marked, months that nobody asks for are
 * greyed, and a computed fact shows its number with the formula.
 */
export class FactsListRenderer extends WalkingListRenderer {
    getColumnClass(column) {
        return `${super.getColumnClass(column)}${isNumber(column) ? " o_list_number_th" : ""}`;
    }

    getCellClass(column, record) {
        const mark = this.markOf(column, record);
        return [
            super.getCellClass(column, record),
            isNumber(column) ? "o_list_number" : "",
            mark ? `o_agency_${mark}` : "",
        ].join(" ");
    }

    /**
     * Why a cell has no number (it is missing, or unexpected), why its number does not count (it is outside the period),
     * or why it is not typed (it is computed); undefined for all others.
     */
    markOf({ name }, { data }) {
        const mark = data.month_marks?.[name];
        // These are marked with their numbers.
        if (mark === "outside" || mark === "computed") {
            return mark;
        }
        if (data[name]) {
            return undefined;
        }
        if (name === "entry") {
            return data.is_missing && !data.formula ? "missing" : undefined;
        }
        return mark;
    }

    getCellTitle(column, record) {
        const titles = {
            missing: _t("Not stated yet"),
            unexpected: _t("Not asked for"),
            outside: _t("Not in the period, so it does not count"),
            computed: _t("Computed from two other facts"),
        };
        return titles[this.markOf(column, record)] || super.getCellTitle(column, record);
    }

    isCellReadonly(column, record) {
        const isClosed = ["unexpected", "computed"].includes(this.markOf(column, record));
        return super.isCellReadonly(column, record) || isClosed;
    }

    getFormattedValue(column, record) {
        if (column.name === "total" || (column.name === "entry" && record.data.formula)) {
            return this.formatResult(record);
        }
        if (column.name === "display_name") {
            return this.withMeanwhile(record.data.display_name, record);
        }
        return super.getFormattedValue(column, record);
    }

    /** What a fact comes to, with its formula or what stands in the way; until it is saved, the sum of what is typed. */
    formatResult({ data, dirty }) {
        const { formula } = data;
        const isTyped = dirty && !formula;
        const trouble = isTyped ? "" : data.trouble;
        // What is no sum is made by the server.
        const typed = !data.aggregate || data.aggregate === "sum" ? sumMonths(data) : "…";
        let text = (isTyped ? typed : data.total) || "";
        if (formula) {
            text = markup`<i class="o_agency_formula me-1" role="img" aria-label="${formula}"
                data-tooltip="${formula}">ƒ</i>${text}`;
        }
        if (trouble) {
            text = markup`<i class="o_agency_trouble fa fa-exclamation-triangle text-warning me-1" role="img"
                aria-label="${trouble}" data-tooltip="${trouble}"></i>${text}`;
        }
        return text;
    }

    canUseFormatter(column, record) {
        return (
            super.canUseFormatter(column, record) ||
            column.name === "display_name" ||
            (isNumber(column) && this.isCellReadonly(column, record))
        );
    }

    onCellKeydownEditMode(hotkey, cell, group, record) {
        const column = this.columns.find(({ name }) => name === cell.getAttribute("name"));
        if (hotkey in WALK && column && isEntry(column)) {
            this.walk(record, column, WALK[hotkey]);
            return true;
        }
        return super.onCellKeydownEditMode(hotkey, cell, group, record);
    }
}

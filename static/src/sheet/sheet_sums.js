import { reactive } from "@odoo/owl";

/**
 * What a sheet comes to, by columns and rows. Whoever shows a sum watches that one alone, so that a change of points
 * draws the headings above a row and the foot.
 */
export class SheetSums {
    constructor() {
        /** By column and id of a record: a number, or null where no leaf has any. */
        this.subtotals = {};
        /** By column. */
        this.totals = {};
        /** By id of a record: whether its suggestion, or that of a row below it, is not what is scored; undefined where that cannot be. */
        this.acceptable = {};
        this.leaves = 0;
        this.answered = 0;
        return reactive(this);
    }

    /** @returns {number | null | undefined} undefined where the column is not added up */
    subtotalOf(column, id) {
        return this.subtotals[column]?.[id];
    }

    /**
     * @param {string} column
     * @param {string[]} ids of records
     * @param {{ subtotals: (number | null)[], total: number | null }} sums in the order of `ids`
     */
    setColumn(column, ids, { subtotals, total }) {
        this.totals[column] = total;
        assign((this.subtotals[column] ??= {}), ids, subtotals);
    }

    /**
     * @param {string[]} ids of records
     * @param {(boolean | undefined)[]} acceptable in the order of `ids`
     */
    setAcceptable(ids, acceptable) {
        assign(this.acceptable, ids, acceptable);
    }
}

/** Values that stay the same are nobody's news. */
function assign(target, keys, values) {
    keys.forEach((key, index) => {
        target[key] = values[index];
    });
}

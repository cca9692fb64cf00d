/** Sums of a sheet: the twin in the browser of `scoring/rollup.py`, function for function. */
import { BLANK, roundPoints, Status, sumPoints } from "./points";
import { headingsAbove } from "./tree";

/**
 * @typedef {Object} Plan how the sums are made, as far as the rows do not say it themselves
 * @property {"zero" | "full" | "scale"} policy what rows are worth that do not apply
 */

/**
 * @typedef {Object} Row
 * @property {number} level 0 for a group, one more for each step below
 * @property {boolean} isHeading
 * @property {number} [maximum=0]
 * @property {boolean} [isBonus=false] in sums, a bonus is a row like any other
 * @property {import("./points").Answer} [answer] of a leaf
 */

/**
 * @typedef {Object} Subtotal what a row and the rows below it come to
 * @property {number | null} points null where no leaf is scored: blank is not zero
 * @property {number} leaves
 * @property {number} blanks how many of them are not answered
 * @property {number} notApplicable how many of them do not apply
 * @property {number} excluded the maximum points of those that do not apply
 * @property {number} maximum the maximum points of all of them
 */

/** @type {Plan} */
export const PLAIN = Object.freeze({ policy: "zero" });

/**
 * Add up a sheet.
 *
 * @param {Plan} plan
 * @param {Row[]} rows in the order of the sheet
 * @returns {{ subtotals: Subtotal[], total: Subtotal, points: number | null }} a subtotal for each row, of a leaf the
 *  leaf itself; what all leaves come to; the points of the whole sheet, null where no leaf has any
 */
export function rollUp(plan, rows) {
    const leaves = rows.map((row) => !row.isHeading && leafOf(row, plan));
    const below = rows.map(() => []);
    headingsAbove(rows).forEach((above, index) => {
        if (leaves[index]) {
            above.forEach((heading) => below[heading].push(leaves[index]));
        }
    });
    const total = combine(leaves.filter(Boolean));
    return {
        subtotals: rows.map((row, index) => leaves[index] || combine(below[index])),
        total,
        points: plan.policy === "scale" ? scaled(total) : total.points,
    };
}

/** @returns {Subtotal} */
function leafOf({ maximum = 0, answer = BLANK }, { policy }) {
    const most = roundPoints(maximum);
    const applies = answer.status !== Status.NOT_APPLICABLE;
    let points = null;
    if (answer.status === Status.SCORED) {
        points = roundPoints(answer.points);
    } else if (!applies && policy === "full") {
        points = most;
    }
    return {
        points,
        leaves: 1,
        blanks: Number(answer.status === Status.BLANK),
        notApplicable: Number(!applies),
        excluded: applies ? 0 : most,
        maximum: most,
    };
}

/**
 * @param {Subtotal[]} parts
 * @returns {Subtotal}
 */
function combine(parts) {
    const scored = parts.filter(({ points }) => points !== null);
    const count = (name) => parts.reduce((sum, part) => sum + part[name], 0);
    const sum = (name) => sumPoints(parts.map((part) => part[name]));
    return {
        points: scored.length ? sumPoints(scored.map(({ points }) => points)) : null,
        leaves: count("leaves"),
        blanks: count("blanks"),
        notApplicable: count("notApplicable"),
        excluded: sum("excluded"),
        maximum: sum("maximum"),
    };
}

/**
 * The points as if the rows that apply made up the maximum; half a hundredth is rounded up.
 *
 * @param {Subtotal} total
 */
function scaled({ points, excluded, maximum }) {
    if (points === null || !(0 < excluded && excluded < maximum)) {
        return points;
    }
    // Whole hundredths, so that no float decides what is half of one.
    const [own, whole, rest] = [points, maximum, maximum - excluded].map((part) => BigInt(Math.round(part * 100)));
    return Number((2n * own * whole + rest) / (2n * rest)) / 100;
}

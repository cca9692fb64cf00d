/** What a sheet comes to by its plan: the twin in the browser of `scoring/rollup.py`, function for function. */
import { BLANK, roundPoints, Status, sumPoints } from "./points";
import { headingsAbove } from "./tree";

/**
 * @typedef {[string, ...(string | number)[]]} Step the name of an operation, and what it takes
 */

/**
 * @typedef {Object} Plan how the points of a sheet roll up, as far as the rows do not say it themselves
 * @property {"zero" | "full" | "scale"} policy what rows are worth of which it is granted that they do not apply
 * @property {number} edition by which rules: in the first edition, what does not apply counted by the policy at once
 * @property {Step[]} heading the steps by which a heading follows from the rows below it
 * @property {Object<string, Step[]>} headings the steps of those headings of which the plan says others, by their keys
 * @property {Step[]} sheet the steps by which the whole follows from the groups; the first gives what all rows come to
 */

/**
 * @typedef {Object} Row
 * @property {number} level 0 for a group, one more for each step below
 * @property {boolean} isHeading
 * @property {string | number} [key] by which the plan knows a heading
 * @property {number} [maximum=0]
 * @property {boolean} [isBonus=false] no bonus is part of what points are measured by
 * @property {boolean} [isGranted=false] the reviewer grants that the row does not apply
 * @property {boolean} [isRelieved=false] the organiser relieved the unit of the row
 * @property {import("./points").Answer} [answer] of a leaf
 */

/**
 * @typedef {Object} Subtotal what a row and the rows below it come to
 * @property {number | null} points null where no leaf has any: blank is not zero
 * @property {number} leaves
 * @property {number} blanks how many of them are not answered
 * @property {number} notApplicable how many of them do not apply, by claim or by relief
 * @property {number} relieved of how many of them the unit is relieved
 * @property {number} excluded the maximum points of those that are taken out; never of a bonus
 * @property {number} maximum the maximum points of all of them
 * @property {number} bonus those of the points that are a bonus, which scaling leaves alone
 * @property {number} bonusMaximum the maximum points of those that are a bonus
 */

/** @type {Plan} */
export const PLAIN = Object.freeze({
    policy: "zero",
    edition: 2,
    heading: [["sum"]],
    headings: {},
    sheet: [["sum"], ["scale"]],
});

/** What a step does, by its name: it is given what the steps before it came to, and what stands directly below. */
const OPERATIONS = {
    sum: (soFar, below) => combine(below),
    scale: (soFar) => ({ ...soFar, points: scaled(soFar) }),
};

/**
 * Roll a sheet up.
 *
 * @param {Plan} plan
 * @param {Row[]} rows in the order of the sheet
 * @returns {{ subtotals: Subtotal[], total: Subtotal, points: number | null }} a subtotal for each row, of a leaf the
 *  leaf itself; what all leaves come to; the points of the whole sheet, null where no leaf has any
 * @throws {Error} if the plan has a step that is not known here
 */
export function rollUp(plan, rows) {
    const below = rows.map(() => []);
    const groups = [];
    headingsAbove(rows).forEach((above, index) => (above.length ? below[above.at(-1)] : groups).push(index));
    const subtotals = new Array(rows.length);
    for (let index = rows.length - 1; index >= 0; index--) {
        const steps = plan.headings[rows[index].key] || plan.heading;
        subtotals[index] = rows[index].isHeading
            ? take(steps, below[index].map((place) => subtotals[place])).at(-1)
            : leafOf(rows[index], plan);
    }
    const stages = take(plan.sheet, groups.map((place) => subtotals[place]));
    return { subtotals, total: stages[0], points: stages.at(-1).points };
}

/**
 * @param {Step[]} steps
 * @param {Subtotal[]} below what stands directly below
 * @returns {Subtotal[]} what it comes to after each step
 */
function take(steps, below) {
    const stages = [];
    for (const [name, ...takes] of steps) {
        if (!Object.hasOwn(OPERATIONS, name)) {
            throw new Error(`this version cannot roll up by ${name}`);
        }
        stages.push(OPERATIONS[name](stages.at(-1), below, ...takes));
    }
    return stages;
}

/** @returns {Subtotal} */
function leafOf(row, plan) {
    const { maximum = 0, answer = BLANK, isRelieved = false } = row;
    const most = roundPoints(maximum);
    const [points, excluded] = count(row, most, plan);
    const isBonus = row.isBonus && plan.edition > 1;
    return {
        points,
        leaves: 1,
        blanks: Number(answer.status === Status.BLANK && !isRelieved),
        notApplicable: Number(answer.status === Status.NOT_APPLICABLE || isRelieved),
        relieved: Number(isRelieved),
        excluded,
        maximum: most,
        bonus: isBonus ? points ?? 0 : 0,
        bonusMaximum: isBonus ? most : 0,
    };
}

/** @returns {[number | null, number]} the points of a leaf, and what it takes out of the maximum */
function count({ answer = BLANK, isBonus, isGranted, isRelieved }, maximum, { policy, edition }) {
    if (isRelieved) {
        return [null, isBonus ? 0 : maximum];
    }
    if (answer.status === Status.SCORED) {
        return [roundPoints(answer.points), 0];
    }
    if (answer.status === Status.BLANK) {
        return [null, 0];
    }
    if (edition > 1 && (isBonus || !isGranted)) {
        return [0, 0];
    }
    if (policy === "full") {
        return [maximum, 0];
    }
    if (policy === "scale") {
        return [null, maximum];
    }
    return [edition > 1 ? 0 : null, 0];
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
        relieved: count("relieved"),
        excluded: sum("excluded"),
        maximum: sum("maximum"),
        bonus: sum("bonus"),
        bonusMaximum: sum("bonusMaximum"),
    };
}

/**
 * The points as if the rows that are left made up the maximum; half a hundredth is rounded up. A bonus is added as it is.
 *
 * @param {Subtotal} total
 */
function scaled({ points, excluded, maximum, bonus, bonusMaximum }) {
    const whole = roundPoints(maximum - bonusMaximum);
    if (points === null || !(0 < excluded && excluded < whole)) {
        return points;
    }
    // Whole hundredths, so that no float decides what is half of one.
    const hundredths = (part) => BigInt(Math.round(part * 100));
    const rest = hundredths(whole - excluded);
    const ordinary = (2n * hundredths(points - bonus) * hundredths(whole) + rest) / (2n * rest);
    return Number(ordinary + hundredths(bonus)) / 100;
}

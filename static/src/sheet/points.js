/** Points as typed and shown: the twin in the browser of `scoring/points.py`. */
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";

import { readings } from "./numbers";

/** The largest number that a points column can hold. */
export const LARGEST = 99_999.99;

/** What may be typed for "not applicable", beside its label in the user's language. */
const NOT_APPLICABLE_WORDS = ["-", "–", "kad", "n/a", "na"];

/** A text that cannot be points. Its message names the row and what is allowed. */
export class PointsError extends Error {}

/** How a row is answered: `Answer` in `scoring/rollup.py`. */
export const Status = Object.freeze({ BLANK: "todo", SCORED: "scored", NOT_APPLICABLE: "not_applicable" });

/**
 * @typedef {Object} Answer what a row holds in one of its points fields
 * @property {string} status one of {@link Status}
 * @property {number | null} points a number if scored, zero included; else null
 */

/** @type {Answer} */
export const BLANK = Object.freeze({ status: Status.BLANK, points: null });
/** @type {Answer} */
export const NOT_APPLICABLE = Object.freeze({ status: Status.NOT_APPLICABLE, points: null });

/** @param {number} points */
export const scored = (points) => ({ status: Status.SCORED, points });

/**
 * Two decimals, never a negative zero. As in Python, it is the float itself that is rounded, and half a hundredth goes
 * to the even one.
 *
 * @param {number} value
 */
export function roundPoints(value) {
    const isHalf = Number.isInteger(value * 8) && !Number.isInteger(value * 4);
    return (isHalf ? Math.round(value * 50) / 50 : Number(value.toFixed(2))) + 0;
}

/**
 * The sum with two decimals, of points that have two; floats do not add up exactly, whole hundredths do.
 *
 * @param {number[]} values
 */
export function sumPoints(values) {
    return values.reduce((sum, value) => sum + Math.round(value * 100), 0) / 100;
}

/**
 * Whole numbers below ten keep one decimal ("7,0"), zero and those from ten on have none, others have the decimals
 * that they need. The decimal mark is that of the user's language.
 *
 * @param {number} value
 * @returns {string}
 */
export function formatPoints(value) {
    const points = roundPoints(value);
    let decimals = points * 10 === Math.round(points * 10) ? 1 : 2;
    if (Number.isInteger(points)) {
        decimals = points > 0 && points < 10 ? 1 : 0;
    }
    return points.toFixed(decimals).replace(".", localization.decimalPoint);
}

/**
 * @param {Answer} answer
 * @returns {string} empty if blank
 */
export function formatAnswer({ status, points }) {
    if (status === Status.NOT_APPLICABLE) {
        return _t("N/A").toString();
    }
    return status === Status.SCORED ? formatPoints(points) : "";
}

/**
 * Read what was typed; how numbers are read does not depend on the language, see `numbers.js`.
 *
 * @param {string} text
 * @param {Object} params
 * @param {string} params.code the row, for the message
 * @param {number} [params.maximum]
 * @param {boolean} [params.mayNotApply] whether "not applicable" is a possible answer of this row; undefined where no
 *  row is answered so
 * @returns {Answer}
 * @throws {PointsError} if it is no number, may mean two, is negative, above the maximum or has more than two decimals
 */
export function parseAnswer(text, { code, maximum = LARGEST, mayNotApply }) {
    const typed = text.trim();
    if (!typed) {
        return BLANK;
    }
    const words = [...NOT_APPLICABLE_WORDS, _t("N/A").toString().toLowerCase()];
    if (mayNotApply !== undefined && words.includes(typed.toLowerCase())) {
        if (!mayNotApply) {
            throw new PointsError(_t("%(code)s applies to every unit: give points, zero is possible.", { code }));
        }
        return NOT_APPLICABLE;
    }
    const values = { code, value: typed, maximum: formatPoints(maximum) };
    const found = readings(typed);
    if (!found.length) {
        throw new PointsError(_t("%(code)s: %(value)s is not a number; 0 to %(maximum)s is allowed.", values));
    }
    if (found.length > 1) {
        const [first, second] = found.map((number) => number.replace(".", ","));
        throw new PointsError(
            _t("%(code)s: %(value)s can be read in two ways, %(first)s or %(second)s; write it in one of them.", {
                ...values,
                first,
                second,
            })
        );
    }
    const points = Number(found[0]) + 0;
    if (points < 0) {
        throw new PointsError(_t("%(code)s: %(value)s is below zero; 0 to %(maximum)s is allowed.", values));
    }
    if (/\.\d\d0*[1-9]/.test(found[0])) {
        throw new PointsError(
            _t(
                "%(code)s: %(value)s has more than two decimals; 0 to %(maximum)s with two decimals is allowed.",
                values
            )
        );
    }
    if (points > maximum) {
        throw new PointsError(
            _t("%(code)s: %(value)s is above the maximum; 0 to %(maximum)s is allowed.", values)
        );
    }
    return scored(points);
}

/** Typed numbers: the twin in the browser of `scoring/numbers.py`. */

const SIGN = /^[-−–+]/;
const PLAIN = /^(?:[0-9]+(?:\.[0-9]*|,[0-9]+)?|[.,][0-9]+)$/;
const GROUPED = /^[1-9][0-9]{0,2}([ .\u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*(?:,[0-9]+)?$/;

/** As many decimals are kept of a number. */
const MOST_DECIMALS = 6;

/**
 * The numbers that a typed text may mean, each written with a point and the decimals that were typed: none if it is no
 * number, two if it is ambiguous. A comma stands before decimals, a point before decimals or between thousands.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function readings(text) {
    const typed = text.trim();
    const sign = typed.match(SIGN)?.[0] ?? "";
    const digits = typed.slice(sign.length);
    const found = [];
    if (PLAIN.test(digits)) {
        found.push(digits.replace(",", "."));
    }
    const separator = digits.match(GROUPED)?.[1];
    if (separator) {
        found.push(digits.replaceAll(separator, "").replace(",", "."));
    }
    return found.map((number) => (sign && sign !== "+" ? "-" : "") + bare(number));
}

/** Write a number without needless zeros before its whole, and without a point that nothing follows. */
const bare = (number) => number.replace(/^0+(?=\d)/, "").replace(/^\./, "0.").replace(/\.$/, "");

/**
 * The exact sum of typed numbers as the server writes it; empty where none is typed, or one is no number.
 *
 * @param {string[]} texts
 * @returns {string}
 */
export function sumTyped(texts) {
    const typed = texts.filter((text) => text.trim());
    const numbers = typed.map(readings);
    if (!typed.length || numbers.some((found) => found.length !== 1)) {
        return "";
    }
    const units = numbers.reduce((sum, [number]) => sum + inUnits(number), 0n);
    const digits = String(units < 0n ? -units : units).padStart(MOST_DECIMALS + 1, "0");
    const sum = `${digits.slice(0, -MOST_DECIMALS)},${digits.slice(-MOST_DECIMALS)}`.replace(/,?0+$/, "");
    return (units < 0n ? "-" : "") + sum;
}

/** A number as a whole number of its last decimals that are kept. */
function inUnits(number) {
    const [whole, decimals = ""] = number.split(".");
    return BigInt(whole + decimals.slice(0, MOST_DECIMALS).padEnd(MOST_DECIMALS, "0"));
}

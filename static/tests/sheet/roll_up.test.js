import { before, describe, expect, globals, test } from "@odoo/hoot";

import { BLANK, NOT_APPLICABLE, roundPoints, scored } from "@agency_evaluation/sheet/points";
import { PLAIN, rollUp } from "@agency_evaluation/sheet/roll_up";

describe.current.tags("headless");

/** What Python makes of the same sheets: tests/scoring/roll_up_vectors_test.py reads the same file. */
let vectors;
before(async () => {
    // Not the fetch of tests, which asks a server that is made up.
    const response = await globals.fetch("/agency_evaluation/static/tests/sheet/roll_up.json");
    vectors = await response.json();
});

/** Add up a sheet of the file as its column `own` or `final`, in the form of the file. */
function sums({ plan, rows }, column) {
    const { subtotals, total, points } = rollUp(
        plan,
        rows.map(([level, maximum, isBonus, answer, review], index) => {
            const isRelieved = answer === "relieved";
            const isReviewed = column === "final" && review !== null && !isRelieved;
            const counting = isReviewed ? review : answer;
            return {
                key: index,
                level,
                maximum,
                isBonus,
                isHeading: index + 1 < rows.length && rows[index + 1][0] > level,
                isRelieved,
                isGranted: column === "final" && counting === "granted",
                answer: counting === null ? BLANK : isNaN(counting) ? NOT_APPLICABLE : scored(counting),
            };
        })
    );
    const { maximum, excluded, bonus, bonusMaximum, leaves, blanks, notApplicable, relieved } = total;
    return {
        rows: subtotals.map((subtotal) => subtotal.points),
        total: [points, total.points, maximum, excluded, bonus, bonusMaximum, leaves, blanks, notApplicable, relieved],
    };
}

for (const column of ["own", "final"]) {
    test(`every sheet comes to what Python makes of it: ${column}`, () => {
        expect(vectors.sheets.length).toBeGreaterThan(200);
        const place = vectors.row.indexOf(column);
        for (const sheet of vectors.sheets) {
            expect(sums(sheet, column)).toEqual(
                { rows: sheet.rows.map((row) => row[place]), total: sheet[column] },
                { message: `${sheet.name}, ${sheet.plan.policy}, ${sheet.plan.edition}` }
            );
        }
    });
}

for (const part of ["heading", "sheet", "headings"]) {
    test(`a step that is not known is refused: ${part}`, () => {
        const steps = [["sum"], ["best", 2]];
        const plan = { ...PLAIN, [part]: part === "headings" ? { 0: steps } : steps };
        const rows = [
            { key: 0, level: 0, isHeading: true },
            { key: 1, level: 1, isHeading: false },
        ];
        expect(() => rollUp(plan, rows)).toThrow("cannot roll up by best");
    });
}

test("points are rounded as Python rounds them", () => {
    for (const [value, rounded] of vectors.rounded) {
        expect(roundPoints(value)).toBe(rounded, { message: `${value}` });
    }
});

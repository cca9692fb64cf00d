import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { patchTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";

import { BLANK, formatPoints, NOT_APPLICABLE, parseAnswer, scored } from "@agency_evaluation/sheet/points";
import { PLAIN, rollUp } from "@agency_evaluation/sheet/roll_up";

describe.current.tags("headless");

beforeEach(() => {
    patchTranslations();
    patchWithCleanup(localization, { decimalPoint: "," });
});

const parse = (text, params) => parseAnswer(text, { code: "I.1", maximum: 2, mayNotApply: true, ...params });

test("points are written as on paper", () => {
    const written = [0, 7, 9.5, 10, 40.5, 0.25, 0.1 + 0.2, 100].map(formatPoints);
    expect(written).toEqual(["0", "7,0", "9,5", "10", "40,5", "0,25", "0,3", "100"]);
});

test("a comma and a point are both decimal marks", () => {
    expect(parse("1,25")).toEqual(scored(1.25));
    expect(parse(" 1.25 ")).toEqual(scored(1.25));
    expect(parse(",5")).toEqual(scored(0.5));
    expect(parse("2")).toEqual(scored(2));
    expect(parse("1,500")).toEqual(scored(1.5));
    expect(parse("1 234,5", { maximum: 2000 })).toEqual(scored(1234.5));
});

test("blank, zero and not applicable are three answers", () => {
    expect(parse("  ")).toBe(BLANK);
    expect(parse("0")).toEqual(scored(0));
    for (const word of ["-", "KAD", "n/a"]) {
        expect(parse(word)).toBe(NOT_APPLICABLE);
    }
});

test("what is no points is refused with the row and its maximum", () => {
    expect(() => parse("2,01")).toThrow("I.1: 2,01 is above the maximum; 0 to 2,0 is allowed.");
    expect(() => parse("-1")).toThrow("I.1: -1 is below zero; 0 to 2,0 is allowed.");
    expect(() => parse("1,125")).toThrow(
        "I.1: 1,125 has more than two decimals; 0 to 2,0 with two decimals is allowed."
    );
    expect(() => parse("7.219")).toThrow("I.1: 7.219 can be read in two ways, 7,219 or 7219; write it in one of them.");
    for (const text of ["abc", ",", "1,2,3", "1e1", "=1+1", "1 2", "2,"]) {
        expect(() => parse(text)).toThrow(`I.1: ${text} is not a number; 0 to 2,0 is allowed.`);
    }
    expect(() => parse("-", { mayNotApply: undefined })).toThrow(/is not a number/);
    expect(() => parse("-", { mayNotApply: false })).toThrow("I.1 applies to every unit: give points, zero is possible.");
});

test("headings sum the leaves below them, whatever their depth", () => {
    const heading = (level) => ({ level, isHeading: true, answer: scored(99) });
    const leaf = (level, points) => ({ level, isHeading: false, answer: points === null ? BLANK : scored(points) });
    const add = (rows) => {
        const { subtotals, total } = rollUp(PLAIN, rows);
        return { subtotals: subtotals.map(({ points }) => points), total: total.points };
    };
    const { subtotals, total } = add([
        heading(0),
        heading(1),
        leaf(2, 0.1),
        leaf(2, 0.2),
        leaf(1, null),
        heading(0),
        heading(1),
        leaf(2, null),
        leaf(1, 0),
    ]);
    expect(subtotals).toEqual([0.3, 0.3, 0.1, 0.2, null, 0, null, null, 0]);
    expect(total).toBe(0.3);
    expect(add([heading(0), leaf(1, null)])).toEqual({ subtotals: [null, null], total: null });
});

import { before, describe, expect, globals, test } from "@odoo/hoot";

import { readings, sumTyped } from "@agency_evaluation/sheet/numbers";

describe.current.tags("headless");

/** What Python makes of the same texts: tests/scoring/numbers_test.py reads the same file. */
let vectors;
before(async () => {
    // Not the fetch of tests, which asks a server that is made up.
    const response = await globals.fetch("/agency_evaluation/static/tests/sheet/numbers.json");
    vectors = await response.json();
});

test("typed texts mean what they mean to Python", () => {
    expect(vectors.readings.length).toBeGreaterThan(50);
    for (const [text, numbers] of vectors.readings) {
        expect(readings(text)).toEqual(numbers, { message: text });
    }
});

test("sums of typed numbers are exact", () => {
    for (const [texts, sum] of vectors.sums) {
        expect(sumTyped(texts)).toBe(sum, { message: texts.join(" + ") });
    }
});

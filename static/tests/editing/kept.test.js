import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { browser } from "@web/core/browser/browser";

import { forgetKept, keepUnsaved, readKept } from "@agency_evaluation/editing/kept";

const DAY = 24 * 60 * 60 * 1000;
const sheet = (resId) => ({ resModel: "agency.evaluation", resId });
const typed = [{ model: "agency.evaluation", id: 1, mine: { report_number: "2/BC" } }];

test("what was typed is kept by form, for a week", async () => {
    keepUnsaved(sheet(1), typed);
    await advanceTime(6 * DAY);
    expect(readKept(sheet(1))).toEqual(typed);
    expect(readKept(sheet(2))).toEqual([]);
    await advanceTime(2 * DAY);
    expect(readKept(sheet(1))).toEqual([]);
});

test("nothing stays in the browser of a form that is never opened again", async () => {
    browser.localStorage.setItem("another", "1");
    keepUnsaved(sheet(1), typed);
    await advanceTime(8 * DAY);
    keepUnsaved(sheet(2), typed);
    readKept(sheet(3));
    expect(Object.keys(browser.localStorage).filter((key) => key.includes(":agency.evaluation:1"))).toEqual([]);
    expect(browser.localStorage.getItem("another")).toBe("1");
    expect(readKept(sheet(2))).toEqual(typed);
    forgetKept(sheet(2));
    expect(readKept(sheet(2))).toEqual([]);
});

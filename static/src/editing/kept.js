/**
 * What was typed when the page was left. The browser sends it without waiting for an answer, so nobody tells whether it
 * was saved: it is kept in the browser until the sheet is opened again, and compared with what is stored then.
 */
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { user } from "@web/core/user";

/** For so long, in milliseconds: longer than a weekend, shorter than anybody remembers what it was. */
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

const PREFIX = "agency_evaluation.unsaved:";

const keyOf = ({ resModel, resId }) => `${PREFIX}${session.db}:${user.userId}:${resModel}:${resId}`;

/** Keep what a form has not saved, as `EditingRecord._unsaved` tells it. */
export function keepUnsaved(record, unsaved) {
    try {
        if (unsaved.length) {
            browser.localStorage.setItem(keyOf(record), JSON.stringify({ at: Date.now(), unsaved }));
        }
    } catch {
        // A full store keeps nothing; it is sent all the same.
    }
}

/** @returns {Object[]} what was kept of a form; empty where nothing was, or long ago */
export function readKept(record) {
    forgetOld();
    return read(keyOf(record))?.unsaved || [];
}

export function forgetKept(record) {
    browser.localStorage.removeItem(keyOf(record));
}

/** Take away what was kept too long ago, of whatever form and user: nobody may open that form in this browser again. */
function forgetOld() {
    const keys = Array.from({ length: browser.localStorage.length }, (_, index) => browser.localStorage.key(index));
    for (const key of keys.filter((name) => name?.startsWith(PREFIX))) {
        if (!(Date.now() - read(key)?.at < KEPT_FOR)) {
            browser.localStorage.removeItem(key);
        }
    }
}

function read(key) {
    try {
        return JSON.parse(browser.localStorage.getItem(key));
    } catch {
        return null;
    }
}

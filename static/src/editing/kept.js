/**
 * What was typed when the page was left. The browser sends it without waiting for an answer, so nobody tells whether it
 * was saved: it is kept in the browser until the sheet is opened again, and compared with what is stored then.
 */
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { user } from "@web/core/user";

/** For so long, in milliseconds: longer than a weekend, shorter than anybody remembers what it was. */
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

const keyOf = ({ resModel, resId }) => `agency_evaluation.unsaved:${session.db}:${user.userId}:${resModel}:${resId}`;

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
    try {
        const { at, unsaved } = JSON.parse(browser.localStorage.getItem(keyOf(record)));
        return Date.now() - at < KEPT_FOR ? unsaved : [];
    } catch {
        return [];
    }
}

export function forgetKept(record) {
    browser.localStorage.removeItem(keyOf(record));
}

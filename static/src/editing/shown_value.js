/** Values of records as the screen shows them, for whoever has to choose between two of them. */
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { htmlToTextContentInline } from "@mail/utils/common/format";

import { formatAnswer } from "../sheet/points";
import { readAnswer } from "../sheet/points_field";

const formatters = registry.category("formatters");

/** Fields that are one value to the reader; the first one names it. */
const TOGETHER = {
    self_points: { status: "status" },
    review_points: { given_by: "is_reviewed" },
    stated_points: { given_by: "is_stated" },
};

/** The field under whose name the value of another one is shown, such as the points for whether there are any. */
export function leadingName(name, fields) {
    const leads = ([lead, { status, given_by }]) => lead in fields && (status === name || given_by === name);
    return Object.entries(TOGETHER).find(leads)?.[0] ?? name;
}

/**
 * @param {Object} fields the fields of a record
 * @param {string} name
 * @param {Object} data its values as the record holds them
 * @returns {string}
 */
export function showValue(fields, name, data) {
    const options = TOGETHER[name];
    if (options && Object.values(options).every((other) => other in data)) {
        return formatAnswer(readAnswer(data, name, options));
    }
    const field = fields[name];
    const value = data[name];
    if (field.type === "html") {
        return htmlToTextContentInline(value || "");
    }
    if (field.type === "boolean") {
        return value ? _t("Yes").toString() : _t("No").toString();
    }
    const format = formatters.get(field.type, (shown) => String(shown ?? ""));
    return value === undefined ? "" : String(format(value, { field, digits: field.digits }));
}

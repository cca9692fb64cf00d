import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { SEEN, TAB } from "../editing/editing_model";
import { formatPoints, roundPoints, Status } from "../sheet/points";

/** Whether the rules give a row other points than it is scored. */
export function differsFromSuggestion({ has_suggestion, suggested_points, status, self_points }) {
    return has_suggestion && (status !== Status.SCORED || roundPoints(self_points) !== roundPoints(suggested_points));
}

/** How suggested points come about, and how the author of the sheet understood the rules. */
export class WorkingPopover extends Component {
    static template = "agency_evaluation.WorkingPopover";
    static props = { working: String, notes: String, close: Function };
}

/** The points that a row's rules give, which open their working, and a button that takes them over. */
export class SuggestionField extends Component {
    static template = "agency_evaluation.SuggestionField";
    static props = { ...standardFieldProps, isAcceptable: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.popover = usePopover(WorkingPopover, { position: "bottom-end" });
        this.notification = useService("notification");
    }

    get data() {
        return this.props.record.data;
    }

    get text() {
        if (this.data.has_suggestion || this.data.is_provisional) {
            return formatPoints(this.data[this.props.name]);
        }
        return this.data.is_heading ? "" : "–";
    }

    get differs() {
        return differsFromSuggestion(this.data);
    }

    get acceptLabel() {
        const { code, is_heading } = this.data;
        return is_heading
            ? _t("%(code)s: accept all suggestions of these rows", { code })
            : _t("%(code)s: accept %(points)s", { code, points: this.text });
    }

    get explainLabel() {
        return _t("%(code)s: how the suggestion comes about", { code: this.data.code });
    }

    explain(ev) {
        const { working, rule_notes } = this.data;
        this.popover.open(ev.currentTarget, { working, notes: rule_notes || "" });
    }

    /** The rules see what is saved, so what was typed is saved first. */
    async accept() {
        const { record } = this.props;
        const { root } = record.model;
        if (await root.save()) {
            const call = this.orm.call(record.resModel, "action_accept_suggestions", [[record.resId]], {
                context: { [SEEN]: { tab: TAB, values: { [record.resModel]: this.shownPoints } } },
            });
            const said = await call.finally(() => root.load());
            // Rows with provisional points were left out: it says which.
            if (said.params) {
                this.notification.add(said.params.message, { type: said.params.type });
            }
        }
    }

    /** The points that the sheet shows, which are replaced only if nobody else has given others meanwhile. */
    get shownPoints() {
        const { record } = this.props;
        const rows = record._parentRecord?.data.line_ids?.records || [];
        const leaves = rows.filter(({ data }) => !data.is_heading);
        return Object.fromEntries(
            leaves.map(({ resId, data: { self_points, status } }) => [resId, { self_points, status }])
        );
    }

    /** In a list, Enter would edit the row instead of pressing the button. */
    onKeydown(ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.stopPropagation();
        }
    }
}

registry.category("fields").add("agency_suggestion", {
    component: SuggestionField,
    displayName: _t("Suggested points"),
    supportedTypes: ["float"],
    isEmpty: () => false,
    fieldDependencies: [
        { name: "has_suggestion", type: "boolean" },
        { name: "is_provisional", type: "boolean" },
        { name: "is_heading", type: "boolean" },
        { name: "working", type: "text" },
        { name: "rule_notes", type: "text" },
        { name: "code", type: "char" },
    ],
});

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/**
 * How many documents prove a row or a fact; a click opens it, where they are listed and added. The option `label` names
 * the field that tells which one it is.
 */
export class EvidenceClipField extends Component {
    static template = "agency_evaluation.EvidenceClipField";
    static props = { ...standardFieldProps, label: { type: String, optional: true } };
    static defaultProps = { label: "code" };

    setup() {
        this.action = useService("action");
    }

    get count() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        const code = this.props.record.data[this.props.label];
        return _t("%(code)s: %(count)s documents", { code, count: this.count });
    }

    /** The row is opened as it is saved, so what was typed in the sheet is saved first. */
    async open() {
        const { record } = this.props;
        const { root } = record.model;
        // A list of rows has nothing to save.
        if (root.save && !(await root.save())) {
            return;
        }
        const opened = Date.now();
        await this.action.doActionButton({
            type: "object",
            name: "action_open",
            resModel: record.resModel,
            resId: record.resId,
            onClose: async () => {
                await root.load();
                // What others changed behind the dialog was not seen.
                root.model.markTold?.(opened);
                this.env.focusClip?.(record.resId);
            },
        });
    }

    /** In a list, Enter would edit the row instead of pressing the button. */
    onKeydown(ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.stopPropagation();
        }
    }
}

registry.category("fields").add("agency_evidence_clip", {
    component: EvidenceClipField,
    displayName: _t("Paper-clip with the number of documents"),
    supportedTypes: ["integer"],
    isEmpty: () => false,
    supportedOptions: [{ label: _t("Label field"), name: "label", type: "field", availableTypes: ["char"] }],
    fieldDependencies: ({ options }) => [{ name: options.label || "code", type: "char" }],
    extractProps: ({ options }) => ({ label: options.label }),
});

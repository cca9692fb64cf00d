import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** Sections are indented by their level, as they are numbered on paper. */
class SectionsListRenderer extends ListRenderer {
    static useMagicColumnWidths = false;

    isSortable() {
        return false;
    }

    getRowClass(record) {
        return `${super.getRowClass(record)} o_agency_section_${record.data.level}`;
    }
}

/** The sections of a report. Each is written in a dialog of its own, which saves it without the evaluation. */
export class SectionsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: SectionsListRenderer };

    setup() {
        super.setup();
        this.action = useService("action");
    }

    async openRecord({ resModel, resId }) {
        const { root } = this.props.record.model;
        // What was typed elsewhere on the form is saved first, for the form is read again afterwards.
        if (await root.save()) {
            const onClose = () => root.load();
            await this.action.doActionButton({ type: "object", name: "action_open", resModel, resId, onClose });
        }
    }
}

registry.category("fields").add("agency_sections_one2many", {
    ...x2ManyField,
    component: SectionsField,
    displayName: _t("Sections"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many", "o_agency_sections"],
});

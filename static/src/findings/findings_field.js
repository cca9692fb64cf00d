import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { FindingsListRenderer } from "./findings_list_renderer";

export class FindingsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: FindingsListRenderer };

    /** Warnings that may be justified can be ticked. */
    get rendererProps() {
        const isJustifiable = ({ data }) => data.severity === "warning";
        const props = super.rendererProps;
        return { ...props, allowSelectors: Boolean(props.editable) && this.list.records.some(isJustifiable) };
    }
}

registry.category("fields").add("agency_findings_one2many", {
    ...x2ManyField,
    component: FindingsField,
    displayName: _t("Findings"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many", "o_agency_findings"],
});

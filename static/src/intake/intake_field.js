import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { IntakeListRenderer } from "./intake_list_renderer";

export class IntakeField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: IntakeListRenderer };

    get rendererProps() {
        return { ...super.rendererProps, notes: this.props.record.data.row_notes || {} };
    }
}

registry.category("fields").add("agency_intake_one2many", {
    ...x2ManyField,
    component: IntakeField,
    displayName: _t("Rows of an imported sheet"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many", "o_agency_sheet", "o_agency_intake"],
});

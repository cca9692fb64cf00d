import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** The codes of rows, short enough for a column; each tells its text when pointed at. */
export class RowCodesField extends Component {
    static template = "agency_evaluation.RowCodesField";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name].records;
    }
}

registry.category("fields").add("agency_row_codes", {
    component: RowCodesField,
    displayName: _t("Codes of rows"),
    supportedTypes: ["many2many"],
    relatedFields: [
        { name: "code", type: "char" },
        { name: "name", type: "text" },
    ],
});

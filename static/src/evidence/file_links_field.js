import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** The names of files, each a link that downloads it. */
export class FileLinksField extends Component {
    static template = "agency_evaluation.FileLinksField";
    static props = { ...standardFieldProps };

    get files() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            name: data.name,
            url: `/web/content/${resId}?download=true`,
        }));
    }
}

registry.category("fields").add("agency_file_links", {
    component: FileLinksField,
    displayName: _t("Links to files"),
    supportedTypes: ["many2many"],
    relatedFields: [{ name: "name", type: "char" }],
});

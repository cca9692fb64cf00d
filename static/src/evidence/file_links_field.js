import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { isShown, toFile } from "./preview";

/**
 * The names of files, each a link that downloads it. A PDF file or a picture is also shown: beside the row where a pane
 * is open for it, else in Odoo's file viewer.
 */
export class FileLinksField extends Component {
    static template = "agency_evaluation.FileLinksField";
    static props = { ...standardFieldProps };

    setup() {
        this.viewer = useFileViewer();
    }

    get files() {
        return this.props.record.data[this.props.name].records.map((record) => {
            const file = toFile(record);
            return { file, isShown: isShown(file), url: `/web/content/${file.id}?download=true` };
        });
    }

    show(file) {
        const pane = this.env.previewPane;
        if (pane?.isOpen) {
            pane.file = file;
        } else {
            this.viewer.open(file);
        }
    }
}

registry.category("fields").add("agency_file_links", {
    component: FileLinksField,
    displayName: _t("Links to files"),
    supportedTypes: ["many2many", "one2many"],
    relatedFields: [
        { name: "name", type: "char" },
        { name: "mimetype", type: "char" },
    ],
});

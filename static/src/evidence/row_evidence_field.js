import { _t } from "@web/core/l10n/translation";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { EvidenceFileInput } from "./evidence_file_input";

const EVIDENCE = "agency.evaluation.evidence";

/** A file name without its extension: what the abstract of a document starts from. */
const stem = (filename) => filename.replace(/\.[^.]*$/, "");

/**
 * The documents of a row, or of a fact with the option `inverse: "fact_ids"`. They are added in three ways: from files alone, one document a file, kept at once; in a form
 * with everything to be said of it; or by linking a document that already proves another row.
 */
export class RowEvidenceField extends X2ManyField {
    static template = "agency_evaluation.RowEvidenceField";
    static components = { ...X2ManyField.components, EvidenceFileInput };
    static props = { ...X2ManyField.props, inverse: { type: String, optional: true } };
    static defaultProps = { ...X2ManyField.defaultProps, inverse: "line_ids" };

    setup() {
        super.setup();
        this.orm = useService("orm");
    }

    get rendererProps() {
        // The buttons above the list stand in for its "Add a line".
        const props = super.rendererProps;
        return { ...props, activeActions: { ...props.activeActions, link: false, create: false } };
    }

    get fileInputProps() {
        return { multiUpload: true, resModel: EVIDENCE, resId: 0, onUpload: this.onFilesUploaded.bind(this) };
    }

    /** Make a document of each file that arrived. */
    async onFilesUploaded(files) {
        for (const { error } of files.filter((file) => file.error)) {
            this.notificationService.add(error, { title: _t("File refused"), type: "danger" });
        }
        const stored = files.filter((file) => file.id);
        const { record } = this.props;
        if (!stored.length || !(await record.save())) {
            return;
        }
        await this.orm.create(
            EVIDENCE,
            stored.map(({ id, filename }) => ({
                evaluation_id: record.data.evaluation_id.id,
                name: stem(filename),
                attachment_ids: [x2ManyCommands.link(id)],
                [this.props.inverse]: [x2ManyCommands.link(record.resId)],
            }))
        );
        await record.load();
    }

    addNew() {
        return this._openRecord({ context: this.props.context });
    }
}

registry.category("fields").add("agency_row_evidence", {
    ...x2ManyField,
    component: RowEvidenceField,
    displayName: _t("Documents of a row"),
    supportedTypes: ["many2many"],
    additionalClasses: ["o_field_many2many"],
    fieldDependencies: [{ name: "evaluation_id", type: "many2one" }],
    supportedOptions: [{ label: _t("Field of the documents that holds the record"), name: "inverse", type: "string" }],
    extractProps: ({ options: { inverse, ...options }, ...fieldInfo }, dynamicInfo) => ({
        ...x2ManyField.extractProps({ ...fieldInfo, options }, dynamicInfo),
        inverse,
    }),
});

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
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
        this.dialogService = useService("dialog");
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
        const evaluationId = record.data.evaluation_id.id;
        if (!(await this.confirmNoSecret(evaluationId))) {
            return;
        }
        await this.orm.create(
            EVIDENCE,
            stored.map(({ id, filename }) => ({
                evaluation_id: evaluationId,
                name: stem(filename),
                attachment_ids: [x2ManyCommands.link(id)],
                [this.props.inverse]: [x2ManyCommands.link(record.resId)],
            }))
        );
        await record.load();
    }

    /** Ask once, before the first file, whether a state secret is among what is uploaded. */
    async confirmNoSecret(evaluationId) {
        const [{ has_consent }] = await this.orm.read("agency.evaluation", [evaluationId], ["has_consent"]);
        return (
            has_consent ||
            new Promise((resolve) => {
                this.dialogService.add(
                    ConfirmationDialog,
                    {
                        title: _t("State secrets"),
                        body: _t(
                            "State secrets are never stored here. I confirm that nothing I upload to this evaluation is one. This is asked once, and kept with my name."
                        ),
                        confirmLabel: _t("I confirm: no state secret"),
                        confirm: async () => {
                            await this.orm.call("agency.evaluation", "action_confirm_no_secret", [[evaluationId]]);
                            resolve(true);
                        },
                        cancel: () => resolve(false),
                    },
                    { onClose: () => resolve(false) }
                );
            })
        );
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

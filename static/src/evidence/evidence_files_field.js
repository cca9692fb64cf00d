import { registry } from "@web/core/registry";
import { Many2ManyBinaryField, many2ManyBinaryField } from "@web/views/fields/many2many_binary/many2many_binary_field";

import { EvidenceFileInput } from "./evidence_file_input";

/** The files of one document. */
export class EvidenceFilesField extends Many2ManyBinaryField {
    static components = { FileInput: EvidenceFileInput };
}

registry.category("fields").add("agency_evidence_files", {
    ...many2ManyBinaryField,
    component: EvidenceFilesField,
    additionalClasses: ["o_field_many2many_binary"],
});

import { FileInput } from "@web/core/file_input/file_input";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { checkFileSize } from "@web/core/utils/files";

/** A file input that says at once what cannot be uploaded: Odoo's own fails on an empty file. */
export class EvidenceFileInput extends FileInput {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    async onFileInputChange() {
        const files = [...this.fileInputRef.el.files];
        if (files.every((file) => this.checkFile(file))) {
            await super.onFileInputChange();
        }
        if (this.fileInputRef.el) {
            // So that the same file can be chosen again.
            this.fileInputRef.el.value = null;
        }
    }

    checkFile({ name, size }) {
        if (!size) {
            this.notification.add(_t("%(file)s is empty.", { file: name }), { type: "danger" });
            return false;
        }
        return checkFileSize(size, this.notification);
    }
}

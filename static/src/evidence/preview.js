import { FileModel } from "@web/core/file_viewer/file_model";

/** Pictures that no browser shows. */
const NEVER_SHOWN = "image/tiff";

/** Return a file as Odoo's file viewer knows it, by the record of an attachment. */
export function toFile({ resId, data }) {
    return Object.assign(new FileModel(), { id: resId, name: data.name, mimetype: data.mimetype, type: "binary" });
}

/** Whether the file can be looked at without downloading it. */
export function isShown(file) {
    return (file.isPdf || file.isImage) && file.mimetype !== NEVER_SHOWN;
}

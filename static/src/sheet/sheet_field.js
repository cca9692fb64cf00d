import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { SheetListRenderer } from "./sheet_list_renderer";

export class SheetField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: SheetListRenderer };
}

export const sheetField = {
    ...x2ManyField,
    component: SheetField,
    displayName: _t("Scoring sheet"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many", "o_agency_sheet"],
};

registry.category("fields").add("agency_sheet_one2many", sheetField);

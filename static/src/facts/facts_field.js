import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

import { FactsListRenderer } from "./facts_list_renderer";

export class FactsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: FactsListRenderer };
}

registry.category("fields").add("agency_facts_one2many", {
    ...x2ManyField,
    component: FactsField,
    displayName: _t("Facts"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many", "o_agency_facts"],
});

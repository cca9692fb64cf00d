import { registry } from "@web/core/registry";
import { FormRenderer } from "@web/views/form/form_renderer";

import { reactive, useSubEnv } from "@odoo/owl";

import { editingFormView } from "../editing/editing_form_view";

/** The form of a row, which shows a file beside the row: links to files find the pane in the environment. */
class RowFormRenderer extends FormRenderer {
    setup() {
        super.setup();
        useSubEnv({ previewPane: reactive({ file: null }) });
    }
}

registry.category("views").add("agency_evaluation_row_form", { ...editingFormView, Renderer: RowFormRenderer });

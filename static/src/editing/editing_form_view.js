import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { EditingModel } from "./editing_model";
import { useWatch } from "./watch";

class EditingFormController extends FormController {
    setup() {
        super.setup();
        useWatch(this.model);
    }
}

/** A form of a record on which several people work at a time. */
export const editingFormView = { ...formView, Controller: EditingFormController, Model: EditingModel };

registry.category("views").add("agency_evaluation_shared_form", editingFormView);

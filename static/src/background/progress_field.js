import { useBus, useService } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

import { WORK_DONE } from "./work_service";

/** A bar that moves: it reads its record anew when the server tells that a piece of the work is done. */
export class AgencyProgressField extends ProgressBarField {
    setup() {
        super.setup();
        const work = useService("agency_evaluation.work");
        useBus(work.bus, WORK_DONE, async ({ detail }) => {
            const { record } = this.props;
            if (detail.model === record.resModel && detail.id === record.resId) {
                await record.load();
            }
        });
    }
}

registry.category("fields").add("agency_progress", { ...progressBarField, component: AgencyProgressField });

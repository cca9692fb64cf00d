import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillDestroy, useState } from "@odoo/owl";

import { isShown, toFile } from "./preview";

/** Narrower windows have no room for a file beside the row; it is opened over it there. */
const WIDE = "(min-width: 1366px)";

/** Shows a file of the row beside it: the one that was chosen, else the first that can be shown. */
export class PreviewPane extends Component {
    static template = "agency_evaluation.PreviewPane";
    static props = { ...standardWidgetProps };

    setup() {
        this.pane = useState(this.env.previewPane);
        this.state = useState({ isWide: false });
        const media = matchMedia(WIDE);
        const follow = () => {
            this.state.isWide = media.matches;
            this.env.previewPane.isOpen = media.matches;
        };
        follow();
        media.addEventListener("change", follow);
        onWillDestroy(() => media.removeEventListener("change", follow));
    }

    get files() {
        const documents = this.props.record.data.evidence_ids.records;
        return documents.flatMap(({ data }) => data.attachment_ids.records.map(toFile)).filter(isShown);
    }

    get file() {
        const { files } = this;
        return files.find(({ id }) => id === this.pane.file?.id) || files[0];
    }
}

registry.category("view_widgets").add("agency_preview", {
    component: PreviewPane,
    fieldDependencies: [{ name: "evidence_ids", type: "many2many" }],
});

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillUpdateProps, useState } from "@odoo/owl";

const CHANGE = "agency.evaluation.change";
/** The field of a change that names the record, by the model of the record. */
const LINKS = { "agency.evaluation.line": "line_id", "agency.evaluation.fact": "fact_id" };
const FIELDS = ["changed_text", "user_name", "label", "old_text", "new_text", "way_text"];
/** How many changes are shown at first. */
const SOME = 40;

/** The changes of a row or a fact, the newest first: they are read when they are opened, and not with the form. */
export class HistoryWidget extends Component {
    static template = "agency_evaluation.History";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isOpen: false, changes: null, since: false, hasMore: false });
        this.limit = SOME;
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.props.record.resId) {
                this.limit = SOME;
                Object.assign(this.state, { isOpen: false, changes: null });
            }
        });
        // What was saved, or done by a button, is read again; the data is another object then.
        useRecordObserver(({ dirty, data }) => {
            if (this.state.isOpen && !dirty && data) {
                this.load();
            }
        });
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
        if (this.state.isOpen) {
            return this.load();
        }
    }

    showAll() {
        this.limit = undefined;
        return this.load();
    }

    async load() {
        const { resModel, resId } = this.props.record;
        const { limit } = this;
        const [changes, [{ history_since: since }]] = await Promise.all([
            this.orm.searchRead(CHANGE, [[LINKS[resModel], "=", resId]], FIELDS, {
                limit: limit && limit + 1,
                order: "id desc",
            }),
            this.orm.read(resModel, [resId], ["history_since"]),
        ]);
        if (resId === this.props.record.resId) {
            Object.assign(this.state, { changes: changes.slice(0, limit), hasMore: changes.length > limit, since });
        }
    }
}

registry.category("view_widgets").add("agency_history", { component: HistoryWidget });

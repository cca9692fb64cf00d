import { WalkingListRenderer } from "../sheet/walking_list_renderer";

import { markup } from "@odoo/owl";

/** The rows of an imported sheet: indented by level, each with its doubts below its text. */
export class IntakeListRenderer extends WalkingListRenderer {
    static props = [...WalkingListRenderer.props, "notes"];

    /** What is told of a row as all rows are now, saved or not. */
    noteOf(record) {
        return this.props.notes[record.resId || record._virtualId] || {};
    }

    /** What is told of a row may follow from what is typed in another one. */
    versionOf(record) {
        return super.versionOf(record) + JSON.stringify(this.noteOf(record));
    }

    getRowClass(record) {
        const { kind, level } = record.data;
        const { is_heading, is_blocking, doubts } = this.noteOf(record);
        const classes = [`o_agency_kind_${kind}`];
        if (level > 1) {
            classes.push(`o_agency_level_${level - 1}`);
        }
        if (is_heading) {
            classes.push("o_agency_heading", ...(level > 1 ? [] : ["o_agency_level_0"]));
        }
        if (doubts) {
            classes.push(is_blocking ? "o_agency_fault" : "o_agency_doubtful");
        }
        return `${super.getRowClass(record)} ${classes.join(" ")}`;
    }

    canUseFormatter(column, record) {
        return (column.name === "name" && !record.isInEdition) || super.canUseFormatter(column, record);
    }

    getFormattedValue(column, record) {
        if (column.name !== "name") {
            return super.getFormattedValue(column, record);
        }
        const { name } = record.data;
        const { doubts } = this.noteOf(record);
        const lines = (doubts || "").split("\n").filter(Boolean);
        return lines.reduce(
            (text, line) => markup`${text}<div class="o_agency_doubt"><i class="fa fa-exclamation-triangle me-1"
                role="img" aria-hidden="true"></i>${line}</div>`,
            name || ""
        );
    }
}

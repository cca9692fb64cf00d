import { WalkingListRenderer } from "../sheet/walking_list_renderer";

import { markup } from "@odoo/owl";

/** The rows of an imported sheet: indented by level, each with its doubts below its text. */
export class IntakeListRenderer extends WalkingListRenderer {
    getRowClass(record) {
        const { kind, level, is_heading, is_blocking, doubts } = record.data;
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
        const { name, doubts } = record.data;
        const lines = (doubts || "").split("\n").filter(Boolean);
        return lines.reduce(
            (text, line) => markup`${text}<div class="o_agency_doubt"><i class="fa fa-exclamation-triangle me-1"
                role="img" aria-hidden="true"></i>${line}</div>`,
            name || ""
        );
    }
}

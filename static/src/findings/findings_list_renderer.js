import { _t } from "@web/core/l10n/translation";
import { ListRenderer } from "@web/views/list/list_renderer";

/** A warning is open until it is justified. */
const isOpen = ({ data }) => data.severity === "warning" && !(data.justification || "").trim();

/** Findings below a heading for each severity, which counts them. They come from the server in that order. */
export class FindingsListRenderer extends ListRenderer {
    static rowsTemplate = "agency_evaluation.FindingsListRenderer.Rows";
    static useMagicColumnWidths = false;

    isSortable() {
        return false;
    }

    getRowClass(record) {
        return `${super.getRowClass(record)}${isOpen(record) ? " o_agency_finding_open" : ""}`;
    }

    /** Whether the record is the first one of its severity. */
    opensSeverity(record) {
        const { records } = this.props.list;
        return records[records.indexOf(record) - 1]?.data.severity !== record.data.severity;
    }

    /** The heading above the findings of the severity of `record`. */
    describeSeverity({ data: { severity } }) {
        const findings = this.props.list.records.filter(({ data }) => data.severity === severity);
        const values = { count: findings.length, open: findings.filter(isOpen).length };
        return {
            error: _t("Errors that block submitting: %(count)s", values),
            warning: _t("Warnings: %(count)s, to justify: %(open)s", values),
            info: _t("For information: %(count)s", values),
        }[severity];
    }
}

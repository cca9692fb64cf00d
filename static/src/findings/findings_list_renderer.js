import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { PartedListRenderer } from "../sheet/list_parts";

const isWarning = ({ data }) => data.severity === "warning";
/** A warning is open until it is justified. */
const isOpen = (record) => isWarning(record) && !(record.data.justification || "").trim();

/**
 * Findings below a heading for each severity, and for each kind of warnings, which count them. They come from the server
 * in that order. Warnings are justified in place, or several of them together in a dialog.
 */
export class FindingsListRenderer extends PartedListRenderer {
    static rowsTemplate = "agency_evaluation.FindingsListRenderer.Rows";
    static useMagicColumnWidths = false;

    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
    }

    isSortable() {
        return false;
    }

    getRowClass(record) {
        const open = isOpen(record) ? " o_agency_finding_open" : "";
        return `${super.getRowClass(record)}${open}${isWarning(record) ? "" : " o_agency_finding_told"}`;
    }

    /** The record before `record`, if any. */
    before(record) {
        const { records } = this.props.list;
        return records[records.indexOf(record) - 1];
    }

    /** Whether the record is the first one of its severity. */
    opensSeverity(record) {
        return this.before(record)?.data.severity !== record.data.severity;
    }

    /** Whether the record is the first one of its kind; where the list does not tell kinds, none is. */
    opensKind(record) {
        const { code } = record.data;
        return Boolean(code) && (this.opensSeverity(record) || this.before(record).data.code !== code);
    }

    /** The heading above the findings of the severity of `record`. */
    describeSeverity({ data: { severity } }) {
        const findings = this.props.list.records.filter(({ data }) => data.severity === severity);
        const values = { count: findings.length, open: findings.filter(isOpen).length };
        return {
            error: _t("Errors to put right: %(count)s", values),
            warning: _t("Warnings: %(count)s, to justify: %(open)s", values),
            info: _t("For information: %(count)s", values),
        }[severity];
    }

    /** The findings of the kind of `record`. */
    ofKind({ data: { severity, code } }) {
        return this.props.list.records.filter(({ data }) => data.severity === severity && data.code === code);
    }

    describeKind(record) {
        const titles = Object.fromEntries(record.fields.code.selection);
        return `${titles[record.data.code]} (${this.ofKind(record).length})`;
    }

    get selected() {
        return this.props.list.records.filter((record) => record.selected && isWarning(record));
    }

    get openFindings() {
        return this.props.list.records.filter(isOpen);
    }

    get justifiesTogether() {
        return Boolean(this.props.allowSelectors);
    }

    /** What is ticked, or all that is open. */
    get together() {
        return this.selected.length ? this.selected : this.openFindings;
    }

    get togetherLabel() {
        const count = this.together.length;
        return this.selected.length
            ? _t("Justify %(count)s Selected", { count })
            : _t("Justify All %(count)s Together", { count });
    }

    /** The open findings of the kind of `record`; none where that is not asked. */
    openOfKind(record) {
        return this.justifiesTogether ? this.ofKind(record).filter(isOpen) : [];
    }

    /** Ask for one justification of `records`; what was typed before is saved first. */
    async justify(records) {
        const { root } = this.props.list.model;
        const ids = records.map(({ resId }) => resId);
        if (await root.save()) {
            const action = await this.orm.call(this.props.list.resModel, "action_justify_together", [ids]);
            await this.action.doAction(action, { onClose: () => root.load() });
        }
    }

    get selectAll() {
        const warnings = this.props.list.records.filter(isWarning);
        return warnings.length > 0 && warnings.every(({ selected }) => selected);
    }

    toggleSelection() {
        const isSelected = !this.selectAll;
        for (const record of this.props.list.records.filter(isWarning)) {
            record.toggleSelection(isSelected);
        }
    }
}

import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";

import { markup, onPatched, useChildSubEnv } from "@odoo/owl";

import { BLANK, formatAnswer, formatPoints, roundPoints, scored, Status } from "./points";
import { readAnswer, readCountingAnswer } from "./points_field";
import { differsFromSuggestion } from "../facts/suggestion_field";
import { PLAIN, rollUp } from "./roll_up";
import { findHeadingsOf } from "./tree";
import { WalkingListRenderer } from "./walking_list_renderer";

/** Keys that walk from the points of one row to those of the next or the previous one. */
const WALK = { tab: 1, enter: 1, arrowdown: 1, "shift+tab": -1, "shift+enter": -1, arrowup: -1 };

const isPoints = (column) => column.widget === "agency_points";
const isSuggestion = (column) => column.widget === "agency_suggestion";

/**
 * A scoring sheet: headings with live subtotals, leaves indented below them, and a total that stays in sight.
 *
 * The rows carry `level`, `is_heading`, `is_bonus` and `max_points`, the record that they belong to the `sum_plan` by
 * which they are added up. A points column with the option `subtotals` shows on a heading the sum of the leaves below
 * it; without, what the heading itself states, marked where it is not that sum.
 */
export class SheetListRenderer extends WalkingListRenderer {
    static template = "agency_evaluation.SheetListRenderer";

    setup() {
        super.setup();
        useChildSubEnv({ focusClip: (resId) => (this.clipToFocus = resId) });
        onPatched(() => this.focusClip());
    }

    /** Where the dialog of a row was opened, the keyboard goes on when it is closed. */
    focusClip() {
        const record = this.clipToFocus && this.props.list.records.find(({ resId }) => resId === this.clipToFocus);
        if (record) {
            this.clipToFocus = null;
            this.tableRef.el.querySelector(`[data-id="${record.id}"] .o_agency_clip`)?.focus();
        }
    }

    /** Called before each render: the one place where the sheet is added up. */
    computeAggregates() {
        const { records } = this.props.list;
        const aggregates = {};
        this.subtotals = {};
        this.totals = {};
        for (const column of this.columns.filter(isPoints)) {
            const { subtotals, total } = this.addUp(column, records);
            this.subtotals[column.name] = new Map(records.map((record, index) => [record.id, subtotals[index]]));
            this.totals[column.name] = total;
            if (column.attrs.sum) {
                aggregates[column.name] = { help: column.attrs.sum, value: total === null ? "" : formatPoints(total) };
            }
        }
        this.acceptable = this.findAcceptable(records);
        return aggregates;
    }

    /**
     * @returns {{ subtotals: (number | null)[], total: number | null }} what each row and all of them come to in
     *  `column`: the maxima as they are, answers as the plan says
     */
    addUp(column, records) {
        const holdsMaxima = column.name === "max_points";
        const isFinal = Boolean(column.options.otherwise);
        const rows = records.map(({ data, resId }) => ({
            key: resId,
            level: data.level,
            isHeading: data.is_heading,
            isBonus: data.is_bonus,
            maximum: data.max_points,
            // The unit's own sums hold nothing that is granted.
            isGranted: isFinal && Boolean(data.is_granted) && !data.is_reviewed,
            isRelieved: Boolean(data.relief_basis) && !data.is_heading,
            answer: holdsMaxima ? BLANK : readCountingAnswer(data, column.name, column.options),
        }));
        const { subtotals, total, points } = rollUp(this.props.list.evalContext.parent?.sum_plan || PLAIN, rows);
        if (holdsMaxima) {
            return { subtotals: subtotals.map(({ maximum }) => maximum), total: total.leaves ? total.maximum : null };
        }
        return { subtotals: subtotals.map((subtotal) => subtotal.points), total: points };
    }

    /** The rows whose suggestion, or that of a row below them, is not what is scored. */
    findAcceptable(records) {
        if (!this.columns.some(isSuggestion) || !this.props.list.evalContext.parent.can_check) {
            return new Set();
        }
        const rows = records.map(({ id, data }) => ({ id, level: data.level, isHeading: data.is_heading }));
        const differing = records.filter(({ data }) => differsFromSuggestion(data)).map(({ id }) => id);
        return findHeadingsOf(rows, new Set(differing));
    }

    /** The total spans the whole width, for it covers the rows that scroll behind it. */
    getAggregateColumns(group) {
        const first = this.getFirstAggregateIndex(group);
        return first < 0 ? [] : this.columns.slice(first);
    }

    /** How many leaves are answered; empty if the rows are not there to be answered. */
    get progress() {
        if (!this.columns.some((column) => column.options?.status)) {
            return "";
        }
        const leaves = this.props.list.records.filter((record) => !record.data.is_heading);
        return _t("%(answered)s of %(leaves)s rows answered", {
            answered: leaves.filter(({ data }) => data.status !== Status.BLANK).length,
            leaves: leaves.length,
        });
    }

    getRowClass(record) {
        const { level, is_heading } = record.data;
        const kind = is_heading ? "o_agency_heading" : "o_agency_leaf";
        return `${super.getRowClass(record)} ${kind} o_agency_level_${level}`;
    }

    /** Points are typed straight into the sheet: every cell that is open to it has its input. */
    isOpen(column, record) {
        return (
            isPoints(column) &&
            Boolean(this.props.editable) &&
            !evaluateBooleanExpr(column.readonly, record.evalContextWithVirtualIds)
        );
    }

    /** A row goes into edition for what is not points; never a heading, never what is locked. */
    isInlineEditable(record) {
        return (
            super.isInlineEditable(record) &&
            this.columns.some(
                (column) =>
                    column.type === "field" &&
                    !isPoints(column) &&
                    !evaluateBooleanExpr(column.readonly, record.evalContextWithVirtualIds)
            )
        );
    }

    canUseFormatter(column, record) {
        if (isPoints(column)) {
            return !this.isOpen(column, record);
        }
        return column.name === "name" || super.canUseFormatter(column, record);
    }

    getFieldProps(record, column) {
        const props = super.getFieldProps(record, column);
        if (isSuggestion(column)) {
            return { ...props, isAcceptable: this.acceptable.has(record.id) };
        }
        return isPoints(column)
            ? { ...props, isOpen: true, difference: this.describeDifference(column, record) }
            : props;
    }

    getFormattedValue(column, record) {
        if (isPoints(column)) {
            return this.formatPointsCell(column, record);
        }
        if (column.name === "name") {
            return this.withMeanwhile(this.formatName(record.data), record);
        }
        return super.getFormattedValue(column, record);
    }

    /** The text of the criterion, with what was found on it before, and how its points come about below. */
    formatName({ name, is_bonus, is_heading, is_judged, is_provisional, working, open_severity, open_findings }) {
        let text = name;
        if (open_findings) {
            const kind = open_severity === "error" ? "fa-times-circle text-danger" : "fa-exclamation-circle text-warning";
            text = markup`<i class="o_agency_finding fa ${kind} me-1" role="img" aria-label="${open_findings}"
                data-tooltip="${open_findings}"></i>${text}`;
        }
        if (is_bonus && !is_heading) {
            const label = _t("Bonus"); // the export of terms does not look into template strings
            text = markup`${text} <span class="badge rounded-pill text-bg-info">${label}</span>`;
        }
        if (working && !is_judged) {
            const style = is_provisional ? "o_agency_working fst-italic" : "o_agency_working";
            text = markup`${text}<div class="${style}" data-tooltip="${working}">${working}</div>`;
        }
        return text;
    }

    getCellTitle(column, record) {
        if (isPoints(column) && !record.data.is_heading) {
            const { status } = readAnswer(record.data, column.name, column.options);
            return status === Status.NOT_APPLICABLE ? _t("Not applicable") : undefined;
        }
        return super.getCellTitle(column, record);
    }

    formatPointsCell(column, record) {
        const read = column.options.source ? readCountingAnswer : readAnswer;
        let answer = read(record.data, column.name, column.options);
        if (record.data.is_heading && column.options.subtotals) {
            const subtotal = this.subtotals[column.name].get(record.id);
            answer = subtotal === null ? BLANK : scored(subtotal);
        }
        if (record.data.relief_basis && !record.data.is_heading && column.options.subtotals) {
            return _t("Relieved");
        }
        if (column.options.source) {
            return this.formatFinal(record, answer);
        }
        const difference = this.describeDifference(column, record);
        if (!difference) {
            return formatAnswer(answer);
        }
        return markup`<i class="o_agency_differs fa fa-exclamation-triangle text-warning me-1" role="img"
            aria-label="${difference}" data-tooltip="${difference}"></i>${formatAnswer(answer)}`;
    }

    /** The points that count in the end, with how far they are from the unit's own, and the reviewer's reason. */
    formatFinal({ id, data }, answer) {
        const [own, final] = ["self_points", "final_points"].map((name) => this.subtotals[name]?.get(id) ?? 0);
        const difference = roundPoints(final - own);
        if (!difference) {
            return formatAnswer(answer);
        }
        const signed = `${difference > 0 ? "+" : "−"}${formatPoints(Math.abs(difference))}`;
        const reason = data.is_heading ? "" : data.review_note || "";
        return markup`<small class="o_agency_difference ${difference > 0 ? "text-success" : "text-danger"} me-1"
            data-tooltip="${reason}">${signed}</small>${formatAnswer(answer)}`;
    }

    /** Say where what is stated is not what the rows give; empty if it is. */
    describeDifference(column, record) {
        const { data } = record;
        const sum = this.subtotals[column.name].get(record.id);
        if (column.name === "self_points") {
            // A leaf is compared by what is answered, which may be nothing although it counts.
            const { points } = data.is_heading ? { points: sum } : readAnswer(data, column.name, column.options);
            return this.describeStated(data, points);
        }
        if (column.name === "max_points" && data.is_heading && roundPoints(data.max_points) !== (sum ?? 0)) {
            return _t("States %(stated)s, the rows below give %(computed)s", {
                stated: formatPoints(data.max_points),
                computed: formatPoints(sum ?? 0),
            });
        }
        return "";
    }

    /** Say where a paper states other points than those computed; empty if it does not. */
    describeStated({ is_stated, stated_points }, computed) {
        if (!is_stated || roundPoints(stated_points) === computed) {
            return "";
        }
        const stated = formatPoints(stated_points);
        return computed === null
            ? _t("The paper states %(stated)s, nothing is scored", { stated })
            : _t("The paper states %(stated)s, computed %(computed)s", { stated, computed: formatPoints(computed) });
    }

    /** The same for the total, which the paper states on the evaluation itself. */
    get totalDifference() {
        const { parent } = this.props.list.evalContext;
        return "self_points" in this.totals ? this.describeStated(parent, this.totals.self_points) : "";
    }

    async onCellClicked(record, column, ev, newWindow) {
        if (!this.isOpen(column, record)) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        if (this.editedRecord && this.editedRecord !== record) {
            this.props.list.leaveEditMode();
        }
        this.focus(ev.target.closest("td").querySelector("input"));
    }

    onCellKeydown(ev, group, record) {
        const column = this.columns.find(({ name }) => name === ev.target.closest("td")?.getAttribute("name"));
        if (ev.target.tagName !== "INPUT" || !column || !isPoints(column)) {
            super.onCellKeydown(ev, group, record);
        } else if (this.onPointsKeydown(getActiveHotkey(ev), ev.target, column, record)) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** Tab and Enter go from points to points; at their end, the right arrow leads to the other cells of the row. */
    onPointsKeydown(hotkey, input, column, record) {
        if (hotkey in WALK) {
            // Points that are refused are not left.
            if (input.checkValidity()) {
                this.walk(record, column, WALK[hotkey]);
            } else {
                input.select();
            }
            return true;
        }
        if (hotkey === "arrowright" && input.selectionStart === input.value.length && this.isInlineEditable(record)) {
            this.editRow(record, column);
            return true;
        }
        return false;
    }

    /** Edit the first cell of the row that is open to it after `column`. */
    async editRow(record, column) {
        if (await this.props.list.enterEditMode(record)) {
            this.cellToFocus = { column: this.columns[this.columns.indexOf(column) + 1], record };
        }
    }

    /** From the other cells of a row, Tab goes on to the next points. */
    onCellKeydownEditMode(hotkey, cell, group, record) {
        if (hotkey !== "tab" && hotkey !== "shift+tab") {
            return super.onCellKeydownEditMode(hotkey, cell, group, record);
        }
        if (!this.applyCellKeydownEditModeStayOnRow(hotkey, cell, group, record)) {
            this.walk(record, this.columns.find((column) => this.isOpen(column, record)), WALK[hotkey]);
        }
        return true;
    }

    /** Enter does not open the next row, which may be a heading. */
    editNextRecord() {
        this.props.list.leaveEditMode({ validate: true });
    }

    /** Focus the points of the next row (`step` 1) or the previous one (-1) that has any; past the last, leave. */
    walk(record, column, step) {
        const row = this.findOpen(record, column, step);
        if (this.editedRecord) {
            this.props.list.leaveEditMode();
        }
        if (row) {
            this.focus(this.tableRef.el.querySelector(`[data-id="${row.id}"] td[name="${column.name}"] input`));
        } else {
            this.focusBeside(step);
        }
    }
}

import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";

import { batched, markup, onPatched, status, toRaw, useChildSubEnv, useState, xml } from "@odoo/owl";

import { ListPart } from "./list_parts";
import { BLANK, formatAnswer, formatPoints, roundPoints, scored, Status } from "./points";
import { readAnswer, readCountingAnswer } from "./points_field";
import { differsFromSuggestion } from "../facts/suggestion_field";
import { PLAIN, rollUp } from "./roll_up";
import { SheetSums } from "./sheet_sums";
import { findHeadingsOf } from "./tree";
import { WalkingListRenderer } from "./walking_list_renderer";

/** Keys that walk from the points of one row to those of the next or the previous one. */
const WALK = { tab: 1, enter: 1, arrowdown: 1, "shift+tab": -1, "shift+enter": -1, arrowup: -1 };

const isPoints = (column) => column.widget === "agency_points";
const isSuggestion = (column) => column.widget === "agency_suggestion";

/** The total, which is drawn again as often as it changes. */
export class SheetFoot extends ListPart {
    static template = xml`<t t-call="agency_evaluation.SheetFoot" t-call-context="context"/>`;
    static props = { renderer: Object, version: Number };

    get context() {
        const context = this.contextWith({});
        return Object.assign(context, { aggregates: context.describeTotals() });
    }
}

/**
 * A scoring sheet: headings with live subtotals, leaves indented below them, and a total that stays in sight.
 *
 * The rows carry `level`, `is_heading`, `is_bonus` and `max_points`, the record that they belong to the `sum_plan` by
 * which they are added up. A points column with the option `subtotals` shows on a heading the sum of the leaves below
 * it; without, what the heading itself states, marked where it is not that sum.
 *
 * A keystroke draws its row, the headings above it and the foot: rows tell when what they are added up by has changed,
 * and watch the sums that they show.
 */
export class SheetListRenderer extends WalkingListRenderer {
    static template = "agency_evaluation.SheetListRenderer";
    static recordRowTemplate = "agency_evaluation.SheetListRenderer.RecordRow";
    static components = { ...WalkingListRenderer.components, SheetFoot };

    setup() {
        super.setup();
        this.sums = new SheetSums();
        /** What each row was added up by last, by the id of its record. */
        this.addedUp = new Map();
        this.addUpSoon = batched(() => status(this) !== "destroyed" && this.addUpSheet());
        this.drawn = 0;
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

    watchFromPart() {
        return { sums: useState(this.sums) };
    }

    /** Called before the list as a whole is drawn. */
    computeAggregates() {
        this.drawn++;
        this.addUpSheet();
        return this.describeTotals();
    }

    describeTotals() {
        const aggregates = {};
        for (const { name, attrs } of this.columns.filter((column) => isPoints(column) && column.attrs.sum)) {
            const total = this.sums.totals[name];
            aggregates[name] = { help: attrs.sum, value: total === null ? "" : formatPoints(total) };
        }
        return aggregates;
    }

    /** Add up anew where a row is drawn because of what it is added up by. */
    onWillDrawRow(record) {
        const inputs = this.inputsOf(record);
        if (this.addedUp.get(record.id) !== inputs) {
            this.addUpSoon();
        }
    }

    /** All that the sums are made of in a row, as a text to compare. */
    inputsOf(record) {
        const rows = this.columns.filter(isPoints).map((column) => this.rowOf(column, record));
        return JSON.stringify([rows, record.data.status, differsFromSuggestion(record.data)]);
    }

    /** The one place where the sheet is added up. It watches no row: rows tell when they change. */
    addUpSheet() {
        const { sums } = this;
        const records = toRaw(this.props.list).records.map(toRaw);
        const ids = records.map(({ id }) => id);
        for (const column of this.columns.filter(isPoints)) {
            sums.setColumn(column.name, ids, this.addUp(column, records));
        }
        sums.setAcceptable(ids, this.findAcceptable(records));
        const leaves = records.filter(({ data }) => !data.is_heading);
        sums.leaves = leaves.length;
        sums.answered = leaves.filter(({ data }) => data.status !== Status.BLANK).length;
        this.addedUp = new Map(records.map((record) => [record.id, this.inputsOf(record)]));
    }

    /**
     * @returns {{ subtotals: (number | null)[], total: number | null }} what each row and all of them come to in
     *  `column`: the maxima as they are, answers as the plan says
     */
    addUp(column, records) {
        const rows = records.map((record) => this.rowOf(column, record));
        const { subtotals, total, points } = rollUp(this.props.list.evalContext.parent?.sum_plan || PLAIN, rows);
        if (column.name === "max_points") {
            return { subtotals: subtotals.map(({ maximum }) => maximum), total: total.leaves ? total.maximum : null };
        }
        return { subtotals: subtotals.map((subtotal) => subtotal.points), total: points };
    }

    /** A row as it is added up in `column`. */
    rowOf(column, { data, resId }) {
        const isFinal = Boolean(column.options.otherwise);
        return {
            key: resId,
            level: data.level,
            isHeading: data.is_heading,
            isBonus: data.is_bonus,
            maximum: data.max_points,
            // The unit's own sums hold nothing that is granted.
            isGranted: isFinal && Boolean(data.is_granted) && !data.is_reviewed,
            isRelieved: Boolean(data.relief_basis) && !data.is_heading,
            answer: column.name === "max_points" ? BLANK : readCountingAnswer(data, column.name, column.options),
        };
    }

    /**
     * @returns {(boolean | undefined)[]} for each row whether its suggestion, or that of a row below it, is not what is
     *  scored; undefined where that cannot be
     */
    findAcceptable(records) {
        if (!this.columns.some(isSuggestion) || !this.props.list.evalContext.parent.can_check) {
            return records.map(() => undefined);
        }
        const rows = records.map(({ id, data }) => ({ id, level: data.level, isHeading: data.is_heading }));
        const differing = records.filter(({ data }) => differsFromSuggestion(data)).map(({ id }) => id);
        const acceptable = findHeadingsOf(rows, new Set(differing));
        return records.map(({ id, data }) => acceptable.has(id) || (data.is_heading || data.has_suggestion ? false : undefined));
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
        const { answered, leaves } = this.sums;
        return _t("%(answered)s of %(leaves)s rows answered", { answered, leaves });
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
            return { ...props, isAcceptable: this.sums.acceptable[record.id] };
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
            const subtotal = this.sums.subtotalOf(column.name, record.id);
            answer = subtotal === null ? BLANK : scored(subtotal);
        }
        if (record.data.relief_basis && !record.data.is_heading && column.options.subtotals) {
            return _t("Relieved");
        }
        const difference = this.describeDifference(column, record);
        if (!difference) {
            return formatAnswer(answer);
        }
        return markup`<i class="o_agency_differs fa fa-exclamation-triangle text-warning me-1" role="img"
            aria-label="${difference}" data-tooltip="${difference}"></i>${formatAnswer(answer)}`;
    }

    isFinal(column, record) {
        return isPoints(column) && Boolean(column.options.source) && !(record.data.relief_basis && !record.data.is_heading);
    }

    /**
     * How far the points that count in the end are from the unit's own, with the reviewer's reason. They change with each
     * keystroke of a reviewer, so that a template draws them: elements that stay, see `ListRow`.
     */
    describeChange({ id, data }) {
        const [own, final] = ["self_points", "final_points"].map((name) => this.sums.subtotalOf(name, id) ?? 0);
        const change = roundPoints(final - own);
        return {
            text: change ? `${change > 0 ? "+" : "−"}${formatPoints(Math.abs(change))}` : "",
            kind: change ? (change > 0 ? "gain" : "loss") : undefined,
            reason: (change && !data.is_heading && data.review_note) || undefined,
        };
    }

    /** Say where what is stated is not what the rows give; empty if it is. */
    describeDifference(column, record) {
        const { data } = record;
        if (!data.is_heading) {
            // A leaf is compared by what is answered, which may be nothing although it counts.
            const isOwn = column.name === "self_points";
            return isOwn ? this.describeStated(data, readAnswer(data, column.name, column.options).points) : "";
        }
        const sum = this.sums.subtotalOf(column.name, record.id);
        if (column.name === "self_points") {
            return this.describeStated(data, sum);
        }
        if (column.name === "max_points" && roundPoints(data.max_points) !== (sum ?? 0)) {
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
        return "self_points" in this.sums.totals ? this.describeStated(parent, this.sums.totals.self_points) : "";
    }

    async onCellClicked(rowRecord, column, ev, newWindow) {
        const record = this.ownRecord(rowRecord);
        if (!this.isOpen(column, toRaw(record))) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        if (this.editedRecord && this.editedRecord !== record) {
            this.props.list.leaveEditMode();
        }
        this.focus(ev.target.closest("td").querySelector("input"));
    }

    onCellKeydown(ev, group, rowRecord) {
        const record = rowRecord && this.ownRecord(rowRecord);
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

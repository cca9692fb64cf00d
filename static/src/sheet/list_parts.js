import { ListRenderer } from "@web/views/list/list_renderer";

import { Component, onWillRender, toRaw, xml } from "@odoo/owl";

/**
 * A part of a list that is drawn by itself, by Odoo's template: only what is read there is watched by it, and only it is
 * drawn again when that changes. Its methods are those of the renderer.
 */
export class ListPart extends Component {
    static components = ListRenderer.components;

    setup() {
        this.watched = this.props.renderer.watchFromPart();
    }

    /** Handlers run on the renderer itself (`this`), for they keep what they note there. */
    contextWith(values) {
        const { renderer } = this.props;
        return Object.assign(Object.create(renderer), { this: renderer, ...this.watched, ...values });
    }
}

/**
 * A row, drawn by itself. A keystroke takes away and adds no elements and changes neither `class` nor `style`, but texts
 * and other attributes: in Odoo's styles are rules with `:has()` that ask for those of anything on the page, so that the
 * browser would work out the style of all rows anew.
 */
export class ListRow extends ListPart {
    static template = xml`<t t-call="{{ props.renderer.constructor.recordRowTemplate }}" t-call-context="context"/>`;
    static props = { record: Object, renderer: Object, version: String };

    setup() {
        super.setup();
        /** The text of each cell, by its column. */
        this.shown = new Map();
        onWillRender(() => this.props.renderer.onWillDrawRow(this.props.record));
    }

    get context() {
        const { record, renderer } = this.props;
        const context = this.contextWith({
            record,
            // Odoo asks for it in the row that is edited, and not to watch it in every other one.
            editedRecord: record.isInEdition ? record : null,
            _canSelectRecord: renderer.canSelectRecord,
        });
        context.getFormattedValue = (column, ...args) =>
            this.keepSame(column.id, renderer.getFormattedValue.call(context, column, ...args));
        return context;
    }

    /** Markup that says the same is the same object, or OWL would replace its elements. */
    keepSame(columnId, text) {
        const known = this.shown.get(columnId);
        if (text instanceof String && known instanceof String && known.toString() === text.toString()) {
            return known;
        }
        this.shown.set(columnId, text);
        return text;
    }
}

/**
 * A list whose rows are drawn one by one. What is typed in a row does not draw the renderer, which watches no values of
 * rows; where it is drawn, rows are drawn along if their version is another one.
 */
export class PartedListRenderer extends ListRenderer {
    static rowsTemplate = "agency_evaluation.PartedListRenderer.Rows";
    static components = { ...ListRenderer.components, ListRow };

    setup() {
        super.setup();
        // It is not known yet: Odoo takes the columns after this.
        onWillRender(() => {
            this.version = undefined;
        });
    }

    /** Called as a part is set up: what it watches besides its record, by the names under which methods read it. */
    watchFromPart() {
        return {};
    }

    /** Called before a row is drawn, with the record as that row watches it. */
    onWillDrawRow(_record) {}

    /** What all rows are drawn by besides their records, and what they watch. */
    drawnBy() {
        const { editable, readonly } = this.props;
        return [
            this.columns.map(({ id }) => id),
            editable,
            readonly,
            this.hasSelectors && this.canSelectRecord,
            this.hasOpenFormViewColumn,
            this.displayOptionalFields,
            this.canResequenceRows,
            Object.entries(this.activeActions).map(([name, action]) => [name, Boolean(action)]),
        ];
    }

    versionOf(_record) {
        this.version ??= JSON.stringify(this.drawnBy());
        return this.version;
    }

    /**
     * The record as the renderer has it: a row watches it through a proxy of its own, which is another object to whoever
     * compares. Every handler that is given a record begins with this.
     */
    ownRecord(record) {
        return this.props.list.records[this.indexOf(record)] || record;
    }

    /** The place of a record, without watching the others. */
    indexOf({ id }) {
        return toRaw(this.props.list).records.findIndex((each) => each.id === id);
    }

    onClickCapture(record, ev) {
        return super.onClickCapture(this.ownRecord(record), ev);
    }

    onCellClicked(record, ...args) {
        return super.onCellClicked(this.ownRecord(record), ...args);
    }

    onButtonCellClicked(record, ...args) {
        return super.onButtonCellClicked(this.ownRecord(record), ...args);
    }

    onCellKeydown(ev, group, record) {
        return super.onCellKeydown(ev, group, record && this.ownRecord(record));
    }

    onRemoveCellClicked(record, ev) {
        return super.onRemoveCellClicked(this.ownRecord(record), ev);
    }

    onRowTouchStart(record, ev) {
        return super.onRowTouchStart(this.ownRecord(record), ev);
    }

    toggleRecordSelection(record, ev) {
        return super.toggleRecordSelection(this.ownRecord(record), ev);
    }
}

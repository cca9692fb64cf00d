import { getTabableElements } from "@web/core/utils/ui";

import { markup, toRaw, useEffect } from "@odoo/owl";

import { PartedListRenderer } from "./list_parts";

/** A list that is filled in from row to row, and whose head sticks below the status bar of the form. */
export class WalkingListRenderer extends PartedListRenderer {
    static useMagicColumnWidths = false;

    setup() {
        super.setup();
        useEffect(
            (statusBar) => this.keepHeadBelow(statusBar),
            () => [this.rootRef.el.closest(".o_form_renderer")?.querySelector(".o_form_statusbar")]
        );
    }

    /** The status bar of the form sticks to the top too, and its buttons may take more than one line. */
    keepHeadBelow(statusBar) {
        if (!statusBar) {
            return;
        }
        const observer = new ResizeObserver(() =>
            this.rootRef.el?.style.setProperty("--agency-sheet-top", `${statusBar.offsetHeight}px`)
        );
        observer.observe(statusBar);
        return () => observer.disconnect();
    }

    isSortable() {
        return false;
    }

    /** What others have just changed is shown for a moment, and anew each time: another animation starts it again. */
    getRowClass(record) {
        const times = record.timesChangedByOther;
        const again = times % 2 ? "" : " o_agency_changed_again";
        return super.getRowClass(record) + (times ? ` o_agency_changed_by_other${again}` : "");
    }

    /** A text of a row, and beside it what others saved meanwhile where something is being typed. */
    withMeanwhile(text, { meanwhileText }) {
        if (!meanwhileText) {
            return text;
        }
        return markup`${text} <span class="o_agency_meanwhile badge text-bg-warning">${meanwhileText}</span>`;
    }

    isOpen(column, record) {
        return !this.isCellReadonly(column, record);
    }

    /** The next row (`step` 1) or the previous one (-1) in which `column` is open; undefined if there is none. */
    findOpen(record, column, step) {
        // To look for it is not to watch those in between.
        const { records } = toRaw(this.props.list);
        let index = this.indexOf(record) + step;
        while (records[index] && !(column && this.isOpen(column, toRaw(records[index])))) {
            index += step;
        }
        return this.props.list.records[index];
    }

    /**
     * Edit the same column of the next row (`step` 1) or the previous one (-1) in which it is open; past the last one,
     * leave the list. A row with a value that is refused is not left.
     */
    async walk(record, column, step) {
        const { list } = this.props;
        const target = this.findOpen(record, column, step);
        const left = target ? await list.enterEditMode(target) : await list.leaveEditMode({ validate: true });
        if (!left) {
            document.activeElement.select?.();
        } else if (target) {
            this.cellToFocus = { column, record: target };
        } else {
            this.focusBeside(step);
        }
    }

    /** Focus what comes after the list (`step` 1) or before it (-1). */
    focusBeside(step) {
        const table = this.tableRef.el;
        const side = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
        const outside = getTabableElements().filter(
            (el) => !table.contains(el) && table.compareDocumentPosition(el) & side
        );
        this.focus(outside.at(step > 0 ? 0 : -1));
    }
}

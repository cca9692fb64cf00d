import { x2ManyCommands } from "@web/core/orm_service";

import { markRaw } from "@odoo/owl";

import { EvaluationModel, EvaluationRecord } from "./evaluation_model";

const ROWS = "line_ids";

/** Whether rows of the sheet are changed, and nothing else is. */
function areRows(values) {
    const [name, ...others] = Object.keys(values);
    return name === ROWS && !others.length && values[ROWS].every(([command]) => command === x2ManyCommands.UPDATE);
}

/** An evaluation that is told, where only rows of its sheet were saved, what is different since. */
export class SavingRecord extends EvaluationRecord {
    _setData(data) {
        if (data !== this.model.changed) {
            return super._setData(...arguments);
        }
        this.model.changed = undefined;
        this._takeChanged(data);
    }

    /**
     * What was typed is stored: keep it, and take over what follows from it.
     *
     * @param {Object} changed fields of the evaluation, and rows with fields of theirs, as the server sends them
     */
    _takeChanged({ [ROWS]: rows, ...own }) {
        const list = this.data[ROWS];
        const saved = list._commands.map(([, id]) => list._cache[id]);
        list._clearCommands();
        [...saved, this].forEach((record) => record._settleSaved());
        rows.forEach(({ id, ...values }) => list._cache[id]?._takeStored(values));
        this._takeStored(own);
        this.model.onRowsSaved();
    }

    /** Nothing that is typed here waits to be saved any more. */
    _settleSaved() {
        this._changes = markRaw({});
        Object.assign(this.data, this._values);
        this._savePoint = undefined;
        this.dirty = false;
        this._invalidFields.clear();
    }

    _takeStored(values) {
        Object.keys(values).forEach((name) => delete this._meanwhile[name]);
        this._applyValues(values);
    }
}

/** The model of the form of an evaluation: a save of rows is answered with what is different since, not with all of it. */
export class SavingModel extends EvaluationModel {
    static Record = SavingRecord;

    async _webSave(orm, resModel, resIds, values, { context, specification, next_id: nextId }) {
        const isWhole = nextId || !resIds.length || resModel !== this.root.resModel || this.tabs.shown.size;
        if (isWhole || !areRows(values)) {
            return super._webSave(...arguments);
        }
        const replies = await orm.call(resModel, "web_save_rows", [resIds, values], { context, specification });
        this.changed = markRaw(replies[0]);
        return replies;
    }

    /** What was read of the other tabs is read anew when they are opened, and what was asked before this is old. */
    onRowsSaved() {
        this.tabs.read.clear();
        this.answers++;
    }
}

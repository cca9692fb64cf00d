import { _t } from "@web/core/l10n/translation";
import { Record } from "@web/model/relational_model/record";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { StaticList } from "@web/model/relational_model/static_list";
import { getBasicEvalContext, getFieldsSpec, parseServerValue } from "@web/model/relational_model/utils";
import { x2ManyCommands } from "@web/core/orm_service";
import { deepEqual } from "@web/core/utils/objects";

import { markRaw, toRaw } from "@odoo/owl";

import { ConflictDialog } from "./conflict_dialog";
import { keepUnsaved } from "./kept";
import { leadingName, showValue } from "./shown_value";

/** The context key by which a save tells what was seen before it; see `models/editing/seen.py`. */
export const SEEN = "agency_seen";
/** The name of this browser tab, to be told nothing of its own changes. */
export const TAB = Math.random().toString(36).slice(2);
const EVALUATION = "agency.evaluation";
/** For so many milliseconds is shown what others have changed: the animation in `editing.scss`. */
const SHOWN = 6000;
/** What decides on what may be typed: where something is typed already, it changes after that is saved. */
const DECIDING = /^(state$|can_)/;

const isList = (field) => field.type === "one2many" || field.type === "many2many";

/** The conflicts that a refused save tells of; undefined for any other error. */
const conflictsOf = (error) => error.data?.context?.conflicts;

/**
 * A record that others edit at the same time. A save tells what was seen before it; where others changed that meanwhile,
 * the user chooses. What others save arrives here while it is open, and never touches what is being typed: such a field
 * keeps what was seen, so that its save is asked about.
 */
export class EditingRecord extends Record {
    setup() {
        /** Values that others saved of fields that are being typed in, as the server sends them. */
        this._meanwhile = {};
        /** Who changed this record last, of what arrived since it was loaded. */
        this._changedBy = "";
        /** How often others changed it. */
        this._timesChanged = 0;
        /** Fields whose new values are on their way into the record. */
        this._underWay = markRaw(new Map());
        super.setup(...arguments);
    }

    get context() {
        const context = super.context;
        return this._isSaving ? { ...context, [SEEN]: { tab: TAB, values: this._seenValues() } } : context;
    }

    /** What others saved of what is being typed in, and who; empty where nobody did. */
    get meanwhileText() {
        const names = new Set(Object.keys(this._meanwhile).map((name) => leadingName(name, this.fields)));
        const data = { ...this.data, ...this._parsed(this._meanwhile) };
        const values = [...names].map((name) => showValue(this.fields, name, data) || _t("(empty)"));
        const said = { user: this._changedBy || _t("Somebody else"), values: values.join("; ") };
        return names.size ? _t("%(user)s has just changed it: %(values)s", said).toString() : "";
    }

    /** How often others changed it since it was loaded. */
    get timesChangedByOther() {
        return this._timesChanged;
    }

    _markChanged(by) {
        this._changedBy = by;
        this._timesChanged++;
    }

    async update(changes) {
        const names = Object.keys(changes);
        names.forEach((name) => this._underWay.set(name, (this._underWay.get(name) || 0) + 1));
        try {
            return await super.update(...arguments);
        } finally {
            names.forEach((name) => this._underWay.set(name, this._underWay.get(name) - 1));
        }
    }

    /** Ids that are still the same are no news to whoever watches the context, which each field with a list does. */
    _computeDataContext() {
        const contexts = super._computeDataContext();
        const known = toRaw(this.evalContext);
        for (const [name, ids] of Object.entries(contexts.withoutVirtualIds)) {
            if (Array.isArray(ids) && deepEqual(ids, known[name])) {
                contexts.withoutVirtualIds[name] = known[name];
            }
        }
        return contexts;
    }

    _setData(data, { keepChanges } = {}) {
        this._meanwhile = {};
        const base = keepChanges ? this._pickValues(this._changes) : {};
        super._setData(...arguments);
        Object.assign(this._values, base);
        if (this.config.isRoot) {
            this.model.answers++;
            this.model.waiting.clear();
            this.model.markTold(Date.now() - SHOWN, this);
        }
    }

    _pickValues(names) {
        const isKept = (name) => name in this._values && !isList(this.fields[name]);
        return Object.fromEntries(Object.keys(names).filter(isKept).map((name) => [name, this._values[name]]));
    }

    _discard() {
        super._discard();
        this._takeMeanwhile(() => true);
    }

    // ------------------------------------------------------------------ saving

    async _save(options = {}) {
        const onError = async (error, actions) => {
            const conflicts = conflictsOf(error);
            if (conflicts) {
                return this._settle(conflicts, options);
            }
            if (options.onError) {
                return options.onError(error, actions);
            }
            if (!this.isInEdition) {
                await this._load({});
            }
            throw error;
        };
        if (this.model._urgentSave && this.resId) {
            keepUnsaved(this, this._unsaved());
        }
        this._isSaving = Boolean(this.resId);
        try {
            return await super._save({ ...options, onError });
        } finally {
            this._isSaving = false;
        }
    }

    /** Odoo's words speak of missing fields alone, and in English; here a value may also be no number, or too high. */
    _displayInvalidFieldNotification() {
        return this.model.notification.add(_t("Nothing is saved yet: put right what is marked red."), { type: "danger" });
    }

    /** All records that are changed here, this one and those in its lists. */
    _changedRecords() {
        const changed = [this];
        for (const [name, list] of Object.entries(this._changes)) {
            if (isList(this.fields[name])) {
                for (const [command, id] of list._commands) {
                    const record = command === x2ManyCommands.UPDATE && list._cache[id];
                    changed.push(...(record ? record._changedRecords() : []));
                }
            }
        }
        return changed.filter(({ resId }) => resId);
    }

    /** What was loaded of the fields that are changed: by model, id and name. */
    _seenValues() {
        const seen = {};
        for (const record of this._changedRecords()) {
            const values = record._asSent(record._pickValues(record._changes));
            if (Object.keys(values).length) {
                (seen[record.resModel] ||= {})[record.resId] = { ...seen[record.resModel][record.resId], ...values };
            }
        }
        return seen;
    }

    _asSent(values) {
        return Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, this._formatServerValue(this.fields[name].type, value)])
        );
    }

    /** What is typed and not saved, with what was seen before it, by record. */
    _unsaved() {
        return this._changedRecords()
            .map((record) => {
                const names = Object.keys(record._changes).filter((name) => !isList(record.fields[name]));
                const changed = Object.fromEntries(names.map((name) => [name, record._changes[name]]));
                return {
                    model: record.resModel,
                    id: record.resId,
                    mine: record._asSent(changed),
                    seen: record._asSent(record._pickValues(changed)),
                };
            })
            .filter(({ mine }) => Object.keys(mine).length);
    }

    /** Let the user choose, and save what was chosen; false where he goes on editing. */
    async _settle(told, options) {
        // Of what is gone, the server does not know who took it away.
        const conflicts = told.map((each) => ({ ...each, user: each.user || this.model.toldBy.get(`${each.model},${each.id}`)?.by }));
        const choices = await this.model.askChoices(conflicts, _t("Somebody Has Just Changed This"), _t("Save My Choice"));
        if (!choices) {
            return false;
        }
        conflicts.forEach((conflict, index) => this._applyChoice(conflict, choices[index]));
        if (Object.keys(this._getChanges()).length || options.reload === false || options.nextId) {
            return this._save(options);
        }
        this._changes = markRaw({});
        this.dirty = false;
        await this._load({});
        return true;
    }

    /** From here on the stored value has been seen: one's own replaces it, or is given up. */
    _applyChoice({ model, id, stored, theirs, removed }, choice) {
        const record = this._changedRecords().find(({ resModel, resId }) => resModel === model && resId === id);
        if (!record) {
            return;
        }
        if (removed) {
            record._changes = markRaw({});
            record.dirty = false;
            return;
        }
        if (choice === "theirs") {
            Object.keys(stored).forEach((name) => delete record._changes[name]);
        }
        Object.keys(stored).forEach((name) => delete record._meanwhile[name]);
        record._applyValues(record._asLoaded(stored, theirs));
    }

    /** Values as the server tells them in a conflict, as it sends them when they are read. */
    _asLoaded(stored, shown) {
        const known = Object.entries(stored).filter(([name]) => name in this.activeFields);
        return Object.fromEntries(
            known.map(([name, value]) => [
                name,
                this.fields[name].type === "many2one" && value ? { id: value, display_name: shown } : value,
            ])
        );
    }

    // ------------------------------------------- what others save while it is open

    /** Whether a value of the server would touch what is being typed. */
    _isBusy(name) {
        return (
            name in this._changes ||
            this._underWay.get(name) > 0 ||
            this.model.isFocused(this, name) ||
            this._isHalfTyped(name)
        );
    }

    /** Points and whether there are any are typed in one place. */
    _isHalfTyped(name) {
        const lead = leadingName(name, this.fields);
        return lead !== name && this._isBusy(lead);
    }

    /**
     * Take over what was read anew.
     *
     * @param {Object} values as the server sends them
     * @param {(record: EditingRecord) => string} whoChanged
     */
    _merge(values, whoChanged) {
        const taken = {};
        for (const [name, value] of Object.entries(values)) {
            if (!(name in this.activeFields)) {
                continue;
            }
            if (isList(this.fields[name])) {
                this._mergeList(name, value, whoChanged);
            } else if (this._isLoaded(name, value)) {
                // What is not there is not taken away either: that would draw every row.
                if (name in this._meanwhile) {
                    delete this._meanwhile[name];
                }
            } else if (DECIDING.test(name) && this.model.isTouched) {
                continue;
            } else {
                (this._isBusy(name) ? this._meanwhile : taken)[name] = value;
            }
        }
        const told = this.model.toldBy.get(`${this.resModel},${this.resId}`);
        const isNews = Object.keys(taken).length || Object.keys(this._meanwhile).length;
        if (told && !told.isMarked && (isNews || !told.isOwn)) {
            // Also where a form that was loaded meanwhile has it already: one's own buttons load it.
            told.isMarked = true;
            this._markChanged(told.by);
        } else if (isNews && whoChanged(this)) {
            this._markChanged(whoChanged(this));
        }
        if (Object.keys(this._meanwhile).length) {
            this.model.waiting.add(this);
        }
        if (Object.keys(taken).length) {
            this._applyValues(taken);
        }
    }

    _isLoaded(name, value) {
        const field = this.fields[name];
        const loaded = this._formatServerValue(field.type, this._values[name]);
        const read = this._formatServerValue(field.type, parseServerValue(field, value));
        return JSON.stringify(String(loaded ?? "") && loaded) === JSON.stringify(String(read ?? "") && read);
    }

    _mergeList(name, rows, whoChanged) {
        const list = this.data[name];
        const ids = rows.map((row) => row.id ?? row);
        const isSame = ids.length === list.currentIds.length && ids.every((id, index) => list.currentIds[index] === id);
        const isOpen = list._commands.length || list.editedRecord || this.model.isFocused(this, name);
        if (!isSame && !isOpen) {
            this._applyValues({ [name]: rows });
            return;
        }
        // Others' new rows come when one's own are saved.
        for (const row of rows) {
            list._cache[row.id]?._merge(row, whoChanged);
        }
    }

    /** Values as the server sends them, as the record holds them. */
    _parsed(values) {
        const parse = ([name, value]) => [name, parseServerValue(this.fields[name], value)];
        return Object.fromEntries(Object.entries(values).filter(([name]) => name in this.activeFields).map(parse));
    }

    /** Take over what waited for a field that is no longer typed in. */
    _takeMeanwhile(isFree = (name) => !this._isBusy(name)) {
        const names = Object.keys(this._meanwhile).filter(isFree);
        if (names.length) {
            const values = Object.fromEntries(names.map((name) => [name, this._meanwhile[name]]));
            names.forEach((name) => delete this._meanwhile[name]);
            this._applyValues(values);
        }
    }

    _takeAllMeanwhile() {
        for (const record of [...this.model.waiting]) {
            record._takeMeanwhile();
            if (!Object.keys(record._meanwhile).length) {
                this.model.waiting.delete(record);
            }
        }
    }
}

/** A list in a form. Its rows look into what surrounds them by themselves, so that they are told only what is new of it. */
class EditingList extends StaticList {
    _updateContext(context) {
        const told = JSON.stringify(context);
        // The first time is for the lists in its rows, too.
        if (told !== this._toldContext) {
            this._toldContext = told;
            super._updateContext(context);
        }
    }
}

/** The model of forms on which several people work at a time. */
export class EditingModel extends RelationalModel {
    static Record = EditingRecord;
    static StaticList = EditingList;

    setup() {
        super.setup(...arguments);
        /** Counts what was loaded and saved: what was asked before an answer to that may be older, and is asked again. */
        this.answers = 0;
        /** By model and id who was told last to have changed a record (`by`, `isOwn`), when that arrived (`at`), and `isMarked`. */
        this.toldBy = markRaw(new Map());
        /** Records with values of others that wait for what is being typed. */
        this.waiting = markRaw(new Set());
        this.isTyping = false;
        this.bus.addEventListener("FIELD_IS_DIRTY", ({ detail }) => (this.isTyping = Boolean(detail)));
    }

    /** The evaluation that the form is about; false where it is about none, or about a new one. */
    get evaluationId() {
        const { resModel, resId, data } = this.root;
        return resId && (resModel === EVALUATION ? resId : data.evaluation_id?.id || false);
    }

    /** Whether something is typed that is not saved. */
    get isTouched() {
        return this.root.dirty || this.isTyping;
    }

    /**
     * @param {Object[]} conflicts
     * @returns {Promise<string[] | undefined>} a choice for each; undefined where the user goes on editing
     */
    askChoices(conflicts, title, confirmLabel) {
        return new Promise((resolve) => {
            this.dialog.add(
                ConflictDialog,
                { conflicts, title: title.toString(), confirmLabel: confirmLabel.toString(), onChosen: resolve },
                { onClose: () => resolve() }
            );
        });
    }

    /** Whether the keyboard is in this field: what is being typed there is not in the record yet. */
    isFocused(record, name) {
        const cell = document.activeElement?.closest(`[name="${name}"]`);
        const row = cell?.closest("tr[data-id]");
        return Boolean(cell) && (row ? row.dataset.id === record.id : record.config.isRoot);
    }

    /** Mark in the form of `root` what was told to be changed since then: loading it made new records of its rows. */
    markTold(since, root = this.root) {
        for (const [key, told] of this.toldBy) {
            const [model, id] = key.split(",");
            const record = told.at >= since && !told.isOwn && this.findRecord(model, Number(id), root);
            if (record) {
                told.isMarked = true;
                record._markChanged(told.by);
            }
        }
    }

    /**
     * Read what others have changed.
     *
     * @param {Set<string>} models whose records were changed
     * @param {(record: EditingRecord) => string} whoChanged
     * @returns {Promise<Object | undefined>} the values as the server sent them; undefined where there is none any more
     */
    async refresh(models, whoChanged) {
        const { root } = this;
        let values, answers;
        do {
            answers = this.answers;
            const params = { context: root.context, specification: this.specificationFor(models) };
            [values] = await this.orm.silent.webRead(root.resModel, [root.resId], params);
            await this.mutex.exec(() => {
                const isCurrent = this.root === root && this.answers === answers;
                return isCurrent && values && root._merge(values, whoChanged);
            });
        } while (this.answers !== answers && this.root === root);
        return values;
    }

    /** What is read anew: all fields of the form, and those lists in which something may be different. */
    specificationFor(models) {
        const { activeFields, fields, config } = this.root;
        const specification = getFieldsSpec(activeFields, fields, getBasicEvalContext(config));
        const isWhole = models.has(EVALUATION) || config.resModel !== EVALUATION;
        const isConcerned = (relation) =>
            models.has(relation) ||
            // Suggestions, documents and questions are shown in the rows; the report tells of rows, facts and documents.
            (["agency.evaluation.line", "agency.evaluation.section"].includes(relation) && models.size) ||
            (relation === "agency.evaluation.fact" && models.has("agency.evaluation.evidence"));
        for (const name of Object.keys(specification)) {
            if (!isWhole && isList(fields[name]) && !isConcerned(fields[name].relation)) {
                delete specification[name];
            }
        }
        return specification;
    }

    /** The record of these in the form, the form's own included; undefined where it is not there. */
    findRecord(model, id, record = this.root) {
        if (record.resModel === model && record.resId === id) {
            return record;
        }
        for (const [name, list] of Object.entries(toRaw(record.data))) {
            if (isList(record.fields[name]) && list._cache[id] && list.resModel === model) {
                return list._cache[id];
            }
        }
    }
}

import { pick } from "@web/core/utils/objects";

import { markRaw } from "@odoo/owl";

import { EditingModel, EditingRecord } from "../editing/editing_model";

const isList = ({ type }) => type === "one2many" || type === "many2many";

/** Whether of a list, as the server sent it, nothing was read but which records it has. */
const isUnread = (rows) => typeof rows?.[0] === "number";

/** The lists that stand on other tabs than the first one, by the arch of a form. */
export function listsOnTabs(xmlDoc, fields) {
    const nodes = [...xmlDoc.querySelectorAll("notebook > page:not(:first-child) field")];
    const names = nodes.filter((node) => !node.parentElement.closest("field")).map((node) => node.getAttribute("name"));
    return names.filter((name) => isList(fields[name]));
}

/** An evaluation whose lists on other tabs than the open one are read when their tab is opened. */
export class EvaluationRecord extends EditingRecord {
    _setData(data, params = {}) {
        const { tabs } = this.model;
        if (!this.config.isRoot) {
            return super._setData(data, params);
        }
        // Odoo may show a cached reply first and the server's after it, when a tab was opened already.
        const opened = params.keepChanges ? [...tabs.shown].filter((name) => isUnread(data[name])) : [];
        const known = opened.map((name) => [name, data[name].map((id) => tabs.read.get(name)?.get(id)).filter(Boolean)]);
        super._setData({ ...data, ...Object.fromEntries(known) }, params);
        tabs.read.clear();
        [...tabs.lists].filter((name) => !isUnread(data[name])).forEach((name) => this._noteRead(name, data[name] || []));
        this.readLists(opened);
    }

    _noteRead(name, rows) {
        this.model.tabs.read.set(name, new Map(rows.map((row) => [row.id, row])));
    }

    /**
     * Read these lists, as far as only their ids are known.
     *
     * @returns {Promise | undefined} nothing where all is read
     */
    readLists(names) {
        const { lists, read } = this.model.tabs;
        const missing = names.filter((name) => lists.has(name) && !read.has(name) && !(name in this._changes));
        return missing.length ? this.model.mutex.exec(() => this._readLists(missing)) : undefined;
    }

    async _readLists(names) {
        const { model } = this;
        const { answers } = model;
        const values = await model.readFields(this, names);
        if (model.root === this && model.answers === answers) {
            names.forEach((name) => this._noteRead(name, values[name]));
            this._applyValues(pick(values, ...names));
        }
    }

    _mergeList(name, rows) {
        super._mergeList(...arguments);
        if (isUnread(rows)) {
            this.model.tabs.read.delete(name);
        }
    }
}

/**
 * Of the lists on other tabs than the open one, only the ids are read, so that badges and what is hidden are right; the
 * rest is read when a tab is opened. Whatever reads the form anew leaves lists of other tabs unread again.
 */
export class EvaluationModel extends EditingModel {
    static Record = EvaluationRecord;

    setup(params) {
        /** Lists on tabs, those on the open one, and the records of those that are read. Raw: it is no business of views. */
        this.tabs = markRaw({ lists: new Set(params.listsOnTabs), shown: new Set(), read: new Map() });
        super.setup(...arguments);
        const { orm } = this;
        this.orm = Object.create(orm, { webSave: { value: (...args) => this._webSave(orm, ...args) } });
    }

    /**
     * Another tab is open.
     *
     * @param {string[]} names of the fields on it
     */
    showLists(names) {
        this.tabs.shown = new Set(names.filter((name) => this.tabs.lists.has(name)));
        return this.root.readLists([...this.tabs.shown]);
    }

    /** Read what is known of the records of `models`, be their tab open or not. */
    async readListsOf(models) {
        const { fields } = this.root;
        await this.root.readLists([...this.tabs.lists].filter((name) => models.has(fields[name].relation)));
    }

    /** The lists of which ids are enough: on other tabs, with nothing typed in them. */
    get listsLeftOut() {
        const changes = this.root?._changes || {};
        return [...this.tabs.lists].filter((name) => !this.tabs.shown.has(name) && !(name in changes));
    }

    _loadRecords(config, evalContext, cache) {
        if (!config.isRoot) {
            return super._loadRecords(config, evalContext, cache);
        }
        const narrow = this.listsLeftOut.map((name) => [name, { ...config.activeFields[name], related: undefined }]);
        const activeFields = { ...config.activeFields, ...Object.fromEntries(narrow) };
        return super._loadRecords({ ...config, activeFields }, evalContext, cache);
    }

    async readFields(record, names) {
        const activeFields = pick(record.activeFields, ...names);
        const [values] = await super._loadRecords({ ...record.config, activeFields, isRoot: false }, record.evalContext);
        return values;
    }

    /** Stands in for `webSave` of the service `orm`, and takes the same. */
    _webSave(orm, resModel, resIds, values, params) {
        const isRoot = resModel === this.root.resModel;
        const specification = isRoot ? this._narrow(params.specification) : params.specification;
        return orm.webSave(resModel, resIds, values, { ...params, specification });
    }

    specificationFor() {
        return this._narrow(super.specificationFor(...arguments));
    }

    _narrow(specification) {
        const narrow = this.listsLeftOut.filter((name) => name in specification).map((name) => [name, {}]);
        return { ...specification, ...Object.fromEntries(narrow) };
    }
}

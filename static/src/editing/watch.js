import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { useEffect, useExternalListener } from "@odoo/owl";

import { TAB } from "./editing_model";
import { forgetKept, readKept } from "./kept";
import { leadingName, showValue } from "./shown_value";

const NOTIFICATION = "agency_evaluation/changed";
/** Changes that come within so many milliseconds are read at once. */
const GATHERED = 1000;
/** Between two readings lie at least so many milliseconds, however often others save. */
const BETWEEN = 4000;
/** The save that was sent when the page was left is over after so many milliseconds. */
const SETTLED = 3000;

/** How many forms watch each evaluation: the worker that keeps the channels counts them as one. */
const watching = new Map();

function watchChannel(bus, id) {
    const channel = `agency_evaluation:${id}`;
    watching.set(id, (watching.get(id) || 0) + 1);
    if (watching.get(id) === 1) {
        bus.addChannel(channel);
    }
    return () => {
        watching.set(id, watching.get(id) - 1);
        if (!watching.get(id)) {
            bus.deleteChannel(channel);
        }
    };
}

/** Reads what others change in the evaluation of a form, in batches. */
class Watcher {
    constructor(model, notification) {
        this.model = model;
        this.notification = notification;
        this.lastRead = 0;
        this.isWatching = false;
        this.forget();
    }

    forget() {
        browser.clearTimeout(this.timer);
        this.timer = undefined;
        this.models = new Set();
        /** Whether it was told which records were changed, which is told to whoever reads all of them. */
        this.hasIds = false;
        this.lastWho = "";
    }

    /** @param {Object} payload of the notification, see `models/editing/live.py` */
    onChanged({ evaluation, parts, by, uid, tab }) {
        if (evaluation !== this.model.evaluationId || tab === TAB) {
            return;
        }
        this.lastWho = by;
        for (const [model, ids] of Object.entries(parts)) {
            this.models.add(model);
            for (const id of ids) {
                this.hasIds = true;
                this.model.toldBy.set(`${model},${id}`, { by, isOwn: uid === user.userId, at: Date.now() });
            }
        }
        this.readSoon();
    }

    readSoon() {
        if (!this.timer) {
            const wait = Math.max(GATHERED, this.lastRead + BETWEEN - Date.now());
            this.timer = browser.setTimeout(() => this.read(), wait);
        }
    }

    async read() {
        const { model, models, hasIds, lastWho } = this;
        const { root } = model;
        const state = root.data.state;
        this.forget();
        this.lastRead = Date.now();
        let values;
        try {
            values = await model.refresh(models, () => (hasIds ? "" : lastWho));
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return this.isWatching && this.readAgain(models, hasIds, lastWho);
            }
            throw error;
        }
        if (!values) {
            this.tell(_t("%(user)s has removed what is open here.", { user: lastWho }));
        } else if (values.state !== state) {
            await this.onStateChanged(values.state, lastWho);
        } else {
            this.tellMeanwhile(root);
        }
    }

    /** Without a connection: nobody tells it a second time. */
    readAgain(models, hasIds, lastWho) {
        models.forEach((model) => this.models.add(model));
        this.hasIds ||= hasIds;
        this.lastWho ||= lastWho;
        this.readSoon();
    }

    /** A form has no place to show what waits for its own fields. */
    tellMeanwhile(root) {
        const names = Object.keys(root._meanwhile).map((name) => leadingName(name, root.fields));
        const data = { ...root.data, ...root._parsed(root._meanwhile) };
        for (const name of new Set(names)) {
            this.notification.add(
                _t("%(user)s has just changed “%(field)s”: %(value)s", {
                    user: root._changedBy,
                    field: root.fields[name].string,
                    value: showValue(root.fields, name, data) || _t("(empty)"),
                }),
                { type: "info" }
            );
        }
    }

    async onStateChanged(state, user) {
        const { model } = this;
        const selection = Object.fromEntries(model.root.fields.state.selection);
        const values = { user, state: selection[state] };
        if (model.isTouched) {
            this.tell(
                _t(
                    "%(user)s has just changed the status to “%(state)s”. What you have typed here and not saved may no longer be open: copy what you need before you leave.",
                    values
                )
            );
        } else {
            this.notification.add(_t("%(user)s has just changed the status to “%(state)s”.", values), { type: "info" });
            await model.root.load();
        }
    }

    tell(message) {
        this.notification.add(message, { type: "warning", sticky: true });
    }
}

/** Show in the form of `model` what others change while it is open, and what was left unsaved when it was last. */
export function useWatch(model) {
    const bus = useService("bus_service");
    const notification = useService("notification");
    const orm = useService("orm");
    const watcher = new Watcher(model, notification);
    useEffect(
        (id) => {
            if (!id) {
                return;
            }
            const unwatch = watchChannel(bus, id);
            const onChanged = (payload) => watcher.onChanged(payload);
            bus.subscribe(NOTIFICATION, onChanged);
            watcher.isWatching = true;
            return () => {
                bus.unsubscribe(NOTIFICATION, onChanged);
                watcher.isWatching = false;
                watcher.forget();
                unwatch();
            };
        },
        () => [model.evaluationId]
    );
    useExternalListener(window, "focusout", () => {
        browser.setTimeout(() => model.root?.resId && model.mutex.exec(() => model.root._takeAllMeanwhile()));
    });
    useEffect(
        (resId) => {
            if (resId && readKept(model.root).length) {
                const timer = browser.setTimeout(() => offerKept(model, orm, notification), SETTLED);
                return () => browser.clearTimeout(timer);
            }
        },
        () => [model.root.resId]
    );
}

/** Offer what was typed when the page was left and is not what is stored now. */
async function offerKept(model, orm, notification) {
    const { root } = model;
    const lost = [];
    const kept = readKept(root);
    await model.readListsOf?.(new Set(kept.map((record) => record.model)));
    for (const { model: resModel, id, mine } of kept) {
        const record = model.findRecord(resModel, id);
        const names = Object.keys(mine).filter((name) => record && name in record.activeFields);
        const [stored] = names.length ? await orm.read(resModel, [id], names, { load: "" }) : [];
        if (stored && names.some((name) => (stored[name] || "") !== (mine[name] || ""))) {
            lost.push({ record, mine, stored });
        }
    }
    if (!lost.length) {
        forgetKept(root);
        return;
    }
    const close = notification.add(_t("What you typed when you left this page last was not saved."), {
        type: "warning",
        sticky: true,
        buttons: [{ name: _t("Look and Choose"), primary: true, onClick: () => close() || chooseKept(model, lost) }],
    });
}

async function chooseKept(model, lost) {
    const conflicts = lost.flatMap(({ record, mine, stored }) => {
        const names = Object.keys(mine).filter((name) => name in stored);
        const leads = new Set(names.map((name) => leadingName(name, record.fields)));
        const shown = (values, name) => showValue(record.fields, name, { ...record.data, ...record._parsed(values) });
        return [...leads].map((name) => ({
            record: [record.data.code, record.data.name].filter(Boolean).join(" ") || record.data.display_name || "",
            label: record.fields[name].string,
            mine: shown(mine, name),
            theirs: shown(stored, name),
            names: names.filter((other) => leadingName(other, record.fields) === name),
            source: record,
            values: mine,
        }));
    });
    const choices = await model.askChoices(conflicts, _t("Not Saved When You Left"), _t("Put It Back"));
    if (!choices) {
        return;
    }
    forgetKept(model.root);
    for (const [index, { source, names, values }] of conflicts.entries()) {
        if (choices[index] === "mine") {
            const parsed = source._parsed(values);
            await source.update(Object.fromEntries(names.map((name) => [name, parsed[name]])));
        }
    }
}

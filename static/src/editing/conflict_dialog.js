import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { Component, useState } from "@odoo/owl";

import { compareTexts } from "./difference";

/** Shorter values are read at a glance. */
const LONG = 30;

/**
 * Shows each value that somebody else changed meanwhile beside one's own, to be chosen from. Nothing is lost by closing
 * it: what was typed stays typed.
 */
export class ConflictDialog extends Component {
    static template = "agency_evaluation.ConflictDialog";
    static components = { Dialog };
    static props = {
        /** As the server tells them: `Conflict` in `models/editing/conflict.py`. */
        conflicts: Array,
        title: String,
        /** Called with a choice for each conflict, "mine" or "theirs". */
        onChosen: Function,
        confirmLabel: String,
        close: Function,
    };

    setup() {
        this.choices = useState(this.props.conflicts.map(({ removed }) => (removed ? "theirs" : "")));
        this.rows = this.props.conflicts.map((conflict) => ({ ...conflict, ...this.split(conflict) }));
    }

    get isDecided() {
        return this.choices.every(Boolean);
    }

    split({ mine, theirs, removed }) {
        if (removed || mine.length + theirs.length < LONG) {
            const whole = (text) => [{ text: text || _t("(empty)").toString(), differs: false }];
            return { minePieces: whole(mine), theirPieces: whole(theirs) };
        }
        const pieces = compareTexts(mine, theirs);
        return { minePieces: pieces.mine, theirPieces: pieces.theirs };
    }

    describeWho({ user, at }) {
        const time = at ? deserializeDateTime(at).toFormat("HH:mm dd/MM/yyyy") : "";
        return [user || (at && _t("Somebody else")), time].filter(Boolean).join(", ");
    }

    choose(index, choice) {
        if (!this.props.conflicts[index].removed) {
            this.choices[index] = choice;
        }
    }

    chooseAll(choice) {
        this.choices.forEach((_choice, index) => this.choose(index, choice));
    }

    confirm() {
        this.props.onChosen([...this.choices]);
        this.props.close();
    }
}

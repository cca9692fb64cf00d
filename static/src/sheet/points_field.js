import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useEffect, useRef } from "@odoo/owl";

import { BLANK, formatAnswer, NOT_APPLICABLE, parseAnswer, PointsError, scored, Status } from "./points";

/**
 * Which other fields of a record tell what its points field holds, as given by the options of the field in the view.
 *
 * @typedef {Object} PointsOptions
 * @property {string} [status] a selection whose values are those of `Status`
 * @property {string} [given_by] a boolean: the points are a number, and not blank
 * @property {string} [max] the largest points allowed
 * @property {string} [may_not_apply] a boolean: whether "not applicable" is a possible answer of this record
 * @property {string} [otherwise] the points that count where none are given
 * @property {string} [source] the field whose answer counts, where the field itself follows from it when saved
 */

/**
 * @param {Object} data the values of a record
 * @param {string} name of the points field
 * @param {PointsOptions} options
 * @returns {import("./points").Answer}
 */
export function readAnswer(data, name, { status, given_by, source }) {
    if (status && data[status] !== Status.SCORED) {
        return data[status] === Status.NOT_APPLICABLE ? NOT_APPLICABLE : BLANK;
    }
    return given_by && !data[given_by] ? BLANK : scored(data[source ?? name]);
}

/**
 * The answer that counts in sums: what the points field holds, else what the unit itself answered.
 *
 * @param {Object} data the values of a record
 * @param {string} name of the points field
 * @param {PointsOptions} options
 * @returns {import("./points").Answer}
 */
export function readCountingAnswer(data, name, options) {
    const answer = readAnswer(data, name, options);
    const { otherwise } = options;
    return otherwise && answer.status === Status.BLANK ? readAnswer(data, otherwise, { status: "status" }) : answer;
}

/**
 * Points of one row. Blank is not zero: clearing the input leaves the row blank, typing `0` scores zero, and `-` says
 * that the row does not apply.
 */
export class PointsField extends Component {
    static template = "agency_evaluation.PointsField";
    static props = {
        ...standardFieldProps,
        options: Object,
        label: String,
        /** Points may be typed although the record is not in edition. */
        isOpen: { type: Boolean, optional: true },
        /** What is to be said of the points, beside them. */
        difference: { type: String, optional: true },
    };

    setup() {
        this.notification = useService("notification");
        this.inputRef = useRef("input");
        this.typing = false;
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", ({ detail }) => detail.proms.push(this.commit()));
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commit({ isUrgent: true }));
        useEffect(() => {
            const { text } = this;
            const input = this.inputRef.el;
            if (input && !this.typing && !this.isInvalid) {
                input.value = this.shown = text;
                input.setCustomValidity("");
            }
        });
    }

    get isReadonly() {
        return this.props.readonly && !this.props.isOpen;
    }

    get answer() {
        return readAnswer(this.props.record.data, this.props.name, this.props.options);
    }

    get text() {
        const { relief_basis, is_heading } = this.props.record.data;
        if (this.isReadonly && relief_basis && !is_heading && this.props.options.status) {
            return _t("Relieved");
        }
        return formatAnswer(this.answer);
    }

    get isInvalid() {
        return this.props.record.isFieldInvalid(this.props.name);
    }

    get tooltip() {
        return this.answer === NOT_APPLICABLE ? _t("Not applicable") : undefined;
    }

    /** The points that count as long as nothing is typed. */
    get placeholder() {
        const { record, name, options } = this.props;
        return options.otherwise ? formatAnswer(readCountingAnswer(record.data, name, options)) : "";
    }

    onInput(ev) {
        this.typing = true;
        ev.target.setCustomValidity(this.parse(ev.target.value).refusal ?? "");
        if (this.isInvalid) {
            this.props.record.resetFieldValidity(this.props.name);
        }
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
    }

    get mayNotApply() {
        const { record, options } = this.props;
        return !options.may_not_apply || record.data[options.may_not_apply] !== false;
    }

    toggleNotApplicable() {
        return this.update(this.answer === NOT_APPLICABLE ? BLANK : NOT_APPLICABLE);
    }

    /**
     * @param {string} text
     * @returns {{ answer?: import("./points").Answer, refusal?: string }}
     */
    parse(text) {
        const { record, options, label } = this.props;
        try {
            const answer = parseAnswer(text, {
                code: record.data.code || label,
                maximum: options.max && record.data[options.max],
                mayNotApply: options.status ? this.mayNotApply : undefined,
            });
            return { answer };
        } catch (error) {
            if (!(error instanceof PointsError)) {
                throw error;
            }
            return { refusal: error.message };
        }
    }

    /**
     * Hand what was typed to the record; what is no points stays in the input, marked, and is not saved.
     *
     * @param {Object} [params]
     * @param {boolean} [params.isUrgent=false] the page is being left, so nothing can be waited for
     */
    async commit({ isUrgent = false } = {}) {
        this.typing = false;
        const input = this.inputRef.el;
        if (!input || input.value === this.shown) {
            return;
        }
        const { record, name } = this.props;
        const { answer, refusal } = this.parse(input.value);
        this.closeRefusal?.();
        if (refusal) {
            this.closeRefusal = this.notification.add(refusal, { type: "danger" });
            if (!isUrgent) {
                // The form learns that something is to be saved or discarded, also where the record is one of its rows.
                await this.update(this.answer);
            }
            record.setInvalidField(name);
        } else {
            this.shown = input.value;
            await this.update(answer);
            record.model.bus.trigger("FIELD_IS_DIRTY", false);
        }
    }

    /** @param {import("./points").Answer} answer */
    update({ status, points }) {
        const { record, name, options } = this.props;
        const changes = { [name]: points ?? 0 };
        if (options.status) {
            changes[options.status] = status;
        }
        if (options.given_by) {
            changes[options.given_by] = status === Status.SCORED;
        }
        return record.update(changes);
    }
}

export const pointsField = {
    component: PointsField,
    displayName: _t("Points"),
    supportedTypes: ["float"],
    supportedOptions: [
        { label: _t("Answer field"), name: "status", type: "field", availableTypes: ["selection"] },
        { label: _t("Given field"), name: "given_by", type: "field", availableTypes: ["boolean"] },
        { label: _t("Maximum field"), name: "max", type: "field", availableTypes: ["float"] },
        { label: _t("Field that lets it not apply"), name: "may_not_apply", type: "field", availableTypes: ["boolean"] },
        { label: _t("Field that counts otherwise"), name: "otherwise", type: "field", availableTypes: ["float"] },
        { label: _t("Field it follows from"), name: "source", type: "field", availableTypes: ["float"] },
    ],
    isEmpty: () => false,
    fieldDependencies: ({ options }) => {
        const dependencies = [];
        if (options.status) {
            dependencies.push({ name: options.status, type: "selection", readonly: false });
        }
        if (options.given_by) {
            dependencies.push({ name: options.given_by, type: "boolean", readonly: false });
        }
        if (options.may_not_apply) {
            dependencies.push({ name: options.may_not_apply, type: "boolean" });
        }
        if (options.max) {
            dependencies.push({ name: options.max, type: "float" }, { name: "code", type: "char" });
        }
        return dependencies;
    },
    extractProps: ({ options, string }) => ({ options, label: string }),
};

registry.category("fields").add("agency_points", pointsField);

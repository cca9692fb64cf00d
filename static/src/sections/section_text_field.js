import { HtmlField, htmlField } from "@html_editor/fields/html_field";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** A text as CSS takes it between quotes. */
const quoted = (text) => `"${text.replace(/["\\\n]/g, (character) => `\\${character.codePointAt(0).toString(16)} `)}"`;

/**
 * The text of a section. Its numbers are marks; those that no longer say what their fact says are shown with what it
 * says now.
 *
 * The marks are styled from outside: the text itself is not touched, so that nothing of this is ever saved.
 */
export class SectionTextField extends HtmlField {
    static template = "agency_evaluation.SectionTextField";

    /** The list behind a dialog shows the same section, as it was before. */
    get scope() {
        return `o_agency_text_${this.props.record.id}`;
    }

    get markStyle() {
        return Object.entries(this.props.record.data.outdated || {})
            .map(([name, { state, value }]) => {
                const mark = `.${this.scope} span.o_agency_mark[data-id=${quoted(name)}]`;
                const beside = value === "……" ? "" : `--o-agency-now: ${quoted(` ▸ ${value}`)};`;
                return `${mark} { --o-agency-color: var(--o-agency-${state.toLowerCase()}); ${beside} }`;
            })
            .join("\n");
    }
}

registry.category("fields").add("agency_section_text", {
    ...htmlField,
    component: SectionTextField,
    displayName: _t("Text of a section"),
    fieldDependencies: [{ name: "outdated", type: "json" }],
});

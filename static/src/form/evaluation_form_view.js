import { Notebook } from "@web/core/notebook/notebook";
import { registry } from "@web/core/registry";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";

/** A notebook whose tabs may carry badges. */
class BadgeNotebook extends Notebook {
    static template = "agency_evaluation.BadgeNotebook";
}

/**
 * Compiles the attributes `badge_danger` and `badge_warning` of a page: each names an integer field, whose value is
 * shown on the tab unless it is zero.
 */
class EvaluationFormCompiler extends FormCompiler {
    compileNotebook(el, params) {
        const notebook = super.compileNotebook(el, params);
        for (const page of el.children) {
            const counts = ["danger", "warning"]
                .filter((kind) => page.hasAttribute(`badge_${kind}`))
                .map((kind) => `${kind}: __comp__.props.record.data['${page.getAttribute(`badge_${kind}`)}']`);
            const slot = [...notebook.children].find((child) => child.getAttribute("name") === `\`${page.getAttribute("name")}\``);
            if (slot && counts.length) {
                slot.setAttribute("badges", `{ ${counts.join(", ")} }`);
            }
        }
        return notebook;
    }
}

class EvaluationFormRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, Notebook: BadgeNotebook };

    /** Under review the sheet has so many columns that it needs the whole width: the messages stand below it. */
    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        return layout === "SIDE_CHATTER" && this.props.record.data.state !== "draft" ? "BOTTOM_CHATTER" : layout;
    }
}

registry.category("views").add("agency_evaluation_form", {
    ...formView,
    Renderer: EvaluationFormRenderer,
    Compiler: EvaluationFormCompiler,
});

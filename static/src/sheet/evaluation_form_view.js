import { Notebook } from "@web/core/notebook/notebook";
import { registry } from "@web/core/registry";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormRenderer } from "@web/views/form/form_renderer";

import { onWillStart, onWillUpdateProps } from "@odoo/owl";

import { editingFormView } from "../editing/editing_form_view";
import { listsOnTabs } from "../opening/evaluation_model";
import { SavingModel } from "../opening/saved_rows";

/** A notebook whose tabs may carry badges, are read when they are opened, and may be saved when they are left. */
class EvaluationNotebook extends Notebook {
    static template = "agency_evaluation.EvaluationNotebook";

    setup() {
        super.setup();
        onWillStart(() => this.readPage(this.state.currentPage));
        // Also where the page that was open is gone, or another record is shown.
        onWillUpdateProps(() => this.readPage(this.state.currentPage));
    }

    readPage(name) {
        const page = this.pages.find(([pageName]) => pageName === name);
        return this.env.model.showLists(page?.[1].fieldNames || []);
    }

    /** What is refused is corrected where it was typed, so its page is not left. */
    async activatePage(page) {
        const { root } = this.env.model;
        const current = this.pages.find(([name]) => name === this.state.currentPage);
        if (!current?.[1].savedOnLeaving || !(await root.isDirty()) || (await root.save())) {
            await this.readPage(page);
            super.activatePage(page);
            // What was read has drawn the form, still with the page that was open before.
            await this.readPage(this.state.currentPage);
        }
    }
}

/** The expression of the sum of fields, by their names. */
const sumOf = (names) => names.split(" ").map((name) => `__comp__.props.record.data['${name}']`).join(" + ");

/**
 * Compiles more attributes of a page. `badge_danger` and `badge_warning` name integer fields, whose sum is shown on the
 * tab unless it is zero. A page with `saved_on_leaving` is one that others follow from.
 */
class EvaluationFormCompiler extends FormCompiler {
    compileNotebook(el, params) {
        const notebook = super.compileNotebook(el, params);
        for (const page of el.children) {
            const counts = ["danger", "warning"]
                .filter((kind) => page.hasAttribute(`badge_${kind}`))
                .map((kind) => `${kind}: ${sumOf(page.getAttribute(`badge_${kind}`))}`);
            const slot = [...notebook.children].find((child) => child.getAttribute("name") === `\`${page.getAttribute("name")}\``);
            if (slot && counts.length) {
                slot.setAttribute("badges", `{ ${counts.join(", ")} }`);
            }
            if (slot && page.hasAttribute("saved_on_leaving")) {
                slot.setAttribute("savedOnLeaving", "true");
            }
        }
        return notebook;
    }
}

class EvaluationFormController extends editingFormView.Controller {
    get modelParams() {
        return { ...super.modelParams, listsOnTabs: listsOnTabs(this.archInfo.xmlDoc, this.props.fields) };
    }
}

class EvaluationFormRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, Notebook: EvaluationNotebook };

    /** Under review the sheet has so many columns that it needs the whole width: the messages stand below it. */
    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        return layout === "SIDE_CHATTER" && this.props.record.data.state !== "draft" ? "BOTTOM_CHATTER" : layout;
    }
}

registry.category("views").add("agency_evaluation_form", {
    ...editingFormView,
    Controller: EvaluationFormController,
    Model: SavingModel,
    Renderer: EvaluationFormRenderer,
    Compiler: EvaluationFormCompiler,
});

import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { absent, cell, holds } from "./evaluation_tours";

/** Choose a file that the test has attached to the evaluation under `name`. */
async function choose(name) {
    const [file] = await rpc("/web/dataset/call_kw/ir.attachment/search_read", {
        model: "ir.attachment",
        method: "search_read",
        args: [[["name", "=", name]], ["id"]],
        kwargs: {},
    });
    const response = await fetch(`/web/content/${file.id}?download=true`);
    const transfer = new DataTransfer();
    transfer.items.add(new File([await response.blob()], name));
    const input = document.querySelector(".modal .o_field_widget[name=file] input[type=file]");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const chosen = (name) => [
    { content: `choose ${name}`, trigger: ".modal .o_field_widget[name=file]", run: () => choose(name) },
    { content: `${name} is chosen`, trigger: `.modal .o_field_widget[name=file] input:value(${name})` },
];

registry.category("web_tour.tours").add("agency_evaluation.import_copy", {
    steps: () => [
        { content: "a working copy can be downloaded", trigger: "button[name=action_export_working_copy]" },
        { content: "and taken back", trigger: "button:contains('Import a Working Copy')", run: "click" },
        { content: "not without a file", trigger: ".modal .o_agency_preview_import", run: "click" },
        { trigger: ".modal .modal-body:contains('Choose the filled working copy first')" },
        { trigger: ".modal:not(.o_inactive_modal) .modal-footer .btn-primary:not([name])", run: "click" },
        ...chosen("wrong.xlsx"),
        { trigger: ".modal .o_agency_preview_import", run: "click" },
        { content: "what is wrong is named", trigger: ".modal .o_agency_copy_cells td:contains('0 to 3,0 is allowed')" },
        { content: "and keeps the rest from being written", trigger: ".modal .alert-danger" },
        absent(".modal .o_agency_import"),
        ...chosen("filled.xlsx"),
        { trigger: ".modal .o_agency_preview_import", run: "click" },
        { content: "the change is shown", trigger: ".modal .o_agency_copy_cells tr:contains('Đã đủ')" },
        absent(".modal .alert-danger"),
        { trigger: ".modal .o_agency_import", run: "click" },
        absent(".modal"),
        holds(2, "self_points", "2.5"),
        { trigger: `${cell(2, "explanation")}:contains('Đã đủ')` },
    ],
});

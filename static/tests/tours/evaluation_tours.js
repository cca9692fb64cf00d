import { registry } from "@web/core/registry";

/** The same small PDF file as in tests/common.py: its type is told by content. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

export const SHEET = ".o_agency_sheet .o_data_row";
export const cell = (row, name) => `${SHEET}:eq(${row}) td[name=${name}]`;
const state = (value) => ({
    content: `the evaluation is ${value}`,
    trigger: `.o_field_widget[name=state] .o_arrow_button_current[data-value=${value}]`,
});
const saved = { content: "everything is saved", trigger: ".o_form_saved" };
export const absent = (selector) => ({ content: `no ${selector}`, trigger: `body:not(:has(${selector}))` });

const NOTHING_TO_EDIT = absent(".o_form_renderer .o_field_widget:not([name=state]) input:not([disabled])");

/** Type points into the row being edited, leave with `key`, and see the focus on the points of row `next`. */
export const type = (row, name, text, key, next) => [
    { content: `points of row ${row}`, trigger: `${cell(row, name)} input`, run: `edit ${text}` },
    { content: `${key} leaves row ${row}`, trigger: `${cell(row, name)} input`, run: `press ${key}` },
    next === null
        ? absent(`${SHEET} input:focus`)
        : { content: `row ${next} comes next`, trigger: `${cell(next, name)} input:focus` },
];

export const shows = (row, name, text) => ({
    content: `row ${row} shows ${text}`,
    trigger: `${cell(row, name)}:text(${text})`,
});

export const holds = (row, name, points) => ({
    content: `the input of row ${row} holds ${points}`,
    trigger: `${cell(row, name)} input:value(${points})`,
});

export const confirm = (step, value) => [
    { trigger: `button.o_agency_${step}`, run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    state(value),
];

export function choosePdf(name) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([PDF], name, { type: "application/pdf" }));
    const input = document.querySelector(".modal .o_agency_add_evidence input[type=file]");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change"));
}

/** Answer what is asked before the first file. */
export const noSecret = {
    content: "no state secret is uploaded",
    trigger: ".modal:not(.o_inactive_modal) .modal-footer .btn-primary:contains('I confirm')",
    run: "click",
};

export const tab = (name) => ({ trigger: `.o_notebook_headers a[name=${name}]`, run: "click" });

/** The viewer has read the file beside a row; a tour that ended earlier would break that off, which is an error. */
export const fileDrawn = {
    content: "the file is shown beside the row",
    trigger: ".modal .o_agency_preview :iframe .page[data-loaded=true]",
};

export const save = [{ trigger: ".o_form_button_save", run: "click" }, saved];

/** See an error with `text`, and close it. */
export const refused = (text) => [
    { content: `refused: ${text}`, trigger: `.modal .modal-body:contains('${text}')` },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    absent(".modal"),
];

/** Justify the only warning on the tab of findings, so that nothing is open any more. */
export const justify = (message) => [
    { content: "one warning is open", trigger: ".o_notebook_headers a[name=findings] .badge:text(1)" },
    tab("findings"),
    { trigger: `.o_agency_findings tr:contains('${message}') td[name=justification]`, run: "click" },
    { trigger: ".o_agency_findings td[name=justification] textarea", run: "edit As the register says" },
    ...save,
    absent(".o_notebook_headers a[name=findings] .badge"),
    { trigger: ".o_agency_severity:contains('to justify: 0')" },
    tab("sheet"),
];

const tour = (name, steps) => registry.category("web_tour.tours").add(`agency_evaluation.${name}`, { steps });

tour("evaluate", () => [
    { content: "start an evaluation", trigger: ".o_list_button_add", run: "click" },
    { trigger: ".o_field_widget[name=criteria_set_id] input", run: "edit Set TOUR" },
    {
        content: "what was looked for is there, and not what was offered before anything was typed",
        trigger: ".o-autocomplete:not(:contains('Set TEST')) .o-autocomplete--dropdown-item:contains('Set TOUR')",
        run: "click",
    },
    { content: "the period is that of the set", trigger: ".o_field_widget[name=date_from]:contains(2020)" },
    { trigger: ".o_form_button_save", run: "click" },
    { content: "the sheet opens with all its rows", trigger: `${SHEET}:eq(6)` },
    state("draft"),
    { content: "start at the first leaf", trigger: cell(2, "self_points"), run: "click" },
    ...type(2, "self_points", "2,5", "Tab", 3),
    shows(0, "self_points", "2.5"),
    ...type(3, "self_points", "0", "Enter", 4),
    ...type(4, "self_points", "9", "Tab", 4),
    { content: "what is above the maximum is refused", trigger: ".o_notification:contains('A.2: 9 is above the maximum')" },
    ...type(4, "self_points", "-", "Tab", 6),
    ...type(6, "self_points", "4", "Enter", null),
    holds(4, "self_points", "N/A"),
    shows(5, "self_points", "4.0"),
    { content: "the total is there before anything is saved", trigger: ".o_agency_sheet tfoot td:text(6.5)" },
    { content: "open the documents of a row", trigger: `${SHEET}:eq(2) .o_agency_clip`, run: "click" },
    {
        content: "attach a file",
        trigger: ".modal .o_agency_add_evidence",
        run: () => choosePdf("Quyet dinh 617.pdf"),
    },
    noSecret,
    {
        content: "its document is listed, with a link to the file",
        trigger: ".modal .o_data_row:contains('Quyet dinh 617') a[href*='/web/content/']",
    },
    { trigger: ".modal .o_form_button_save", run: "click" },
    absent(".modal"),
    { content: "the row counts its document", trigger: `${SHEET}:eq(2) .o_agency_clip:contains(1)` },
    saved,
    { content: "say why a row does not apply", trigger: cell(4, "explanation"), run: "click" },
    { trigger: `${cell(4, "explanation")} textarea`, run: "edit No such desk" },
    ...save,
    { content: "points are lost and nothing is said about it", trigger: "button.o_agency_submit", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { trigger: ".modal .modal-body:contains('Press Check and justify these 2 warnings first')" },
    { trigger: ".modal:not(.o_inactive_modal) .modal-footer .btn-primary:not([name])", run: "click" },
    { content: "back to the sheet", trigger: ".modal .modal-footer .btn-secondary", run: "click" },
    absent(".modal"),
    { content: "explain one of them", trigger: cell(3, "explanation"), run: "click" },
    { trigger: `${cell(3, "explanation")} textarea`, run: "edit Nothing was issued" },
    { trigger: "button[name=action_check]", run: "click" },
    { content: "the other one is marked on its row", trigger: `${SHEET}:eq(2) .o_agency_finding` },
    absent(`${SHEET}:eq(3) .o_agency_finding`),
    ...justify("A.1-1"),
    absent(".o_agency_finding"),
    ...confirm("submit", "submitted"),
    { content: "try to edit what is submitted", trigger: cell(2, "self_points"), run: "click" },
    { trigger: `${SHEET}:eq(2) .o_agency_clip`, run: "click" },
    { trigger: ".modal .o_data_row a[href*='/web/content/']" },
    fileDrawn,
    absent(".modal .o_agency_add_evidence"),
    absent(`${SHEET} input`),
    absent("button.o_agency_submit"),
]);

tour("return", () => [
    state("submitted"),
    { trigger: cell(2, "review_points"), run: "click" },
    ...type(2, "review_points", "2", "Tab", 3),
    shows(0, "review_points", "2.0"),
    { content: "points that differ need a note", trigger: ".o_form_button_save", run: "click" },
    { trigger: ".modal .modal-body:contains('A.1-1: give a note')" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { content: "what was typed is not lost", trigger: cell(2, "review_note"), run: "click" },
    { trigger: `${cell(2, "review_note")} textarea`, run: "edit No proof" },
    { trigger: ".o_form_button_save", run: "click" },
    saved,
    holds(2, "review_points", "2.0"),
    { trigger: "button.o_agency_return", run: "click" },
    { trigger: ".modal textarea", run: "edit Prove row A.1-1" },
    { trigger: ".modal button[name=action_confirm]", run: "click" },
    state("draft"),
]);

tour("submit_again", () => [
    state("draft"),
    { content: "the unit reads why", trigger: ".o-mail-Message:contains('Prove row A.1-1')" },
    shows(2, "review_note", "No proof"),
    ...confirm("submit", "submitted"),
]);

tour("review", () => [
    state("submitted"),
    { content: "a claim is settled by itself", trigger: "button[name=action_view_settlements]" },
    { trigger: `${SHEET}:eq(4) button[name=action_accept]`, run: "click" },
    { trigger: `${cell(4, "review_state")}:contains('Settled')` },
    absent("button[name=action_view_settlements]"),
    { trigger: "button.o_agency_review", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { content: "the review is on record", trigger: ".o-mail-Message:contains('Reviewed')" },
]);

tour("approve", () => [...confirm("approve", "approved"), absent("button.o_agency_approve")]);

tour("audit", () => [
    state("approved"),
    ...["submit", "review", "approve", "return", "cancel", "draft"].map((step) => absent(`button[name=action_${step}]`)),
    { trigger: ".o_form_statusbar button i.fa-print" },
    { trigger: ".o_notebook .nav-link[name=papers]", run: "click" },
    { trigger: "button[name=action_export_xlsx]" },
    { trigger: ".o_notebook .nav-link[name=sheet]", run: "click" },
    { content: "try to edit what is read-only", trigger: cell(2, "self_points"), run: "click" },
    { trigger: `${SHEET}:eq(2) .o_agency_clip`, run: "click" },
    { trigger: ".modal .o_data_row a[href*='/web/content/']" },
    absent(".modal .o_agency_add_evidence"),
    NOTHING_TO_EDIT,
]);

tour("read_draft", () => [
    state("draft"),
    { content: "try to edit what is of others", trigger: cell(2, "self_points"), run: "click" },
    { trigger: `${SHEET}:eq(2) .o_agency_clip`, run: "click" },
    { trigger: ".modal .o_field_widget[name=evidence_ids]" },
    absent(".modal .o_agency_add_evidence"),
    NOTHING_TO_EDIT,
    absent("button.o_agency_submit"),
]);

tour("sheet_2020", () => [
    {
        content: "all rows are shown, without pages",
        trigger: ".o_agency_sheet:not(:has(.o_pager)):has(tfoot:contains('0 of 70'))",
        run({ anchor }) {
            const rows = anchor.querySelectorAll(".o_data_row").length;
            if (rows !== 93) {
                throw new Error(`93 rows are expected, ${rows} are shown`);
            }
        },
    },
    shows(0, "max_points", "44"),
    { content: "the first leaf", trigger: `${SHEET}.o_agency_leaf:first td[name=self_points]`, run: "click" },
    ...type(3, "self_points", "1,5", "Enter", 4),
    ...[0, 1, 2].map((heading) => shows(heading, "self_points", "1.5")),
    { content: "the total", trigger: ".o_agency_sheet tfoot td:text(1.5)" },
    { trigger: ".o_agency_sheet tfoot:contains('1 of 70')" },
    { trigger: ".o_form_button_save", run: "click" },
    saved,
    shows(0, "self_points", "1.5"),
]);

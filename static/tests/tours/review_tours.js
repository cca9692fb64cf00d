import { registry } from "@web/core/registry";

import { SHEET, absent, cell, choosePdf, fileDrawn, holds, save, shows, tab, type } from "./evaluation_tours";

const tour = (name, steps) => registry.category("web_tour.tours").add(`agency_evaluation.${name}`, { steps });

const openRow = (row) => [
    { content: `open row ${row}`, trigger: `${SHEET}:eq(${row}) .o_agency_clip`, run: "click" },
    { trigger: ".modal .o_field_widget[name=evidence_ids]" },
];

/** Say `text` in the dialog that a button opened, and see it closed. */
const say = (text) => [
    { trigger: ".modal .o_field_widget[name=text] textarea", run: `edit ${text}` },
    { trigger: ".modal button[name=action_confirm]", run: "click" },
    absent(".modal"),
];

const stands = (row, state) => ({
    content: `row ${row} is ${state}`,
    trigger: `${cell(row, "review_state")}:contains('${state}')`,
});

tour("question", () => [
    stands(2, "To Review"),
    ...openRow(2),
    fileDrawn,
    { trigger: ".modal .o_data_row button[name=action_reject]", run: "click" },
    ...say("Of another year"),
    ...openRow(2),
    { trigger: ".modal .o_data_row:contains('Of another year'):contains('Rejected')" },
    { trigger: ".modal button[name=action_question]:not(.o_data_row *)", run: "click" },
    ...say("Which register?"),
    stands(2, "Questioned"),
    absent(`${SHEET}:eq(2) button[name=action_accept]`),
    tab("questions"),
    { trigger: ".o_field_widget[name=question_ids] .o_data_row:contains('Which register?')" },
]);

tour("answer", () => [
    stands(2, "Questioned"),
    { content: "the other rows are locked", trigger: cell(3, "self_points"), run: "click" },
    absent(`${SHEET}:eq(3) input`),
    { content: "the questioned row is open", trigger: cell(2, "self_points"), run: "click" },
    ...type(2, "self_points", "2,5", "Enter", null),
    ...save,
    shows(0, "self_points", "4.5"),
    ...openRow(2),
    { content: "the question is read on the row", trigger: ".modal [name=open_question]:contains('Which register?')" },
    {
        content: "add a document",
        trigger: ".modal .o_agency_add_evidence",
        run: () => choosePdf("Register 2020.pdf"),
    },
    { trigger: ".modal .o_data_row:contains('Register 2020') a[href*='/web/content/']" },
    { trigger: ".modal button[name=action_answer]", run: "click" },
    { trigger: ".modal .o_field_widget[name=open_question]:contains('Which register?')" },
    ...say("The one of 2020"),
    stands(2, "To Review"),
    { content: "the row is locked again", trigger: cell(2, "self_points"), run: "click" },
    absent(`${SHEET} input`),
]);

tour("accept", () => [
    { trigger: "button[name=action_accept_undisputed]", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    ...[3, 4, 6].map((row) => stands(row, "Settled")),
    { content: "the answered row is read first", ...stands(2, "To Review") },
    { trigger: `${SHEET}:eq(2) button[name=action_accept]`, run: "click" },
    stands(2, "Settled"),
    absent("button[name=action_accept_undisputed]"),
    holds(2, "review_points", "2.5"),
    { trigger: "button.o_agency_review", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { trigger: ".o-mail-Message:contains('Reviewed')" },
]);

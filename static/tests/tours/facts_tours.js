import { registry } from "@web/core/registry";

import {
    absent,
    cell,
    choosePdf,
    confirm,
    holds,
    noSecret,
    justify,
    refused,
    save,
    shows,
    SHEET,
    tab,
    type,
} from "./evaluation_tours";

const fact = (list, row, name) => `.o_field_widget[name=${list}] .o_data_row:eq(${row}) td[name=${name}]`;

/** Type a number into a cell of a list of facts. */
const state = (list, row, name, text) => [
    { trigger: fact(list, row, name), run: "click" },
    { content: `${name} is ${text}`, trigger: `${fact(list, row, name)} input`, run: `edit ${text}` },
];

const FACTS_STATED = [
    tab("facts"),
    { content: "all stated facts are missing", trigger: ".o_notebook_headers a[name=facts] .badge:text(3)" },
    ...state("monthly_fact_ids", 0, "month_01", "1"),
    { trigger: `${fact("monthly_fact_ids", 0, "month_01")} input`, run: "press Tab" },
    { content: "Tab leads to the next month", trigger: `${fact("monthly_fact_ids", 0, "month_02")} input:focus` },
    { trigger: `${fact("monthly_fact_ids", 0, "month_02")} input`, run: "edit 1" },
    ...state("yearly_fact_ids", 0, "entry", "one"),
    { trigger: `${fact("yearly_fact_ids", 0, "entry")} input`, run: "press Enter" },
    { content: "Enter leads to the next fact", trigger: `${fact("yearly_fact_ids", 1, "entry")} input:focus` },
    { trigger: `${fact("yearly_fact_ids", 1, "entry")} input`, run: "edit 4" },
    { trigger: ".o_form_button_save", run: "click" },
    ...refused("“Late tasks”: one is not a number."),
    ...state("yearly_fact_ids", 0, "entry", "1"),
    ...save,
    { content: "a month is missing", trigger: `${fact("monthly_fact_ids", 0, "month_03")}.o_agency_missing` },
    { content: "a month is not asked for", trigger: `${fact("monthly_fact_ids", 0, "month_04")}.o_agency_unexpected` },
    { trigger: `${fact("monthly_fact_ids", 0, "total")} .o_agency_trouble[data-tooltip='Missing months: 3']` },
    ...state("monthly_fact_ids", 0, "month_03", "three"),
    tab("sheet"),
    ...refused("“Programmes issued”: three is not a number."),
    { content: "what is refused is still there", trigger: `${fact("monthly_fact_ids", 0, "month_03")}:contains(three)` },
    ...state("monthly_fact_ids", 0, "month_03", "2"),
    tab("sheet"),
    { content: "the suggestion has followed", trigger: `${SHEET}:eq(2) .o_agency_working:contains('4 × 0,5 = 2,0')` },
    tab("facts"),
    ...state("monthly_fact_ids", 0, "month_03", "1"),
    { trigger: `${fact("monthly_fact_ids", 0, "month_03")} input`, run: "press Enter" },
    { content: "the months are added up at once", trigger: `${fact("monthly_fact_ids", 0, "total")}:text(3)` },
    ...save,
    { content: "and stay so", trigger: `${fact("monthly_fact_ids", 0, "total")}:text(3)` },
    { content: "a fact is computed", trigger: `${fact("yearly_fact_ids", 2, "entry")}:contains(75)` },
    { trigger: `${fact("yearly_fact_ids", 2, "entry")} .o_agency_formula[data-tooltip='percent(issued, registered)']` },
    absent(".o_notebook_headers a[name=facts] .badge"),
];

const FACT_PROVED = [
    { trigger: ".o_field_widget[name=yearly_fact_ids] .o_data_row:eq(0) .o_agency_clip", run: "click" },
    { content: "attach a file", trigger: ".modal .o_agency_add_evidence", run: () => choosePdf("So theo doi.pdf") },
    noSecret,
    { trigger: ".modal .o_data_row:contains('So theo doi') a[href*='/web/content/']" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    absent(".modal"),
    { trigger: ".o_field_widget[name=yearly_fact_ids] .o_data_row:eq(0) .o_agency_clip:contains(1)" },
];

const SUGGESTIONS_ACCEPTED = [
    tab("sheet"),
    { content: "the working is on the row", trigger: `${SHEET}:eq(2) .o_agency_working:contains('3 × 0,5 = 1,5')` },
    shows(2, "suggested_points", "1.5"),
    { content: "a judged row has no suggestion", trigger: `${cell(3, "suggested_points")}:text(–)` },
    { content: "accept one", trigger: `${cell(2, "suggested_points")} .o_agency_accept`, run: "click" },
    holds(2, "self_points", "1.5"),
    absent(`${cell(2, "suggested_points")} .o_agency_accept:visible`),
    { content: "accept those of a group", trigger: `${cell(0, "suggested_points")} .o_agency_accept`, run: "click" },
    holds(4, "self_points", "1.5"),
    absent(".o_agency_accept:visible"),
    { trigger: cell(3, "self_points"), run: "click" },
    ...type(3, "self_points", "1", "Enter", 4),
    ...type(4, "self_points", "2", "Enter", 6),
    ...type(6, "self_points", "4", "Enter", null),
    { content: "accept all", trigger: "button[name=action_accept_suggestions]", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    holds(4, "self_points", "1.5"),
    holds(6, "self_points", "4.0"),
];

registry.category("web_tour.tours").add("agency_evaluation.facts", {
    steps: () => [
        ...FACTS_STATED,
        ...FACT_PROVED,
        ...SUGGESTIONS_ACCEPTED,
        { trigger: "button[name=action_check]", run: "click" },
        ...justify("“Programmes in the register” is 4"),
        ...confirm("submit", "submitted"),
        tab("facts"),
        { content: "try to edit what is submitted", trigger: fact("yearly_fact_ids", 0, "entry"), run: "click" },
        absent(".o_agency_facts .o_data_row input"),
    ],
});

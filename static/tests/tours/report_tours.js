import { registry } from "@web/core/registry";

import { absent, save, tab } from "./evaluation_tours";

const section = (number) => `.o_agency_sections .o_data_row:has(td[name=number]:text(${number}))`;
const mark = (name) => `.modal .note-editable span.o_agency_mark[data-id=${name}]`;
const outdated = (number, text) => ({
    content: `section ${number} is out of date: ${text}`,
    trigger: `${section(number)} td[name=outdated_text]:contains('${text}')`,
});
const openSection = (number) => [
    { content: `open section ${number}`, trigger: `${section(number)} td[name=title]`, run: "click" },
    { trigger: ".modal .note-editable" },
];
const saveSection = [{ trigger: ".modal .o_form_button_save", run: "click" }, absent(".modal")];
const fact = (row) => `.o_field_widget[name=yearly_fact_ids] .o_data_row:eq(${row}) td[name=entry]`;
const state = (row, text) => [
    { trigger: fact(row), run: "click" },
    { trigger: `${fact(row)} input`, run: `edit ${text}` },
];

registry.category("web_tour.tours").add("agency_evaluation.report", {
    steps: () => [
        tab("report_text"),
        { content: "places are open", trigger: `${section("I")} td[name=open_count]:contains(2)` },
        { trigger: "button[name=action_fill_report]", run: "click" },
        { content: "only what nobody stated is open", trigger: `${section("I")} td[name=open_count]:contains(1)` },
        ...openSection("I"),
        { content: "a number is filled in", trigger: `${mark("late")}:text(02)` },
        { content: "one is open", trigger: `${mark("registered")}:text(……)` },
        { content: "type over a number", trigger: mark("late"), run: "editor 05" },
        ...saveSection,
        outdated("I", "05 was typed over, the fact says 02"),
        { content: "its tab says so", trigger: ".o_notebook_headers a[name=report_text] .badge:text(1)" },
        tab("facts"),
        ...state(0, "3"),
        ...state(1, "4"),
        ...save,
        tab("report_text"),
        outdated("I", "the fact says 03"),
        ...openSection("I"),
        { content: "update what is open", trigger: ".modal button[name=action_fill]", run: "click" },
        { content: "it is filled in", trigger: `${mark("registered")}:text(04)` },
        { content: "what was typed stays", trigger: `${mark("late")}:text(05)` },
        ...saveSection,
        ...openSection("II"),
        { content: "the list has the row", trigger: ".modal .note-editable ol li:contains('Sent late')" },
        { content: "edit it", trigger: ".modal .note-editable ol li", run: "editor Sent two days late" },
        ...saveSection,
        tab("facts"),
        ...state(1, "6"),
        ...save,
        tab("report_text"),
        outdated("I", "the text says 04, the fact says 06"),
        { trigger: "button[name=action_fill_report]", run: "click" },
        {
            content: "one click brings all numbers up to date",
            trigger: `${section("I")}:not(:contains('the text says')) td[name=body]:contains(06)`,
        },
        { content: "the edit stays", trigger: `${section("II")} td[name=body]:contains('Sent two days late')` },
    ],
});

import { registry } from "@web/core/registry";

import { absent, refused } from "./evaluation_tours";

const ROW = ".o_agency_intake .o_data_row";
const cell = (row, name) => `${ROW}:eq(${row}) td[name=${name}]`;
const PASTED = `BẢNG CHẤM ĐIỂM NĂM 2031
TT\tTiêu chí\tĐiểm chuẩn\tTự chấm
I\tCông tác văn thư\t1o\t8
1\tGửi đúng hạn (mỗi văn bản chậm trừ 0,5 điểm)\t6\t5
2\tLưu trữ\t4\t3
\tTổng cộng\t10\t8`;

registry.category("web_tour.tours").add("agency_evaluation.import_sheet", {
    steps: () => [
        { trigger: "button:contains('Import a Sheet')", run: "click" },
        { content: "nothing to read yet", trigger: "button.o_agency_read", run: "click" },
        ...refused("Choose a file or paste"),
        { trigger: ".o_field_widget[name=pasted] textarea", run: (helpers) => helpers.edit(PASTED) },
        { trigger: "button.o_agency_read", run: "click" },
        { content: "a doubt is marked on its row", trigger: `${cell(0, "name")}:contains('“1o” is no number')` },
        { trigger: ".o_field_widget[name=name] textarea:value(BẢNG CHẤM ĐIỂM NĂM 2031)" },
        { content: "a rule is offered below its criterion", trigger: `${ROW}:eq(2).o_agency_kind_rule` },
        { content: "correct the points", trigger: cell(0, "max_text"), run: "click" },
        { trigger: `${cell(0, "max_text")} input`, run: "edit 10" },
        { content: "misspell other points", trigger: cell(3, "max_text"), run: "click" },
        { trigger: `${cell(3, "max_text")} input`, run: "edit 5" },
        { trigger: cell(1, "max_text"), run: "click" },
        { content: "the group is marked at once", trigger: `${cell(0, "name")}:contains('the rows below give 11')` },
        { trigger: cell(3, "max_text"), run: "click" },
        { trigger: `${cell(3, "max_text")} input`, run: "edit 4" },
        { trigger: cell(1, "max_text"), run: "click" },
        absent(`${cell(0, "name")}:contains('the rows below give')`),
        { content: "correct a text", trigger: cell(3, "name"), run: "click" },
        { trigger: `${cell(3, "name")} textarea`, run: "edit Lưu trữ hồ sơ" },
        { content: "put a row too deep", trigger: cell(3, "level"), run: "click" },
        { trigger: `${cell(3, "level")} input`, run: "edit 5" },
        { trigger: "button.o_agency_make", run: "click" },
        ...refused("I.1.2: Level 5 is too deep here"),
        { content: "what was corrected is kept", trigger: `${cell(0, "max_text")}:contains(10)` },
        { trigger: cell(3, "level"), run: "click" },
        { trigger: `${cell(3, "level")} input`, run: "edit 2" },
        { content: "see how the rule was understood", trigger: ".o_notebook_headers a[name=rules]", run: "click" },
        { trigger: `${ROW}:eq(0):contains('Deduct'):contains('I.1')` },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { trigger: ".o_notebook_headers a[name=rows]", run: "click" },
        absent(".o_agency_fault"),
        { trigger: "button.o_agency_make", run: "click" },
        { content: "the criteria set opens", trigger: ".o_agency_sheet:not(.o_agency_intake) .o_data_row:eq(2)" },
        { trigger: ".o_field_widget[name=state] .o_arrow_button_current[data-value=draft]" },
    ],
});

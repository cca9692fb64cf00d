import { registry } from "@web/core/registry";

const input = (privilege) =>
    `.o_field_res_user_group_ids .o_wrap_label:contains('${privilege}') + .o_wrap_input input`;
const chosen = (privilege, role) => ({ trigger: `${input(privilege)}:value(${role})` });
const choose = (privilege, role) => [
    { trigger: input(privilege), run: "click" },
    { trigger: `.o_select_menu_menu .o_select_menu_item:contains('${role}')`, run: "click" },
    chosen(privilege, role),
];
const SAVE = [{ trigger: ".o_form_button_save", run: "click" }, { trigger: ".o_form_saved" }];

registry.category("web_tour.tours").add("agency_evaluation.give_role", {
    steps: () => [
        chosen("Self-Evaluation", "Evaluator"),
        chosen("Management", "–"),
        ...choose("Management", "Manager"),
        ...SAVE,
        chosen("Self-Evaluation", "Evaluator"),
        chosen("Management", "Manager"),
    ],
});

registry.category("web_tour.tours").add("agency_evaluation.give_other_right", {
    steps: () => [
        chosen("Self-Evaluation", "Evaluator"),
        chosen("Management", "Manager"),
        { trigger: ".o_field_widget[name=name] input", run: "edit Chuyen vien Van phong" },
        ...choose("Contact", "Creation"),
        ...SAVE,
    ],
});

registry.category("web_tour.tours").add("agency_evaluation.take_role", {
    steps: () => [
        chosen("Management", "Manager"),
        ...choose("Self-Evaluation", "–"),
        ...SAVE,
        chosen("Management", "Manager"),
    ],
});

registry.category("web_tour.tours").add("agency_evaluation.take_last_role", {
    steps: () => [
        chosen("Self-Evaluation", "–"),
        ...choose("Management", "–"),
        ...SAVE,
    ],
});

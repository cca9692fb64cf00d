import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { absent, holds, save, shows, type } from "./evaluation_tours";

const tour = (name, steps) => registry.category("web_tour.tours").add(`agency_evaluation.${name}`, { steps });

/** Let the other one write a row: the test puts that in the place of opening one. */
const writeAsColleague = (code, values) =>
    rpc("/web/dataset/call_kw/agency.evaluation.line/action_open", {
        model: "agency.evaluation.line",
        method: "action_open",
        args: [[], code, values],
        kwargs: {},
    });

const byColleague = (code, values) => ({
    content: `the other one writes ${code}`,
    trigger: ".o_agency_sheet",
    run: () => writeAsColleague(code, values),
});
const pressSave = { trigger: ".o_form_button_save", run: "click" };

tour("two_editors", () => [
    ...type(2, "self_points", "2", "Tab", 3),
    byColleague("A.1-1", { self_points: 1.5 }),
    pressSave,
    { content: "both values are shown", trigger: ".o_agency_conflict:contains('A.1-1'):contains('test_colleague')" },
    { trigger: ".o_agency_conflict .o_agency_mine:contains('2,0')" },
    { trigger: ".o_agency_conflict .o_agency_theirs:contains('1,5')" },
    { content: "going back loses nothing", trigger: ".o_agency_conflicts .btn-secondary", run: "click" },
    holds(2, "self_points", "2.0"),
    pressSave,
    { trigger: ".o_agency_all_mine", run: "click" },
    { trigger: ".o_agency_confirm", run: "click" },
    absent(".modal"),
    { content: "everything is saved", trigger: ".o_form_saved" },
    holds(2, "self_points", "2.0"),
    // Another row of the other one is no question, and is kept.
    ...type(3, "self_points", "1", "Tab", 4),
    byColleague("A.2", { self_points: 0.5 }),
    ...save,
    holds(4, "self_points", "0.5"),
    // This time the other one is right.
    ...type(6, "self_points", "4", "Tab", null).slice(0, 2),
    byColleague("B.1", { self_points: 3.25, explanation: "Theo biên bản" }),
    pressSave,
    { trigger: ".o_agency_all_theirs", run: "click" },
    { trigger: ".o_agency_confirm", run: "click" },
    absent(".modal"),
    holds(6, "self_points", "3.25"),
    shows(6, "explanation", "Theo biên bản"),
    { content: "nothing is left to save", trigger: ".o_form_saved" },
]);

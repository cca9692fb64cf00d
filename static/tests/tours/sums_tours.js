import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { formatPoints } from "@agency_evaluation/sheet/points";

import { SHEET, cell, save, type } from "./evaluation_tours";

const tour = (name, steps) => registry.category("web_tour.tours").add(`agency_evaluation.${name}`, { steps });

const TITLES = { self_points: "Self-Scored", final_points: "Final" };

const read = (model, method, ...args) =>
    rpc(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs: {} });

/** What a cell says, without what is said beside its points. */
function textOf(element) {
    const copy = element?.cloneNode(true);
    copy?.querySelectorAll("small").forEach((small) => small.remove());
    return copy?.textContent.trim();
}

/** The sums on the screen: of each heading in each column that is shown, of all rows, and which rows are marked. */
function readScreen() {
    const rows = [...document.querySelectorAll(SHEET)];
    const names = Object.keys(TITLES).filter((name) => document.querySelector(`${SHEET} td[name=${name}]`));
    const headings = rows.filter((row) => row.matches(".o_agency_heading"));
    const figures = names.map((name) => ({
        name,
        headings: headings.map((row) => textOf(row.querySelector(`td[name=${name}]`))),
        total: textOf(document.querySelector(`.o_agency_sheet tfoot [data-tooltip="${TITLES[name]}"]`)),
    }));
    const marked = rows.flatMap((row, index) => (row.querySelector("td[name=self_points] .o_agency_differs") ? index : []));
    return JSON.stringify({ figures, marked, isMarked: Boolean(document.querySelector("tfoot .o_agency_differs")) });
}

/** The same as the server has them. */
async function readServer() {
    const id = Number(location.pathname.split("/").at(-1));
    const [evaluation] = await read("agency.evaluation", "read", [id], [...Object.keys(TITLES), "stated_differs"]);
    const lines = await read(
        "agency.evaluation.line",
        "search_read",
        [["evaluation_id", "=", id]],
        [...Object.keys(TITLES), "is_heading", "has_points", "stated_differs"]
    );
    const headings = lines.filter((line) => line.is_heading);
    const names = Object.keys(TITLES).filter((name) => document.querySelector(`${SHEET} td[name=${name}]`));
    const figures = names.map((name) => ({
        name,
        headings: headings.map((line) => (line.has_points ? formatPoints(line[name]) : "")),
        total: formatPoints(evaluation[name]),
    }));
    const marked = lines.flatMap((line, index) => (line.stated_differs ? index : []));
    return JSON.stringify({ figures, marked, isMarked: evaluation.stated_differs });
}

function agree(one, other) {
    if (one !== other) {
        throw new Error(`These sums should be the same:\n${one}\n${other}`);
    }
}

const agreeWithServer = {
    content: "the sums on the screen are those of the server",
    trigger: ".o_form_saved .o_agency_sheet",
    async run() {
        agree(readScreen(), await readServer());
    },
};

tour("read_sums", () => [{ trigger: `${SHEET}.o_agency_heading` }, agreeWithServer]);

let typed;
tour("type_sums", () => [
    { trigger: `${SHEET}.o_agency_heading` },
    agreeWithServer,
    { content: "a row that does not apply", trigger: `${cell(4, "review_points")} input`, run: "click" },
    ...type(4, "review_points", "1.5", "Tab", 6),
    { trigger: cell(4, "review_note"), run: "click" },
    { trigger: `${cell(4, "review_note")} textarea`, run: "edit It does apply" },
    {
        content: "the sums before they are saved",
        trigger: ".o_agency_sheet .o_agency_difference[data-change]",
        run: () => (typed = readScreen()),
    },
    ...save,
    { trigger: ".o_form_saved .o_agency_sheet", run: () => agree(typed, readScreen()) },
    agreeWithServer,
]);

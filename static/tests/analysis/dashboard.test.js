import { describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mockService, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { getDefaultConfig } from "@web/views/view";

import { AnalysisChart } from "@agency_evaluation/analysis/chart";
import { Dashboard } from "@agency_evaluation/analysis/dashboard";

import { defineOwnModels, useDecimalCommas } from "../fixtures";

describe.current.tags("desktop");

const CAMPAIGN = "agency.evaluation.campaign";

defineOwnModels();
useDecimalCommas();

/** What the server tells of a round with two clusters, one of which has handed in. */
function made(values = {}) {
    return {
        campaigns: [
            { id: 7, name: "2026" },
            { id: 6, name: "2025" },
        ],
        campaign: {
            id: 7,
            name: "2026",
            state: "open",
            state_label: "open",
            period: "Year 2026",
            deadlines: [
                { name: "submit_by", label: "Submit By", day: "20/11/2026", days_left: -8 },
                { name: "review_by", label: "Review By", day: "04/12/2026", days_left: 6 },
            ],
        },
        progress: [
            { name: "draft", label: "Draft", count: 3, domain: [["progress", "=", "draft"]] },
            { name: "submitted", label: "Submitted", count: 2, domain: [["progress", "=", "submitted"]] },
        ],
        clusters: [
            { id: 1, name: "North", late: 2, count: 4, by: { draft: 2, submitted: 2 } },
            { id: 2, name: "South", late: 1, count: 1, by: { draft: 1 } },
        ],
        unit_count: 5,
        late_count: 3,
        late_domain: [["is_late", "=", true]],
        due: [{ id: 4, name: "Unit 4", progress: "draft", label: "Draft", due: "20/11/2026", days_left: -8, is_late: true }],
        findings: [
            { label: "Not answered", severity: "error", severity_label: "Error", count: 9, units: 2, domain: [["id", "=", 1]] },
        ],
        grades: [
            { label: "Good", count: 2, domain: [["id", "in", [1, 2]]] },
            { label: "Bad", count: 0, domain: [["id", "in", []]] },
        ],
        rows: [{ label: "I.1", name: "First", lost: 1.5, units: 2, domain: [["criterion_id", "=", 5]] }],
        unproved: [{ label: "North", count: 12, units: 2, domain: [["is_unproved", "=", true]] }],
        heat: {
            by: "cluster",
            cluster_id: false,
            groups: [
                { id: 11, code: "I", name: "Work" },
                { id: 12, code: "II", name: "Archive" },
            ],
            lines: [
                {
                    id: 1,
                    name: "North",
                    cells: {
                        11: { share: 96.5, domain: [["group_id", "=", 11]] },
                        12: { share: 40, domain: [["group_id", "=", 12]] },
                    },
                },
            ],
            left_out: 0,
        },
        trend: {
            rounds: [
                { id: 6, name: "Year 2025" },
                { id: 7, name: "Year 2026" },
            ],
            lines: [{ id: 1, name: "North", by: { 6: { share: 88.2, count: 4 }, 7: { share: 90, count: 2 } } }],
        },
        ...values,
    };
}

async function mountDashboard(answer = made()) {
    const charts = [];
    patchWithCleanup(AnalysisChart.prototype, {
        setup() {
            super.setup();
            charts.push(this);
        },
    });
    onRpc(CAMPAIGN, "read_dashboard", ({ args }) => {
        expect.step(`read ${JSON.stringify(args)}`);
        return answer;
    });
    mockService("action", {
        doAction: ({ res_model: model, domain, res_id: id }) => expect.step(`${model} ${JSON.stringify(domain || id)}`),
    });
    await mountWithCleanup(Dashboard, {
        componentEnv: { config: getDefaultConfig() },
        props: { action: {}, actionId: 1, updateActionState: () => {}, className: "" },
    });
    expect.verifySteps(["read [false,false]"]);
    return charts;
}

function tableText(name) {
    return [...queryOne(`details[name=${name}]`).querySelectorAll("tbody tr")].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim())
    );
}

test("each figure opens the records that it counts", async () => {
    await mountDashboard();
    expect(queryAllTexts(".o_agency_figure .fs-3")).toEqual(["3", "2", "3"]);
    await click(".o_agency_progress_submitted");
    await click(".o_agency_late");
    await click(".o_agency_findings button");
    await click(".o_agency_unproved button");
    await click(".o_agency_heat td:eq(1) button");
    expect.verifySteps([
        'agency.evaluation.campaign.unit [["progress","=","submitted"]]',
        'agency.evaluation.campaign.unit [["is_late","=",true]]',
        'agency.evaluation [["id","=",1]]',
        'agency.evaluation.row.analysis [["is_unproved","=",true]]',
        'agency.evaluation.row.analysis [["group_id","=",12]]',
    ]);
});

test("deadlines say how long there is left", async () => {
    await mountDashboard();
    expect(queryAllTexts(".o_agency_dashboard .fw-bold")).toEqual(["8 days over", "6 days left"]);
});

test("what a chart shows stands in a table below it", async () => {
    const charts = await mountDashboard();
    expect(tableText("progress")).toEqual([
        ["North", "2", "2", "2"],
        ["South", "1", "", "1"],
    ]);
    expect(tableText("grades")).toEqual([
        ["Good", "2"],
        ["Bad", "0"],
    ]);
    expect(tableText("rows")).toEqual([["I.1 First", "1,50", "2"]]);
    expect(tableText("trend")).toEqual([["North", "88,2", "90,0"]]);
    const drawn = charts.map(({ props }) => props.chart.series.map(({ values }) => values));
    expect(drawn).toEqual([
        [
            [2, 1],
            [2, 0],
        ],
        [[1.5]],
        [[2, 0]],
        [[88.2, 90]],
    ]);
});

test("a mark of a chart opens what it stands for", async () => {
    const charts = await mountDashboard();
    await charts[0].openMark({ datasetIndex: 1, index: 0 });
    await charts[2].openMark({ datasetIndex: 0, index: 0 });
    await charts[3].openMark({ datasetIndex: 0, index: 0 });
    expect.verifySteps([
        'agency.evaluation.campaign.unit [["campaign_id","=",7],["cluster_id","=",1],["progress","=","submitted"]]',
        'agency.evaluation [["id","in",[1,2]]]',
        'agency.evaluation.row.analysis [["campaign_id","=",6],["cluster_id","=",1],["state","in",["submitted","approved"]]]',
    ]);
});

test("the heat map says in numbers what its shades show, and opens the units of a cluster", async () => {
    await mountDashboard();
    expect(queryAllTexts(".o_agency_heat td")).toEqual(["96,5", "40,0"]);
    expect(".o_agency_heat td:eq(0)").toHaveClass("o_agency_shade_0");
    expect(".o_agency_heat td:eq(1)").toHaveClass("o_agency_shade_5");
    await click(".o_agency_heat th button");
    await animationFrame();
    expect.verifySteps(["read [7,1]"]);
});

test("another round is chosen", async () => {
    await mountDashboard();
    await contains("select").select("6");
    await animationFrame();
    expect.verifySteps(["read [6,false]"]);
});

test("without a round it says so", async () => {
    await mountDashboard({ campaign: false, campaigns: [] });
    expect(".o_view_nocontent_smiling_face").toHaveText("No round is open");
    expect("select").toHaveCount(0);
    expect("canvas").toHaveCount(0);
});

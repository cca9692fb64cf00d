import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryText, waitFor } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    fields,
    makeMockEnv,
    MockServer,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { startBusService } from "@bus/../tests/bus_test_helpers";

import { AT_ONCE, printPaper } from "@agency_evaluation/report/paper_print";

import { defineOwnModels } from "../fixtures";

describe.current.tags("desktop");

const TASK = "agency.evaluation.task";

class Task extends models.Model {
    _name = TASK;

    name = fields.Char();
    state = fields.Char();
    progress = fields.Float();
    _records = [
        { id: 1, name: "Papers", state: "running", progress: 25 },
        { id: 2, name: "Dossiers", state: "waiting", progress: 0 },
    ];
}

defineOwnModels(Task);

const LIST = `<list><field name="name"/><field name="state"/><field name="progress" widget="agency_progress"/></list>`;

async function mountTasks() {
    await mountView({ type: "list", resModel: TASK, arch: LIST });
    await startBusService();
}

function tell(told) {
    MockServer.env["bus.bus"]._sendone("broadcast", "agency_evaluation/work", { model: TASK, ...told });
}

test("a bar moves when its own record has come on, and nothing else is read", async () => {
    onRpc(TASK, "web_read", ({ args }) => void expect.step(`read ${args[0]}`));
    await mountTasks();
    expect(queryAllTexts(".o_field_agency_progress")).toEqual(["25\n%", "0\n%"]);
    MockServer.env[TASK].write([1], { progress: 75 });
    tell({ id: 1 });
    await waitFor(".o_data_row:eq(0) .o_field_agency_progress:contains('75')");
    tell({ id: 2, model: "another.model" });
    tell({ id: 3 });
    tell({ id: 2 });
    await expect.waitForSteps(["read 1", "read 2"]);
});

test("a task that is ready is told wherever its user is, and can be fetched at once", async () => {
    mockService("action", { doAction: (action) => expect.step(action.url || action.res_model) });
    onRpc(TASK, "action_download", ({ args }) => ({ type: "ir.actions.act_url", url: `files of ${args[0]}` }));
    await mountTasks();
    tell({ id: 1, name: "Papers", state: "running" });
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
    tell({ id: 1, name: "Papers", state: "done", has_files: true, left_out: false });
    await waitFor(".o_notification");
    expect(queryText(".o_notification_content")).toInclude("Papers");
    await contains(".o_notification_buttons button:contains(Download)").click();
    await expect.waitForSteps(["files of 1"]);
    expect(".o_notification").toHaveCount(0);
    tell({ id: 2, name: "Dossiers", state: "failed", has_files: false, left_out: true });
    await waitFor(".o_notification:contains(could not be done)");
    expect(".o_notification_buttons button:contains(Download)").toHaveCount(0);
    await contains(".o_notification_buttons button:contains(Show)").click();
    await expect.waitForSteps([TASK]);
});

test("papers of many are asked for in the background", async () => {
    mockService("action", { doAction: (action) => expect.step(`open ${action.res_id}`) });
    onRpc("agency.evaluation", "action_print_in_background", ({ args }) => {
        expect.step(`${args[1]}: ${args[0].length}`);
        return { type: "ir.actions.act_window", res_model: TASK, res_id: 7 };
    });
    const env = await makeMockEnv();
    const print = async (count) => {
        const action = {
            is_official_paper: true,
            report_type: "qweb-pdf",
            report_name: "sheet",
            context: { active_ids: Array.from({ length: count }, (_, place) => place + 1) },
        };
        const options = { onClose: () => expect.step("read the list anew") };
        return [await printPaper(action, options, env), options];
    };
    const [isPrinted, options] = await print(AT_ONCE + 1);
    expect(isPrinted).toBe(true);
    expect(options.onClose).toBe(undefined);
    expect.verifySteps(["sheet: 6", "open 7"]);
});

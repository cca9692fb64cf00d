import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne, unload } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockSendBeacon } from "@odoo/hoot-mock";
import {
    clickCancel,
    clickSave,
    contains,
    fields,
    makeServerError,
    MockServer,
    mockService,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { user } from "@web/core/user";

import { compareTexts } from "@agency_evaluation/editing/difference";

import {
    cell,
    defineOwnModels,
    EVALUATION,
    LINE,
    mountShared,
    SharedEvaluation,
    SharedLine,
    sheetOf,
    tellChanged,
    useDecimalCommas,
} from "../fixtures";

describe.current.tags("desktop");

class Evaluation extends SharedEvaluation {
    _records = [{ id: 1, state: "draft", report_number: "1/BC", line_ids: [1, 2, 3] }];
}

class Line extends SharedLine {
    evidence_count = fields.Integer();
    _records = [
        { id: 1, code: "A", name: "Group", level: 0, is_heading: true, max_points: 6 },
        { id: 2, code: "A.1", name: "Row one", level: 1, max_points: 3, status: "scored", self_points: 3 },
        { id: 3, code: "A.2", name: "Row two", level: 1, max_points: 3, status: "scored", self_points: 2 },
    ];
}

const SHEET = sheetOf(`
    <field name="explanation" readonly="is_heading or parent.state != 'draft'"/>
    <field name="evidence_count" widget="agency_evidence_clip" readonly="1"/>`);
const ARCH = `
    <form js_class="agency_evaluation_shared_form">
        <field name="state"/>
        <field name="sum_plan" invisible="1"/>
        <field name="report_number"/>
        ${SHEET}
    </form>`;

defineOwnModels(Evaluation, Line);
useDecimalCommas();

const mountSheet = () => mountShared(ARCH);
const points = (row) => `${cell(row, "self_points")} input`;
const number = ".o_field_widget[name=report_number] input";

async function type(row, text) {
    await contains(points(row)).edit(text, { confirm: false });
    await press("Tab");
    await animationFrame();
    await animationFrame();
}

/** Let somebody else save: the values are there, the notification has arrived, and what it leads to is over. */
async function saveByOther(model, id, values, { tab, uid, wait = 1500 } = {}) {
    MockServer.env[model].write([id], values);
    await tellChanged({ [model]: [id] }, { tab, uid });
    await advanceTime(wait);
    await animationFrame();
    await animationFrame();
}

const CONFLICT = {
    model: LINE,
    id: 2,
    record: "A.1 Row one",
    label: "Self-Scored",
    mine: "2,0",
    theirs: "1,5",
    stored: { self_points: 1.5, status: "scored" },
    user: "Colleague",
    at: "2026-11-28 05:00:00",
    removed: false,
};

/** Refuse what was not seen as it is now, as the server does; note what was seen. */
function refuseWhatChanged() {
    onRpc(EVALUATION, "web_save", ({ kwargs, parent }) => {
        const seen = kwargs.context.agency_seen.values[LINE]?.[2];
        expect.step(seen ? `${seen.self_points}` : "-");
        const [stored] = MockServer.env[LINE].read([2], ["self_points"]);
        if (seen && seen.self_points !== stored.self_points) {
            const theirs = String(stored.self_points).replace(".", ",");
            throw makeServerError({
                context: {
                    conflicts: [{ ...CONFLICT, theirs, stored: { ...CONFLICT.stored, self_points: stored.self_points } }],
                },
            });
        }
        return parent();
    });
}

test("a save tells what was seen before it, and which tab it comes from", async () => {
    onRpc(EVALUATION, "web_save", ({ args, kwargs }) => {
        const { tab, values } = kwargs.context.agency_seen;
        expect(tab).not.toBeEmpty();
        expect(values).toEqual({ [EVALUATION]: { 1: { report_number: "1/BC" } }, [LINE]: { 2: { self_points: 3, status: "scored" } } });
        expect(args[1].line_ids).toEqual([[1, 2, { self_points: 2, status: "scored" }]]);
        expect.step("save");
    });
    onRpc("web_read", ({ kwargs }) => {
        expect("agency_seen" in kwargs.context).toBe(false);
    });
    await mountSheet();
    await type(1, "2");
    await contains(number).edit("2/BC");
    await clickSave();
    expect.verifySteps(["save"]);
});

test("what cannot be saved is told in words of ours", async () => {
    await mountSheet();
    await type(1, "abc");
    await clickSave();
    expect(".o_notification:contains('Nothing is saved yet: put right what is marked red.')").toHaveCount(1);
    expect(".o_notification:contains('Missing required fields')").toHaveCount(0);
});

test("a refused save shows both values; going back keeps what was typed, one's own is saved after a choice", async () => {
    refuseWhatChanged();
    await mountSheet();
    await type(1, "2");
    MockServer.env[LINE].write([2], { self_points: 1.5 });
    await clickSave();
    expect(".o_agency_conflict").toHaveCount(1);
    expect(queryAllTexts(".o_agency_conflict .o_agency_value")).toEqual(["2,0", "1,5"]);
    expect(".o_agency_conflict").toHaveText(/A.1 Row one\s+Self-Scored\s+Colleague/);
    expect(".o_agency_confirm").not.toBeEnabled();
    await contains(".o_agency_conflicts .btn-secondary").click();
    expect(points(1)).toHaveValue("2,0");
    expect(".o_form_button_save").toBeVisible();
    expect.verifySteps(["3"]);
    await clickSave();
    await contains(".o_agency_all_mine").click();
    await contains(".o_agency_confirm").click();
    await animationFrame();
    expect.verifySteps(["3", "1.5"]);
    expect(MockServer.env[LINE].read([2], ["self_points"])[0].self_points).toBe(2);
    expect(".o_agency_conflicts").toHaveCount(0);
});

test("theirs is taken over, and nothing else of one's own is lost", async () => {
    refuseWhatChanged();
    await mountSheet();
    await type(1, "2");
    await type(2, "1");
    MockServer.env[LINE].write([2], { self_points: 1.5 });
    await clickSave();
    await contains(".o_agency_theirs input").click();
    await contains(".o_agency_confirm").click();
    await animationFrame();
    expect.verifySteps(["3", "-"]);
    expect([points(1), points(2)].map((each) => queryOne(each).value)).toEqual(["1,5", "1,0"]);
    expect(MockServer.env[LINE].read([2, 3], ["self_points"]).map((line) => line.self_points)).toEqual([1.5, 1]);
});

test("what is gone can only be given up", async () => {
    let refused = 0;
    onRpc(EVALUATION, "web_save", () => {
        if (!refused++) {
            throw makeServerError({ context: { conflicts: [{ ...CONFLICT, user: "", at: false, removed: true }] } });
        }
    });
    await mountSheet();
    await type(1, "2");
    await clickSave();
    expect(".o_agency_mine input").not.toBeEnabled();
    await contains(".o_agency_confirm").click();
    expect(".o_agency_conflicts").toHaveCount(0);
    expect(".o_form_button_save").not.toBeVisible();
});

test("what others save appears while something else is typed", async () => {
    await mountSheet();
    await contains(points(1)).edit("2", { confirm: false });
    await saveByOther(LINE, 3, { self_points: 0.5 });
    expect(points(2)).toHaveValue("0,5");
    expect(points(1)).toHaveValue("2");
    expect(points(1)).toBeFocused();
    expect(cell(0, "self_points")).toHaveText("3,5");
    expect(".o_data_row:eq(2)").toHaveClass("o_agency_changed_by_other");
    expect(".o_agency_meanwhile").toHaveCount(0);
});

test("what is being typed stays, is marked, and its save is asked about", async () => {
    refuseWhatChanged();
    await mountSheet();
    await contains(points(1)).edit("2", { confirm: false });
    await saveByOther(LINE, 2, { self_points: 1.5 });
    expect(points(1)).toHaveValue("2");
    expect(".o_agency_meanwhile").toHaveText("Colleague has just changed it: 1,5");
    await press("Tab");
    await animationFrame();
    expect(points(1)).toHaveValue("2,0");
    await clickSave();
    expect(".o_agency_conflict").toHaveCount(1);
    expect.verifySteps(["3"]);
    await contains(".o_agency_conflicts .btn-secondary").click();
    await clickCancel();
    expect(points(1)).toHaveValue("1,5");
    expect(".o_agency_meanwhile").toHaveCount(0);
});

test("a field that was only looked at takes over what came meanwhile once it is left", async () => {
    await mountSheet();
    await contains(points(1)).click();
    await saveByOther(LINE, 2, { self_points: 1.5 });
    expect(points(1)).toHaveValue("3,0");
    await press("Tab");
    await advanceTime(10);
    await animationFrame();
    expect(points(1)).toHaveValue("1,5");
    expect(".o_form_button_save").not.toBeVisible();
});

test("fields of the form itself", async () => {
    await mountSheet();
    await contains(number).edit("2/BC", { confirm: false });
    await saveByOther(EVALUATION, 1, { report_number: "3/BC" });
    expect(number).toHaveValue("2/BC");
    expect(".o_notification").toHaveText(/Colleague has just changed.*3\/BC/);
});

test("a changed status closes nothing over what is typed, and shows at once where nothing is", async () => {
    await mountSheet();
    await type(1, "2");
    await saveByOther(EVALUATION, 1, { state: "submitted" });
    expect(points(1)).toHaveValue("2,0");
    expect(".o_notification").toHaveText(/Colleague has just changed the status to “Submitted”.*copy/);
    await clickCancel();
    await saveByOther(EVALUATION, 1, { state: "submitted" }, { wait: 5000 });
    await animationFrame();
    expect(points(1)).toHaveCount(0);
});

const CHANGED_ROWS = ".o_agency_changed_by_other td[name=name]";

test("what others save while one's own save is on its way is shown, though the save answers later with what was before", async () => {
    await mountSheet();
    const before = new Deferred();
    onRpc(EVALUATION, "web_save", ({ parent }) => {
        const reply = parent();
        return before.then(() => reply);
    });
    await contains(number).edit("2/BC");
    await clickSave();
    await saveByOther(LINE, 3, { self_points: 0.5 });
    before.resolve();
    await animationFrame();
    await animationFrame();
    await animationFrame();
    expect(points(2)).toHaveValue("0,5");
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row two"]);
});

test("what a save has brought already is marked, too", async () => {
    await mountSheet();
    MockServer.env[LINE].write([3], { self_points: 0.5 });
    await contains(number).edit("2/BC");
    await clickSave();
    expect(points(2)).toHaveValue("0,5");
    await saveByOther(LINE, 3, {});
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row two"]);
});

test("what one's own button has changed, and the form has loaded, is not marked", async () => {
    await mountSheet();
    MockServer.env[LINE].write([3], { self_points: 0.5 });
    await contains(number).edit("2/BC");
    await clickSave();
    await saveByOther(LINE, 3, {}, { uid: user.userId, tab: "" });
    expect(points(2)).toHaveValue("0,5");
    expect(CHANGED_ROWS).toHaveCount(0);
});

test("a mark outlasts a save that comes right after it, and is not brought back by one long after", async () => {
    await mountSheet();
    await saveByOther(LINE, 3, { self_points: 0.5 });
    await contains(number).edit("2/BC");
    await clickSave();
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row two"]);
    await advanceTime(60_000);
    await contains(number).edit("3/BC");
    await clickSave();
    await saveByOther(LINE, 2, { self_points: 1 }, { wait: 5000 });
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row one"]);
});

test("what is changed once more is shown once more", async () => {
    await mountSheet();
    const again = [];
    for (const self_points of [0.5, 1, 1.5]) {
        await saveByOther(LINE, 3, { self_points }, { wait: 5000 });
        // Another animation: the same one does not begin anew. Tests have none.
        again.push(queryOne(".o_agency_changed_by_other").classList.contains("o_agency_changed_again"));
    }
    expect(again).toEqual([false, true, false]);
});

test("what is changed behind the dialog of a row is marked when that is closed, however long it was open", async () => {
    await mountSheet();
    const closed = new Deferred();
    mockService("action", {
        async doActionButton({ onClose }) {
            await saveByOther(LINE, 3, { self_points: 0.5 });
            await advanceTime(60_000);
            await onClose();
            closed.resolve();
        },
    });
    await contains(".o_data_row:eq(1) .o_agency_clip").click();
    await closed;
    await animationFrame();
    expect(points(2)).toHaveValue("0,5");
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row two"]);
});

test("what could not be read without a connection is read once there is one", async () => {
    await mountSheet();
    let isConnected = false;
    const unanswered = () => {
        if (!isConnected) {
            throw new Error("Nobody answers");
        }
    };
    onRpc(`/web/dataset/call_kw/${EVALUATION}/web_read`, unanswered, { pure: true });
    await saveByOther(LINE, 3, { self_points: 0.5 });
    expect(points(2)).toHaveValue("2,0");
    isConnected = true;
    await advanceTime(5000);
    await animationFrame();
    expect(points(2)).toHaveValue("0,5");
    expect(queryAllTexts(CHANGED_ROWS)).toEqual(["Row two"]);
});

test("one's own saves are not read again", async () => {
    let tab;
    onRpc(EVALUATION, "web_save", ({ kwargs }) => {
        tab = kwargs.context.agency_seen.tab;
    });
    onRpc("web_read", () => {
        expect.step("read");
    });
    await mountSheet();
    await type(1, "2");
    await clickSave();
    expect.verifySteps(["read"]);
    await saveByOther(LINE, 3, { self_points: 0.5 }, { tab });
    expect.verifySteps([]);
    await saveByOther(LINE, 3, { self_points: 0.5 });
    expect.verifySteps(["read"]);
});

test("changes that come together are read together", async () => {
    onRpc("web_read", ({ kwargs }) => {
        expect.step("line_ids" in kwargs.specification ? "rows" : "-");
    });
    await mountSheet();
    expect.verifySteps(["rows"]);
    await tellChanged({ [LINE]: [] }, { times: 2 });
    await tellChanged({ [LINE]: [] });
    await advanceTime(5000);
    expect.verifySteps(["rows"]);
    await tellChanged({ [LINE]: [] });
    await tellChanged({ [LINE]: [] });
    await advanceTime(5000);
    expect.verifySteps(["rows"]);
});

test("what was typed when the page was left is offered, unless it was saved", async () => {
    mockSendBeacon((_route, blob) => {
        blob.text().then((text) => expect.step(JSON.stringify(JSON.parse(text).params.kwargs.context.agency_seen.values)));
        return true;
    });
    await mountSheet();
    await type(1, "2");
    await unload();
    await animationFrame();
    expect.verifySteps([JSON.stringify({ [LINE]: { 2: { self_points: 3, status: "scored" } } })]);
    MockServer.env[LINE].write([2], { self_points: 1.5 });
    await mountSheet();
    await advanceTime(4000);
    await animationFrame();
    await contains(".o_notification button:contains('Look and Choose')").click();
    expect(queryAllTexts(".o_agency_conflict .o_agency_value")).toEqual(["2,0", "1,5"]);
    await contains(".o_agency_all_mine").click();
    await contains(".o_agency_confirm").click();
    await animationFrame();
    expect(`.o_form_view:last ${points(1)}`).toHaveValue("2,0");
    await clickSave();
    expect(MockServer.env[LINE].read([2], ["self_points"])[0].self_points).toBe(2);
});

describe("differences of texts", () => {
    const marked = (pieces) => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");

    test("word by word", () => {
        const { mine, theirs } = compareTexts("đã gửi đủ 12 báo cáo", "đã gửi 11 báo cáo đúng hạn");
        expect(marked(mine)).toBe("đã gửi [đủ 12] báo cáo");
        expect(marked(theirs)).toBe("đã gửi [11] báo cáo[ đúng hạn]");
    });

    test("what is alike, empty or far too long", () => {
        expect(marked(compareTexts("a b", "a b").mine)).toBe("a b");
        expect(marked(compareTexts("", "a").theirs)).toBe("[a]");
        const long = (word) => `a ${Array.from({ length: 2000 }, (_each, index) => `${word}${index}`).join(" ")} z`;
        expect(marked(compareTexts(long("x"), long("y")).mine)).toMatch(/^a \[x0.*x1999\] z$/);
    });
});

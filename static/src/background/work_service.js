import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { EventBus } from "@odoo/owl";

export const WORK_DONE = "work-done";
const TASK = "agency.evaluation.task";

/** Hears what becomes of the work that the user asked for, whatever page is open, and tells when it is ready. */
export const workService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, { action, bus_service: busService, notification, orm }) {
        const bus = new EventBus();
        busService.subscribe("agency_evaluation/work", (told) => {
            bus.trigger(WORK_DONE, told);
            if (told.model === TASK && ["done", "failed"].includes(told.state)) {
                tell(told);
            }
        });

        function tell({ id, name, state, has_files: hasFiles, left_out: leftOut }) {
            const close = notification.add(text(state, leftOut), {
                title: name,
                type: { failed: "danger", done: leftOut ? "warning" : "success" }[state],
                sticky: true,
                buttons: [
                    ...(hasFiles ? [button(_t("Download"), () => download(id))] : []),
                    button(_t("Show"), () => show(id)),
                ].map((made) => ({ ...made, onClick: () => (close(), made.onClick()) })),
            });
        }

        async function download(id) {
            await action.doAction(await orm.call(TASK, "action_download", [[id]]));
        }

        async function show(id) {
            await action.doAction({
                type: "ir.actions.act_window",
                res_model: TASK,
                res_id: id,
                views: [[false, "form"]],
            });
        }

        return { bus };
    },
};

function text(state, leftOut) {
    if (state === "failed") {
        return _t("It could not be done.");
    }
    return leftOut ? _t("It is ready, but for what had to be left out.") : _t("It is ready.");
}

function button(name, onClick) {
    return { name, primary: true, onClick };
}

registry.category("services").add("agency_evaluation.work", workService);

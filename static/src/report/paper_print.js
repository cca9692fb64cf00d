import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/** Papers of more evaluations than this are printed in the background: each takes a second or two. */
export const AT_ONCE = 5;

/**
 * Downloads an official paper without asking for wkhtmltopdf first, as the web client would: the server may well print
 * it by another engine, and it is the server that says so if it has none.
 *
 * @returns {Promise<boolean>} whether the report is an official paper
 */
export async function printPaper(action, options, env) {
    if (!action.is_official_paper || action.report_type !== "qweb-pdf") {
        return false;
    }
    const ids = action.context?.active_ids ?? [];
    if (ids.length > AT_ONCE) {
        const { orm, action: actions } = env.services;
        const shown = await orm.call("agency.evaluation", "action_print_in_background", [ids, action.report_name]);
        await actions.doAction(shown);
        // The list that was printed from is left: nothing of it is read anew.
        delete options.onClose;
        return true;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("agency_evaluation.paper", printPaper);

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

import { AnalysisChart } from "./chart";

const CAMPAIGN = "agency.evaluation.campaign";
const UNIT = "agency.evaluation.campaign.unit";
const EVALUATION = "agency.evaluation";
const ROW = "agency.evaluation.row.analysis";
/** From which share on a cell of the heat map has which shade; numbers say the same for whoever sees no colours. */
const SHADES = [95, 90, 85, 75, 60];

/** What a round has come to, for managers and leaders: every mark opens the records that it counts. */
export class Dashboard extends Component {
    static template = "agency_evaluation.Dashboard";
    static components = { Layout, AnalysisChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null, cluster: false });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load(this.props.action.params?.campaign_id || false));
    }

    async load(campaign, cluster = false) {
        const asked = (this.asked = Symbol("asked"));
        const data = await this.orm.silent.call(CAMPAIGN, "read_dashboard", [campaign, cluster]);
        // Whoever chose another round meanwhile sees that one.
        if (asked === this.asked) {
            Object.assign(this.state, { data, cluster });
        }
    }

    chooseRound(ev) {
        return this.load(Number(ev.target.value));
    }

    chooseCluster(cluster) {
        return this.load(this.state.data.campaign.id, cluster);
    }

    open(model, domain, name) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openUnits(domain, name) {
        return this.open(UNIT, domain, name);
    }

    openLate() {
        return this.openUnits(this.state.data.late_domain, _t("Late"));
    }

    openUnit(unit) {
        return this.openUnits([["id", "=", unit.id]], unit.name);
    }

    openEvaluations(domain, name) {
        return this.open(EVALUATION, domain, name);
    }

    openRows(domain, name) {
        return this.open(ROW, domain, name);
    }

    openRound() {
        const { id } = this.state.data.campaign;
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: CAMPAIGN,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** The units of a cluster in a state, as the mark of a chart stands for. */
    openCluster(cluster, progress) {
        const domain = [
            ["campaign_id", "=", this.state.data.campaign.id],
            ["cluster_id", "=", cluster.id],
        ];
        if (progress) {
            domain.push(["progress", "=", progress.name]);
        }
        return this.openUnits(domain, cluster.name);
    }

    openLine(line, round) {
        return this.openRows(
            [
                ["campaign_id", "=", round.id],
                ["cluster_id", "=", line.id],
                ["state", "in", ["submitted", "approved"]],
            ],
            line.name
        );
    }

    daysLeft(days) {
        if (days < 0) {
            return _t("%s days over", -days);
        }
        return days ? _t("%s days left", days) : _t("today");
    }

    deadlineClass(days) {
        return days < 0 ? "text-danger" : days < 7 ? "text-warning-emphasis" : "text-muted";
    }

    shade(cell) {
        if (!cell || cell.share === false) {
            return "";
        }
        const place = SHADES.findIndex((border) => cell.share >= border);
        return `o_agency_shade_${place < 0 ? SHADES.length : place}`;
    }

    share(cell) {
        return cell && cell.share !== false ? this.number(cell.share, 1) : "–";
    }

    number(value, digits) {
        return formatFloat(value, { digits: [16, digits] });
    }

    get progressChart() {
        const { progress, clusters } = this.state.data;
        return {
            type: "bar",
            isStacked: true,
            isHorizontal: true,
            labels: clusters.map(({ name }) => name),
            series: progress.map(({ label, name }) => ({
                label,
                values: clusters.map(({ by }) => by[name] || 0),
            })),
            open: (series, place) => this.openCluster(clusters[place], progress[series]),
        };
    }

    get gradesChart() {
        const { grades } = this.state.data;
        return {
            type: "bar",
            labels: grades.map(({ label }) => label),
            series: [{ label: _t("Evaluations"), values: grades.map(({ count }) => count) }],
            open: (_series, place) => this.openEvaluations(grades[place].domain, grades[place].label),
        };
    }

    get rowsChart() {
        const { rows } = this.state.data;
        return {
            type: "bar",
            isHorizontal: true,
            labels: rows.map(({ label }) => label),
            series: [{ label: _t("Points lost"), values: rows.map(({ lost }) => lost) }],
            open: (_series, place) => this.openRows(rows[place].domain, rows[place].label),
        };
    }

    get trendChart() {
        const { rounds, lines } = this.state.data.trend;
        return {
            type: "line",
            labels: rounds.map(({ name }) => name),
            series: lines.map(({ name, by }) => ({
                label: name,
                values: rounds.map(({ id }) => (by[id] && by[id].share !== false ? by[id].share : null)),
            })),
            open: (series, place) => this.openLine(lines[series], rounds[place]),
        };
    }
}

registry.category("actions").add("agency_evaluation.dashboard", Dashboard);

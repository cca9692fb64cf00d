import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";

import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

/**
 * A chart by Odoo's Chart.js. What it shows stands in a table beside it, for whoever does not see it; a mark opens the
 * records that it stands for.
 */
export class AnalysisChart extends Component {
    static template = "agency_evaluation.AnalysisChart";
    static props = {
        /** type, labels, series of {label, values}, isStacked, isHorizontal, open(series, place) */
        chart: Object,
        label: String,
        height: { type: Number, optional: true },
    };
    static defaultProps = { height: 200 };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.drawn?.destroy();
                this.drawn = new window.Chart(this.canvas.el, this.config());
            },
            () => [JSON.stringify([this.props.chart.labels, this.props.chart.series])]
        );
        onWillUnmount(() => this.drawn?.destroy());
    }

    config() {
        const { type, labels, series, isStacked, isHorizontal } = this.props.chart;
        const scheme = cookie.get("color_scheme");
        const ink = getCustomColor(scheme, "#111827", "#E4E4E4");
        const values = { stacked: Boolean(isStacked), ticks: { color: ink, precision: type === "line" ? 1 : 0 } };
        values.beginAtZero = type !== "line";
        const names = { stacked: Boolean(isStacked), ticks: { color: ink, autoSkip: false } };
        return {
            type,
            data: {
                labels,
                datasets: series.map(({ label, values: data }, place) => {
                    const color = getColor(place, scheme, series.length);
                    return { label, data, backgroundColor: color, borderColor: color, borderWidth: 2, tension: 0 };
                }),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                indexAxis: isHorizontal ? "y" : "x",
                scales: isHorizontal ? { x: values, y: names } : { x: names, y: values },
                plugins: { legend: { display: series.length > 1, position: "bottom", labels: { color: ink, boxWidth: 12 } } },
                onClick: (_event, marks) => marks.length && this.openMark(marks[0]),
                onHover: ({ native }, marks) => (native.target.style.cursor = marks.length ? "pointer" : "default"),
            },
        };
    }

    openMark({ datasetIndex, index }) {
        return this.props.chart.open(datasetIndex, index);
    }
}

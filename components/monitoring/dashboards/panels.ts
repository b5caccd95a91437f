import {
    BigValueColorMode,
    GraphThresholdsStyleConfigBuilder,
    GraphThresholdsStyleMode,
} from "@grafana/grafana-foundation-sdk/common";
import { ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** The data source variable of every dashboard here. */
export const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** One line, or bundle of lines, of a panel. */
export interface Query {
    /** Legend; may name labels as `{{label}}`. */
    legend: string;
    expr: string;
}

/** What a panel shows and how to read it. */
export interface PanelDefinition {
    title: string;
    /** What a good value looks like. */
    description: string;
    /** Grafana unit, such as `s`, `percent`, `reqps`, `short`. */
    unit: string;
    queries: Query[];
    /** Value from which it is bad; drawn as a line. */
    limit?: number;
}

const HALF_WIDTH = 12;
const SIXTH_WIDTH = 4;

/** A curve over time, half a row wide. */
export function curve(panel: PanelDefinition): TimeseriesBuilder {
    const builder = new TimeseriesBuilder()
        .title(panel.title)
        .description(panel.description)
        .datasource(DATASOURCE)
        .unit(panel.unit)
        .min(0)
        .span(HALF_WIDTH)
        .height(8);
    if (panel.limit !== undefined) {
        builder
            .thresholds(thresholds(panel.limit))
            .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
    }
    return panel.queries.reduce((target, query, index) => target.withTarget(dataquery(query, index)), builder);
}

/** The present value, large. */
export function figure(panel: PanelDefinition): StatBuilder {
    const builder = new StatBuilder()
        .title(panel.title)
        .description(panel.description)
        .datasource(DATASOURCE)
        .unit(panel.unit)
        .span(SIXTH_WIDTH)
        .height(4);
    if (panel.limit !== undefined) {
        builder.thresholds(thresholds(panel.limit)).colorMode(BigValueColorMode.Background);
    }
    return panel.queries.reduce((target, query, index) => target.withTarget(dataquery(query, index)), builder);
}

function thresholds(limit: number): ThresholdsConfigBuilder {
    return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: "green" },
        { value: limit, color: "red" },
    ]);
}

function dataquery({ expr, legend }: Query, index: number): DataqueryBuilder {
    return new DataqueryBuilder()
        .refId(String.fromCharCode("A".charCodeAt(0) + index))
        .datasource(DATASOURCE)
        .expr(expr)
        .legendFormat(legend);
}

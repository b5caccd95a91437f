import type { Scenario } from "./promtool";

const requests = (pod: string, status: string, service = "openhands") =>
    `http_requests_total{namespace="openhands",service="${service}",pod="${pod}",status="${status}"}`;
const bucket = (pod: string, le: string) =>
    `http_request_duration_seconds_bucket{namespace="openhands",service="openhands",pod="${pod}",le="${le}"}`;

const errorRate = { severity: "critical", team: "openhands", namespace: "openhands", service: "openhands" };
const responseTime = { severity: "warning", team: "openhands", namespace: "openhands", service: "openhands" };

export const applicationScenarios: Scenario[] = [
    {
        alert: "HighErrorRate",
        when: "one request in ten fails for ten minutes",
        series: { [requests("a", "200")]: "0+54x30", [requests("a", "500")]: "0+6x30" },
        expect: [
            { at: "2m", firing: [] },
            {
                at: "10m",
                firing: [
                    {
                        labels: errorRate,
                        says: {
                            summary: "openhands: more than 5 % of requests fail",
                            description:
                                "10.0 % of the requests to openhands in openhands were answered with 5xx over the last 5 minutes (threshold 5 %).",
                            runbook: "high-error-rate",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "HighErrorRate",
        // Divided series by series, the 5xx series would read 100 %.
        when: "one request in a hundred fails",
        notFooledBy: 'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) * 100 > 5',
        series: { [requests("a", "200")]: "0+594x30", [requests("a", "500")]: "0+6x30" },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "HighErrorRate",
        when: "the only request of the night fails",
        notFooledBy:
            'sum by (namespace, service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (namespace, service) (rate(http_requests_total[5m])) * 100 > 5',
        series: { [requests("a", "200")]: "0x30", [requests("a", "500")]: "0x5 1x25" },
        expect: [
            { at: "8m", firing: [] },
            { at: "10m", firing: [] },
        ],
    },
    {
        alert: "HighErrorRate",
        when: "one pod of four fails one request in ten, the service one in forty",
        series: {
            [requests("a", "200")]: "0+54x30",
            [requests("a", "503")]: "0+6x30",
            [requests("b", "200")]: "0+60x30",
            [requests("c", "200")]: "0+60x30",
            [requests("d", "200")]: "0+60x30",
        },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "HighErrorRate",
        when: "the new version fails while the old one serves well",
        series: {
            [requests("a", "200", "openhands-stable")]: "0+600x30",
            [requests("b", "200", "openhands-canary")]: "0+30x30",
            [requests("b", "502", "openhands-canary")]: "0+30x30",
        },
        expect: [{ at: "10m", firing: [{ labels: { ...errorRate, service: "openhands-canary" } }] }],
    },
    {
        alert: "HighErrorRate",
        when: "the failures end",
        series: { [requests("a", "200")]: "0+54x60", [requests("a", "500")]: "0+6x10 60x50" },
        expect: [
            { at: "10m", firing: [{ labels: errorRate }] },
            { at: "20m", firing: [] },
        ],
    },
    {
        alert: "HighResponseTime",
        when: "one request in ten takes between 2.5 and 5 seconds",
        series: {
            [requests("a", "200")]: "0+60x30",
            [bucket("a", "0.5")]: "0+54x30",
            [bucket("a", "2.5")]: "0+54x30",
            [bucket("a", "5")]: "0+60x30",
            [bucket("a", "+Inf")]: "0+60x30",
        },
        expect: [
            { at: "3m", firing: [] },
            {
                at: "10m",
                firing: [
                    {
                        labels: responseTime,
                        says: {
                            summary: "openhands: 95th percentile of the response time is above 2 s",
                            description:
                                "95 % of the requests to openhands in openhands were answered within 3.75 s over the last 5 minutes (threshold 2 s, objective 0.5 s).",
                            runbook: "high-response-time",
                        },
                    },
                ],
            },
        ],
    },
    {
        alert: "HighResponseTime",
        // Without summing by `le`, the quiet pod's own percentile would speak for everybody.
        when: "one pod of two is slow but serves one request in fifty",
        notFooledBy: "histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m])) > 2",
        series: {
            [requests("a", "200")]: "0+490x30",
            [requests("b", "200")]: "0+10x30",
            [bucket("a", "0.5")]: "0+490x30",
            [bucket("a", "5")]: "0+490x30",
            [bucket("a", "+Inf")]: "0+490x30",
            [bucket("b", "0.5")]: "0x30",
            [bucket("b", "5")]: "0+10x30",
            [bucket("b", "+Inf")]: "0+10x30",
        },
        expect: [{ at: "20m", firing: [] }],
    },
    {
        alert: "HighResponseTime",
        when: "the only request of the night is slow",
        notFooledBy:
            "histogram_quantile(0.95, sum by (namespace, service, le) (rate(http_request_duration_seconds_bucket[5m]))) > 2",
        series: {
            [requests("a", "200")]: "0x5 1x25",
            [bucket("a", "0.5")]: "0x30",
            [bucket("a", "5")]: "0x5 1x25",
            [bucket("a", "+Inf")]: "0x5 1x25",
        },
        expect: [
            { at: "8m", firing: [] },
            { at: "10m", firing: [] },
        ],
    },
    {
        alert: "HighResponseTime",
        when: "every request is answered within half a second",
        series: {
            [requests("a", "200")]: "0+60x30",
            [bucket("a", "0.5")]: "0+60x30",
            [bucket("a", "2.5")]: "0+60x30",
            [bucket("a", "+Inf")]: "0+60x30",
        },
        expect: [{ at: "20m", firing: [] }],
    },
];

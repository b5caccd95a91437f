import { type Alert, renderAlert, type RuleFile } from "./alert";
import { applicationAlerts } from "./application";
import { nodeAlerts } from "./nodes";
import { workloadAlerts } from "./workloads";

export type { Alert, AlertingRule, RuleFile, Severity } from "./alert";

/** Every alert of the platform that is about more than one component's own cloud metrics. */
export const alerts: Alert[] = [...nodeAlerts, ...applicationAlerts, ...workloadAlerts];

/** The rule file that Prometheus loads. */
export function ruleFile(runbookBaseUrl: string): RuleFile {
    return {
        groups: [
            { name: "openhands.rules", rules: alerts.map((definition) => renderAlert(definition, runbookBaseUrl)) },
        ],
    };
}

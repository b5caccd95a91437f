import { deepEqual, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Rule } from "../../policies/framework/rule";
import { rules } from "../../policies/rules";
import type { Resource } from "./support/judge";
import { Pack } from "./support/judge";

const module = "k8s.io/pod-security-admission@v0.35.3";
const version = "v1.35";

/** Which rule stands for which upstream check; a check without a rule is named, so that the list stays honest. */
const ruleOf: Readonly<Record<string, string | undefined>> = {
    allowprivilegeescalation: "no-privilege-escalation",
    apparmorprofile: undefined,
    capabilities_baseline: undefined,
    capabilities_restricted: "drops-all-capabilities",
    hostnamespaces: "no-host-namespaces",
    hostpathvolumes: "no-host-path-volumes",
    hostports: "no-host-ports",
    hostprobesandhostlifecycle: undefined,
    privileged: "no-privileged-containers",
    procmount: undefined,
    procmount_restricted: undefined,
    restrictedvolumes: "uses-safe-volume-types",
    runasnonroot: "runs-as-non-root",
    runasuser: "runs-as-user",
    seccompprofile_baseline: undefined,
    seccompprofile_restricted: "has-seccomp-profile",
    selinuxoptions: undefined,
    sysctls: undefined,
    windowshostprocess: undefined,
};

const restricted = ["K13", "K14", "K15", "K16", "K17", "K18"];
const podSecurity = ["K1", "K2", "K3", "K4", ...restricted];

/** The upstream cases, from the Go module, which is fetched if it is not in the module cache. */
function testdata(): string {
    const answer = execFileSync("go", ["mod", "download", "-json", module], { encoding: "utf8", cwd: os.tmpdir() });
    const { Dir } = JSON.parse(answer) as { Dir: string };
    return path.join(Dir, "test", "testdata");
}

function podsOf(folder: string): { file: string; pod: Resource }[] {
    return fs
        .readdirSync(folder)
        .filter((file) => file.endsWith(".yaml"))
        .flatMap((file) =>
            parseAllDocuments(fs.readFileSync(path.join(folder, file), "utf8")).map((document) => ({
                file,
                pod: { type: "kubernetes:core/v1:Pod", name: file, inputs: document.toJS() as object },
            })),
        );
}

async function firedOn(pod: Resource, candidates: readonly Rule[]): Promise<string[]> {
    const findings = await new Pack().analyze(pod);
    return candidates.map(({ name }) => name).filter((name) => findings.some((finding) => finding.rule === name));
}

describe("Pod Security admission", () => {
    let folder = "";

    before(() => {
        folder = testdata();
    });

    for (const level of ["baseline", "restricted"] as const) {
        const ids = level === "restricted" ? podSecurity : ["K1", "K2", "K3", "K4"];
        const ours = rules.filter(({ id }) => ids.includes(id));

        it(`passes what ${level} passes upstream`, async () => {
            const pods = podsOf(path.join(folder, level, version, "pass"));
            ok(pods.length > 10);
            for (const { file, pod } of pods) {
                deepEqual(await firedOn(pod, ours), [], file);
            }
        });

        it(`refuses what ${level} refuses upstream, by the rule of the same check`, async () => {
            let judged = 0;
            for (const { file, pod } of podsOf(path.join(folder, level, version, "fail"))) {
                const check = file.replace(/\d*\.yaml$/, "");
                ok(check in ruleOf, `${check} is an upstream check that this test does not know`);
                const name = ruleOf[check];
                if (name !== undefined) {
                    ok((await firedOn(pod, rules)).includes(name), `${file}: ${name} did not fire`);
                    judged++;
                }
            }
            ok(judged >= (level === "restricted" ? 45 : 9), `only ${String(judged)} cases were judged`);
        });
    }
});

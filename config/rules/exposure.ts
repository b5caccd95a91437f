import { isPrivate, prefixLength } from "../cidr";
import { keyName } from "../problems";
import { eachSound } from "../sound";
import { environmentOf, type Rule } from "./rule";

/** A door that is wider than this is open to strangers: 65,536 addresses are more than any office has. */
const WIDEST_PUBLIC_PREFIX = 16;

/** The API server is reachable from named places at most, and in production from inside the network only. */
export const apiServerIsNotExposed: Rule = function* ({ openhands }, context) {
    const { publicAccessCidrs } = openhands.cluster;
    if (environmentOf(context) === "prod" && publicAccessCidrs.length > 0) {
        yield {
            key: "openhands:cluster.publicAccessCidrs",
            wrong: `lists ${publicAccessCidrs.length}; prod has a private endpoint only`,
            mend: "remove the key and come through the network (VPN or a runner in the VPC)",
        };
        return;
    }
    yield* eachSound(publicAccessCidrs, function* (block, index) {
        const key = keyName(["openhands", "cluster", "publicAccessCidrs", index]);
        if (prefixLength(block) < WIDEST_PUBLIC_PREFIX) {
            yield {
                key,
                wrong: `is ${block}, which opens the API server to ${block === "0.0.0.0/0" ? "the world" : "strangers"}`,
                mend: `write the addresses of your offices or VPN, each block /${WIDEST_PUBLIC_PREFIX} or smaller`,
            };
        } else if (isPrivate(block)) {
            yield {
                key,
                wrong: `is ${block}, private addresses that never arrive from the internet`,
                mend: "write the public addresses of your offices or VPN, or remove the key",
            };
        }
    });
};

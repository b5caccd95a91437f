import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { buildOnce } from "../../../../sandbox/install/step";
import { pythonIn, pythonStep } from "../../../../sandbox/install/python";
import { emulatorService } from "../../../../sandbox/services/emulator";
import type { HandlerContext, ResourceHandler } from "../../../../sandbox/cloud/handler";
import type { Properties } from "../../../../sandbox/provider/types";

export const account = "111111111111";
export const region = "eu-central-1";

/** The first run of all installs the emulator. */
const installMilliseconds = 600_000;

let emulator: { process: ChildProcess; endpoint: string } | undefined;

/** An emulator for the tests of the calling file; started before them and ended after them. */
export function useEmulator(): (region?: string) => HandlerContext {
    before(async function () {
        this.timeout(installMilliseconds);
        const python = pythonIn(await buildOnce(pythonStep, () => undefined));
        const port = await getPort({ host: "127.0.0.1" });
        const { command, args, env } = emulatorService(python, port, account);
        // Certificates are issued at once, so that no test depends on how long it takes.
        const environment = { ...process.env, ...env, MOTO_ACM_VALIDATION_WAIT: "0" };
        const server = spawn(command, args, { stdio: "ignore", env: environment });
        emulator = { process: server, endpoint: `http://127.0.0.1:${port}` };
        await answering(emulator.endpoint);
    });
    after(async () => {
        if (emulator !== undefined) {
            const ended = once(emulator.process, "exit");
            emulator.process.kill();
            await ended;
            emulator = undefined;
        }
    });
    const contexts = new Map<string, HandlerContext>();
    return (asked = region) => {
        const context = contexts.get(asked) ?? handlerContext(asked);
        contexts.set(asked, context);
        return context;
    };
}

async function answering(endpoint: string): Promise<void> {
    for (let attempt = 0; attempt < 150; attempt += 1) {
        const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
        if (answer?.ok === true) {
            return;
        }
        await sleep(200);
    }
    throw new Error(`the emulator does not answer at ${endpoint}`);
}

function handlerContext(inRegion: string): HandlerContext {
    const clients = new Map<unknown, unknown>();
    return {
        region: inRegion,
        accountId: account,
        partition: "aws",
        client<Client>(constructor: new (config: object) => Client): Client {
            const known = clients.get(constructor);
            const client =
                known ??
                new constructor({
                    region: inRegion,
                    endpoint: emulator?.endpoint,
                    credentials: { accessKeyId: "test", secretAccessKey: "test" },
                });
            clients.set(constructor, client);
            return client as Client;
        },
        progress: () => undefined,
        signal: new AbortController().signal,
    };
}

export function handlerOf(handlers: readonly ResourceHandler[], type: string): ResourceHandler {
    const handler = handlers.find((candidate) => candidate.type === type);
    assert.ok(handler, `no handler for ${type}`);
    return handler;
}

/**
 * Every input is in the state as it was asked for: anything else would show as drift in the next refresh. Blocks may hold
 * computed properties beside.
 */
export function assertAsAsked(inputs: Properties, state: Properties): void {
    for (const [property, value] of Object.entries(inputs)) {
        assert.deepEqual(projected(value, state[property]), value, `state of the input ${property}`);
    }
}

/** The part of the state that the input speaks about. */
function projected(input: unknown, state: unknown): unknown {
    if (Array.isArray(input) && Array.isArray(state) && input.length === state.length) {
        return input.map((element, index) => projected(element, state[index]));
    }
    if (isBlock(input) && isBlock(state)) {
        return Object.fromEntries(
            Object.keys(input)
                .filter((key) => state[key] !== undefined)
                .map((key) => [key, projected(input[key], state[key])]),
        );
    }
    return state;
}

const isBlock = (value: unknown): value is Properties =>
    value !== null && typeof value === "object" && !Array.isArray(value);

export interface Lifecycle {
    inputs: Properties;
    /** Inputs that the update changes; `undefined` takes one away. */
    change?: Properties;
    /** Checks of the created state beyond "as asked". */
    created?: (state: Properties, id: string) => void;
    context: HandlerContext;
}

/** Takes one resource through create, read, update, delete and a read that finds nothing. */
export async function lifecycle(
    handler: ResourceHandler,
    { inputs, change, created, context }: Lifecycle,
): Promise<void> {
    const asked = { ...handler.defaults, ...inputs };
    const { id, state } = await handler.create(asked, context);
    assertAsAsked(asked, state);
    created?.(state, id);
    assert.deepEqual(await handler.read(id, state, context), state, "read after create");
    let last = state;
    if (change !== undefined) {
        const changed = Object.fromEntries(
            Object.entries({ ...asked, ...change }).filter(([, value]) => value !== undefined),
        );
        const updated = await handler.update?.(id, state, changed, context);
        assert.ok(updated, `${handler.type} has no update`);
        last = updated;
        assertAsAsked(changed, last);
        for (const property of Object.keys(change).filter((key) => change[key] === undefined)) {
            assert.equal(last[property], undefined, `removed ${property}`);
        }
        assert.deepEqual(await handler.read(id, last, context), last, "read after update");
    }
    await handler.delete(id, last, context);
    assert.equal(await handler.read(id, last, context), undefined, "read after delete");
    await handler.delete(id, last, context);
}

/** A VPC with one subnet per zone, for whatever must lie in one. */
export async function subnets(
    context: HandlerContext,
    zones = ["a", "b"],
): Promise<{ vpcId: string; subnetIds: string[] }> {
    const { CreateSubnetCommand, CreateVpcCommand, EC2Client } = await import("@aws-sdk/client-ec2");
    const ec2 = context.client(EC2Client);
    const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.20.0.0/16" }));
    const VpcId = vpc.Vpc?.VpcId;
    assert.ok(VpcId);
    const subnetIds: string[] = [];
    for (const [index, zone] of zones.entries()) {
        const subnet = await ec2.send(
            new CreateSubnetCommand({
                VpcId,
                CidrBlock: `10.20.${index}.0/24`,
                AvailabilityZone: `${context.region}${zone}`,
            }),
        );
        subnetIds.push(subnet.Subnet?.SubnetId ?? "");
    }
    return { vpcId: VpcId, subnetIds };
}

import assert from "node:assert/strict";
import { CreateTagsCommand, AuthorizeSecurityGroupIngressCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DeletePublicAccessBlockCommand, PutPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { Clients } from "../../../../sandbox/cloud/clients";
import { type Properties, UNKNOWN } from "../../../../sandbox/provider/types";
import { awsSchemas, EMULATED_ACCOUNT, type Emulator, startEmulator } from "../../../support/emulator";
import { operation, ref, REGION, World } from "./lifecycles/world";

const vpc = "aws:ec2/vpc:Vpc";
const bucket = "aws:s3/bucket:Bucket";
const budget = "aws:budgets/budget:Budget";

describe("aws provider", () => {
    let emulator: Emulator;
    let clients: Clients;
    let world: World;

    before(async () => {
        emulator = await startEmulator();
        clients = new Clients(emulator.endpoint);
    });
    after(() => emulator.stop());
    beforeEach(() => configured({}));
    afterEach(() => world.clear());

    async function configured(config: Properties): Promise<void> {
        world = new World(awsSchemas(), emulator.endpoint, {});
        await world.provider.configure(config);
    }

    describe("configuration", () => {
        it("refuses an account that the stack is not meant for", async () => {
            await assert.rejects(
                configured({ allowedAccountIds: JSON.stringify(["999999999999"]) }),
                /AWS account 111111111111 is not one of aws:allowedAccountIds \(999999999999\)/,
            );
            await configured({ allowedAccountIds: JSON.stringify([EMULATED_ACCOUNT]) });
        });

        it("refuses endpoints, unknown keys and what is not a region", async () => {
            const failures = await world.provider.checkConfig({
                endpoints: JSON.stringify([{ s3: "https://s3.amazonaws.com" }]),
                regoin: "eu-central-1",
                region: "Frankfurt",
            });
            assert.deepEqual(failures.map(({ property }) => property).sort(), ["endpoints", "region", "regoin"]);
        });

        it("talks to loopback only", () => {
            assert.throws(() => new Clients("https://sts.amazonaws.com"), /must be the loopback address/);
        });
    });

    describe("tags", () => {
        it("merges the provider's default tags, the resource's own winning", async () => {
            const tags = { project: "openhands", owner: "platform" };
            await configured({ defaultTags: JSON.stringify({ tags }) });
            const made = await world.create(vpc, { cidrBlock: "10.0.0.0/16", tags: { owner: "network" } });
            const expected = { project: "openhands", owner: "network" };
            assert.deepEqual(made.inputs.tags, expected);
            assert.deepEqual(made.state.tagsAll, expected);
            const { inputs } = await world.check(vpc, "other", { cidrBlock: "10.0.0.0/16", tags: UNKNOWN });
            assert.equal(inputs.tags, UNKNOWN);
        });
    });

    describe("names", () => {
        it("makes one up once, the same in preview and update, and keeps it", async () => {
            const first = await world.check(bucket, "Logs", {});
            assert.match(String(first.inputs.bucket), /^logs-[0-9a-f]{7}$/);
            assert.deepEqual((await world.check(bucket, "Logs", {})).inputs, first.inputs);
            const second = await world.provider.check({
                ...ref(bucket, "Logs"),
                oldInputs: first.inputs,
                inputs: {},
                randomSeed: Buffer.from("another"),
            });
            assert.equal(second.inputs.bucket, first.inputs.bucket);
        });

        it("deletes before it replaces only where the program chose the name", async () => {
            const named = await world.create(bucket, { bucket: "fixed-name" });
            const unnamed = await world.create(bucket, {});
            const locked = { objectLockEnabled: true };
            assert.equal((await world.diff(named, { ...named.inputs, ...locked })).deleteBeforeReplace, true);
            assert.equal((await world.diff(unnamed, { ...unnamed.inputs, ...locked })).deleteBeforeReplace, false);
        });
    });

    describe("changes", () => {
        it("replaces where CloudFormation says that a property is set at creation only", async () => {
            const made = await world.create(vpc, { cidrBlock: "10.0.0.0/16" });
            const { changes } = await world.diff(made, {
                ...made.inputs,
                cidrBlock: "10.1.0.0/16",
                enableDnsHostnames: true,
            });
            assert.deepEqual(changes, {
                cidrBlock: { kind: "update-replace", inputDiff: true },
                enableDnsHostnames: { kind: "add", inputDiff: true },
            });
        });

        it("replaces a resource that moves to another region, however its region was given", async () => {
            const made = await world.create(vpc, { cidrBlock: "10.0.0.0/16" });
            assert.deepEqual((await world.diff(made, { ...made.inputs, region: REGION })).changes, {});
            const { changes } = await world.diff(made, { ...made.inputs, region: "us-east-1" });
            assert.equal(changes.region?.kind, "update-replace");
        });

        it("refuses what a handler does not know how to set", async () => {
            const { failures } = await world.check(bucket, "data", { versioning: { enabled: true } });
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["versioning"],
            );
            assert.match(failures[0]?.reason ?? "", /use aws\.s3\.BucketVersioning/);
        });
    });

    describe("preview", () => {
        it("knows what the program says and nothing that AWS computes", async () => {
            const { inputs } = await world.check(vpc, "main", { cidrBlock: "10.0.0.0/16" });
            const { state } = await world.provider.create({
                ...ref(vpc, "main"),
                inputs,
                preview: true,
                ...operation(),
            });
            assert.equal(state.cidrBlock, "10.0.0.0/16");
            assert.equal(state.arn, UNKNOWN);
            assert.equal(state.defaultSecurityGroupId, UNKNOWN);
            assert.ok(!("ipv4IpamPoolId" in state), "an optional input that was left out has no value");
        });
    });

    describe("drift", () => {
        const drifted = async (made: Parameters<World["read"]>[0]) => {
            const read = await world.read(made);
            assert.ok(read);
            return read;
        };

        it("shows a tag that somebody added, and plans to remove it", async () => {
            const made = await world.create(vpc, { cidrBlock: "10.0.0.0/16" });
            const ec2 = clients.get(EC2Client, REGION);
            await ec2.send(new CreateTagsCommand({ Resources: [made.id], Tags: [{ Key: "by", Value: "hand" }] }));
            const read = await drifted(made);
            assert.deepEqual(read.state.tags, { by: "hand" });
            const { changes } = await world.diff({ ...made, ...read }, made.inputs);
            assert.deepEqual(changes, { tags: { kind: "delete", inputDiff: true } });
        });

        it("shows a rule that somebody added to a security group", async () => {
            const network = await world.create(vpc, { cidrBlock: "10.0.0.0/16" });
            const made = await world.create("aws:ec2/securityGroup:SecurityGroup", { vpcId: network.id, ingress: [] });
            const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
            const request = new AuthorizeSecurityGroupIngressCommand({ GroupId: made.id, IpPermissions: [rule] });
            await clients.get(EC2Client, REGION).send(request);
            const read = await drifted(made);
            assert.deepEqual(read.inputs.ingress, [
                { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
            ]);
        });

        it("shows a public access block that somebody opened, and its absence", async () => {
            const target = await world.create(bucket, {});
            const type = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
            const made = await world.create(type, {
                bucket: target.id,
                blockPublicAcls: true,
                blockPublicPolicy: true,
            });
            const s3 = clients.get(S3Client, REGION);
            await s3.send(
                new PutPublicAccessBlockCommand({
                    Bucket: target.id,
                    PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: true },
                }),
            );
            const { changes } = await world.diff({ ...made, ...(await drifted(made)) }, made.inputs);
            assert.deepEqual(Object.keys(changes), ["blockPublicAcls"]);
            await s3.send(new DeletePublicAccessBlockCommand({ Bucket: target.id }));
            assert.equal(await world.read(made), undefined);
        });
    });

    describe("errors", () => {
        it("say which resource, which call and what AWS answered", async () => {
            const inputs = { vpcId: "vpc-00000000000000000", cidrBlock: "10.0.0.0/24" };
            await assert.rejects(
                world.create("aws:ec2/subnet:Subnet", inputs),
                /aws:ec2\/subnet:Subnet "thing0": EC2\.CreateSubnet: InvalidVpcID\.NotFound: /,
            );
        });
    });

    describe("recorded types", () => {
        it("have their inputs checked and outputs of plausible shape, the same each time", async () => {
            const inputs = { budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "100", limitUnit: "USD" };
            const made = await world.create(budget, inputs);
            assert.match(
                String(made.state.arn),
                /^arn:aws:budgets:eu-central-1:111111111111:budget\/thing0-[0-9a-f]{7}$/,
            );
            assert.equal(made.state.accountId, EMULATED_ACCOUNT);
            await world.assertNoDrift(made, "after create");
            const { failures } = await world.check(budget, "bad", { budgetTyp: "COST" });
            assert.ok(failures.some(({ property }) => property === "budgetTyp"));
        });
    });

    describe("functions", () => {
        it("answer from the emulator", async () => {
            const identity = await world.provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
            assert.equal(identity.result?.accountId, EMULATED_ACCOUNT);
            const lists = await world.provider.invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", {
                name: "com.amazonaws.global.cloudfront.origin-facing",
            });
            assert.match(String(lists.result?.id), /^pl-/);
        });

        it("are refused by name when they are not modelled or do not exist", async () => {
            await assert.rejects(world.provider.invoke("aws:ec2/getAmi:getAmi", {}), /getAmi is not modelled/);
            await assert.rejects(world.provider.invoke("aws:ec2/getNothing:getNothing", {}), /is not a function of/);
        });
    });
});

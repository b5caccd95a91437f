import { equal, notEqual } from "node:assert/strict";
import { createServer, type AddressInfo, type Server } from "node:net";
import { pickPorts } from "../../../../sandbox/services/ports";

function listen(port = 0): Promise<Server> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => resolve(server));
    });
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe("ports of the services", () => {
    it("gives each name a port of its own, on which a service can listen", async () => {
        const ports = await pickPorts(["a", "b", "c", "d"]);
        equal(new Set(Object.values(ports)).size, 4);
        const servers = await Promise.all(Object.values(ports).map(listen));
        servers.forEach((server) => server.close());
    });

    it("keeps the port of an earlier start while it is free", async () => {
        const earlier = await pickPorts(["emulator"]);
        const later = await pickPorts(["other", "emulator"], earlier);
        equal(later.emulator, earlier.emulator);
        notEqual(later.other, later.emulator);
    });

    it("avoids a port on which somebody else listens by now", async () => {
        const stranger = await listen();
        try {
            const { emulator } = await pickPorts(["emulator"], { emulator: portOf(stranger) });
            notEqual(emulator, portOf(stranger));
        } finally {
            stranger.close();
        }
    });
});

/** A long-running process of the sandbox. */
export interface Service {
    /** Name in `status`, and of its log. */
    name: string;
    command: string;
    args: string[];
    /** Added to the environment of the sandbox itself. */
    env?: Record<string, string>;
    /** It holds state in memory: it is replaced neither when its command line changes nor when it does not answer. */
    volatile?: boolean;
    /** Services that must be healthy first. */
    dependsOn: string[];
    /** Main port, shown by `status`. */
    port?: number;
    /** Resolves when the service answers as it should; rejects with the reason while it does not. */
    healthy(): Promise<void>;
    /** Longest time from start to healthy, in seconds. Default 60. */
    readySeconds?: number;
}

/** The services in such an order that each comes after those that it depends on. */
export function startOrder(services: readonly Service[]): Service[] {
    const byName = new Map(services.map((service) => [service.name, service]));
    const ordered: Service[] = [];
    const visiting = new Set<string>();
    const visit = (service: Service) => {
        if (ordered.includes(service)) {
            return;
        }
        if (visiting.has(service.name)) {
            throw new Error(`services depend on each other in a circle: ${[...visiting, service.name].join(" -> ")}`);
        }
        visiting.add(service.name);
        for (const name of service.dependsOn) {
            const dependency = byName.get(name);
            if (dependency === undefined) {
                throw new Error(`service ${service.name} depends on ${name}, which does not exist`);
            }
            visit(dependency);
        }
        visiting.delete(service.name);
        ordered.push(service);
    };
    services.forEach(visit);
    return ordered;
}

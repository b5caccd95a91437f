import * as pulumi from "@pulumi/pulumi";

/** What a component said about its outputs, and what it has. */
export interface ObservedComponent {
    name: string;
    type: string;
    /** Names given to `registerOutputs`; undefined when the component left that to its base class. */
    registered: string[] | undefined;
    /** Public fields that hold outputs, alone or in an object. */
    fields: string[];
}

interface Internals {
    __name: string;
    __pulumiType: string;
    registerOutputs: (this: Internals, outputs?: object) => void;
}

/**
 * Runs a program and watches the constructors of its components. The engine cannot tell a component that registers its
 * outputs from one that forgets to, because the base class then registers none in its name.
 */
export async function observingComponents<Result>(
    program: () => Promise<Result>,
): Promise<{ result: Result; components: ObservedComponent[] }> {
    const prototype = pulumi.ComponentResource.prototype as unknown as Internals;
    const { registerOutputs } = prototype;
    const calls = new Map<Internals, object | undefined>();
    prototype.registerOutputs = function (this: Internals, outputs?: object) {
        calls.set(this, calls.get(this) ?? outputs);
        registerOutputs.call(this, outputs);
    };
    try {
        const result = await program();
        return { result, components: [...calls].filter(([{ __name }]) => __name).map(observed) };
    } finally {
        prototype.registerOutputs = registerOutputs;
    }
}

function observed([component, outputs]: [Internals, object | undefined]): ObservedComponent {
    return {
        name: component.__name,
        type: component.__pulumiType,
        registered: outputs && Object.keys(outputs),
        fields: Object.entries(component)
            .filter(([key, value]) => key !== "urn" && !key.startsWith("__") && holdsOutput(value))
            .map(([key]) => key),
    };
}

function holdsOutput(value: unknown): boolean {
    if (pulumi.Output.isInstance(value)) {
        return true;
    }
    const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain && Object.values(value).some((inner) => pulumi.Output.isInstance(inner));
}

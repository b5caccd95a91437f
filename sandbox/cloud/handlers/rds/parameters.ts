import type { Parameter } from "@aws-sdk/client-rds";

/** One entry of the `parameters` input of both kinds of parameter group. */
export interface ParameterInput {
    name: string;
    value: string;
    /** `immediate` (default) or `pending-reboot`, which static parameters need. */
    applyMethod?: string;
}

export function toParameters(parameters: unknown): Parameter[] {
    return ((parameters as ParameterInput[] | undefined) ?? []).map(({ name, value, applyMethod }) => ({
        ParameterName: name,
        ParameterValue: value,
        ApplyMethod: (applyMethod ?? "immediate") as Parameter["ApplyMethod"],
    }));
}

/**
 * The parameters the program sets, as they are now. The API lists the family's hundreds of defaults beside them; only those
 * somebody set are reported, which includes one set behind the program's back.
 */
export function fromParameters(recorded: unknown, actual: readonly Parameter[]): ParameterInput[] {
    const asked = (recorded as ParameterInput[] | undefined) ?? [];
    return actual
        .filter((parameter) => parameter.ParameterName !== undefined && (parameter.ParameterValue ?? "") !== "")
        .map((parameter) => {
            const name = parameter.ParameterName ?? "";
            const applyMethod = asked.find((input) => input.name === name)?.applyMethod;
            const reported = parameter.ApplyMethod ?? "immediate";
            return {
                name,
                value: parameter.ParameterValue ?? "",
                // Left out by the program and at its default: the state leaves it out too.
                ...(applyMethod === undefined && reported === "immediate" ? {} : { applyMethod: reported }),
            };
        });
}

/**
 * What to modify so that the parameters recorded as `old` become those of `inputs`. The emulator lacks the reset call; a
 * parameter no longer set gets the empty value there, which {@link fromParameters} takes for none.
 */
export function parameterChanges(old: unknown, inputs: unknown): Parameter[] {
    const wanted = toParameters(inputs);
    const removed = toParameters(old)
        .filter((parameter) => !wanted.some(({ ParameterName }) => ParameterName === parameter.ParameterName))
        .map((parameter) => ({ ...parameter, ParameterValue: "" }));
    return [...wanted, ...removed];
}

/**
 * Read-only to the last property. Lists keep their type, because providers ask for mutable ones in their arguments;
 * `deepFreeze` freezes them all the same.
 */
export type Frozen<T> = T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Frozen<T[Key]> }
      : T;

/** Freezes a tree of plain objects and lists in place. */
export function deepFreeze<T>(value: T): Frozen<T> {
    if (typeof value === "object" && value !== null) {
        Object.values(value).forEach(deepFreeze);
        Object.freeze(value);
    }
    return value as Frozen<T>;
}

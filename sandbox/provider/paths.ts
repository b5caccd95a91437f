/**
 * Pulumi property paths (`a.b[0]`, `metadata.annotations["pulumi.com/skipAwait"]`), written as the engine writes them, so that what a
 * stand-in reports can be compared with what `ignoreChanges` and `replaceOnChanges` say.
 */

export type Segment = string | number;
export type Path = readonly Segment[];

/** The engine quotes every key with a character that would be read as syntax. */
const PLAIN_KEY = /^[^.[\]"]+$/;

export function formatPath(path: Path): string {
    let text = "";
    for (const segment of path) {
        if (typeof segment === "number") {
            text += `[${segment}]`;
        } else if (!PLAIN_KEY.test(segment)) {
            text += `["${segment.replaceAll('"', '\\"')}"]`;
        } else {
            text += text === "" ? segment : `.${segment}`;
        }
    }
    return text;
}

const TOKEN = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|\.?([^.[\]"]+)/y;

/** @throws when the text is not a property path. */
export function parsePath(text: string): Path {
    const path: Segment[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
        const at = TOKEN.lastIndex;
        const token = TOKEN.exec(text);
        if (token === null) {
            throw new Error(`"${text}" is not a property path: unexpected "${text.charAt(at)}" at position ${at}`);
        }
        const [, quoted, index, key] = token;
        if (quoted !== undefined) {
            path.push(quoted.replaceAll('\\"', '"'));
        } else if (index !== undefined) {
            path.push(index === "*" ? index : Number(index));
        } else if (key !== undefined) {
            path.push(key);
        }
    }
    return path;
}

/** True when `path` is what `pattern` names or lies below it; `*` in the pattern stands for any one segment. */
export function isWithin(path: Path, pattern: Path): boolean {
    return (
        pattern.length <= path.length &&
        pattern.every((segment, position) => segment === "*" || segment === path[position])
    );
}

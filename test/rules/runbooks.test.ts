import { deepEqual, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const DIRECTORY = resolve(__dirname, "../../docs/runbooks");
const pages = readdirSync(DIRECTORY).filter((file) => file !== "README.md");
const read = (file: string) => readFileSync(resolve(DIRECTORY, file), "utf8");

/** The anchors that headings of a page get. */
const anchors = (page: string) =>
    [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
            .toLowerCase()
            .replace(/[^\p{L}\p{N} -]/gu, "")
            .replaceAll(" ", "-"),
    );

describe("runbooks", () => {
    for (const page of pages) {
        it(`${page} answers the five questions, with something to paste`, () => {
            const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
            deepEqual(headings, ["What it means", "Look here first", "Mend", "Escalate", "Prevent"]);
            ok(/```(sh|promql)/.test(read(page)), "no command");
        });
    }

    it("lead nowhere that is not there", () => {
        const broken = ["README.md", ...pages].flatMap((page) =>
            [...read(page).matchAll(/\]\(([\w-]+\.md)?(#[\w-]+)?\)/g)]
                .map(([, file = page, anchor]) => ({ file, anchor: anchor?.slice(1) }))
                .filter(
                    ({ file, anchor }) =>
                        !existsSync(resolve(DIRECTORY, file)) ||
                        (anchor !== undefined && !anchors(read(file)).includes(anchor)),
                )
                .map(({ file, anchor = "" }) => `${page}: ${file}#${anchor}`),
        );
        deepEqual(broken, []);
    });

    it("are all listed in the overview", () => {
        const listed = [...read("README.md").matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file);
        deepEqual([...new Set(listed)].sort(), [...pages].sort());
    });
});

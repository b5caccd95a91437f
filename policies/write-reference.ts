import * as fs from "node:fs";
import * as path from "node:path";
import { renderReference } from "./reference";

/** Writes docs/policies.md. */
fs.writeFileSync(path.join(__dirname, "../docs/policies.md"), renderReference());

import { writeFileSync } from "node:fs";

import { configurationReference } from "./reference";

writeFileSync("docs/configuration.md", configurationReference());

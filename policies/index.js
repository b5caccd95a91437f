"use strict";

// The policy runner registers a type-checking TypeScript loader before it loads this file. Type-checking @pulumi/aws at
// run time takes tens of seconds, with whichever compiler it finds, so the pack is loaded through tsx, which only strips
// types; `tsc` has checked them before.
const path = require("node:path");

// @pulumi/policy reads the pack's version from the package.json of the working directory, which is wherever `pulumi`
// was started: the repository's is meant, always.
process.chdir(path.resolve(__dirname, ".."));

require("tsx/cjs");
require("./pack.ts");

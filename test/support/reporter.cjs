"use strict";
const { Spec } = require("mocha").reporters;

/** The spec reporter, closed by one line that a script can read: `N passed, N failed[, N skipped]`. */
module.exports = class SummaryReporter extends Spec {
    epilogue() {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        const skipped = pending > 0 ? `, ${pending} skipped` : "";
        process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
    }
};

#!/bin/sh
# Makes sure of Node.js 22 and of the locked packages, then runs the command that it is given with both.
# Everything after this first step is TypeScript; see sandbox/cli/main.ts.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
sandbox="$root/.sandbox"
required=22

fail() {
    echo "error: $*" >&2
    exit 1
}

is_fit() {
    command -v "$1" >/dev/null && "$1" -e "process.exit(parseInt(process.versions.node) >= $required ? 0 : 1)"
}

# Runs a command of npm; what it writes is shown only when it fails.
run_npm() {
    title=$1
    shift
    log="$sandbox/logs/bootstrap.log"
    mkdir -p "$sandbox/logs"
    echo "  $title: log: ${log#"$root"/}"
    begin=$(date +%s)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" | sed 's/^/  | /' >&2
        if grep -qE 'ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT' "$log"; then
            fail "the npm registry cannot be reached, so that \"$title\" cannot be installed." \
                "Check the network connection and the proxy settings of this machine, then run the same command again."
        fi
        fail "\"$title\" could not be installed"
    fi
    echo "  $title: done in $(($(date +%s) - begin)) s"
}

# The machine's Node.js when it is new enough, else one of the sandbox's own.
ensure_node() {
    if is_fit node; then
        return
    fi
    if ! is_fit "$sandbox/node/bin/node"; then
        command -v npm >/dev/null || fail "Node.js $required or newer is needed: install it and put it on PATH"
        temporary="$sandbox/node.partial"
        rm -rf "$temporary"
        mkdir -p "$temporary/bin"
        cp "$root/sandbox/install/node/package.json" "$root/sandbox/install/node/package-lock.json" "$temporary"
        run_npm "Node.js $required" npm ci --prefix "$temporary" --ignore-scripts --no-audit --no-fund
        found=$(cd "$temporary" && ls -d node_modules/node-*/bin/node 2>/dev/null || true)
        [ -n "$found" ] || fail "there is no Node.js $required for $(uname -sm) to download: install it and put it on PATH"
        ln -s "../$found" "$temporary/bin/node"
        rm -rf "$sandbox/node"
        mv "$temporary" "$sandbox/node"
    fi
    PATH="$sandbox/node/bin:$PATH"
    export PATH
}

# npm records at the very end what it has installed: an installation that was interrupted is not taken for a whole one.
ensure_modules() {
    node "$root/sandbox/install/modules-current.cjs" && return
    (cd "$root" && run_npm "Node packages" npm ci --no-audit --no-fund)
}

ensure_node
ensure_modules
exec "$@"

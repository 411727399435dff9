# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that use other people's programs, once $work names a folder of theirs. They end with `exit $failed`.
failed=0

# The PKCS#11 module's name comes first where a script uses more than one, in turns, as $module.
check() { # check WHAT COMMAND...
    local what=${module:+$(basename "$module"): }$1
    shift
    if "$@" > "$work/out" 2>&1; then
        echo "ok    $what"
    else
        echo "WRONG $what"
        sed 's/^/      /' "$work/out"
        failed=1
    fi
}

fails() { # fails COMMAND...: for check
    ! "$@"
}

says() { # says TEXT COMMAND...: COMMAND succeeds and its output contains TEXT
    local text=$1
    shift
    "$@" > "$work/said" 2>&1 && grep -qF -- "$text" "$work/said" || { cat "$work/said"; return 1; }
}

complains() { # complains TEXT COMMAND...: COMMAND fails and its output contains TEXT
    local text=$1
    shift
    ! "$@" > "$work/said" 2>&1 && grep -qF -- "$text" "$work/said" || { cat "$work/said"; return 1; }
}

# pkcs11-tool on $module, or on $ours where a script uses no other; the PIN from the environment.
tool() { # tool ARGUMENT...
    pkcs11-tool --module "${module:-$ours}" --pin env:PIN "$@" 2> "$work/err" || { cat "$work/err"; return 1; }
}

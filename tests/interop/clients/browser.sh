# SPDX-License-Identifier: Apache-2.0
# Sourced after lib.sh: Chromium as an ordinary user with its own sandbox, where the machine allows user namespaces
# inside of this one.
ordinary_user=(unshare --user --map-user=1000 --map-group=1000)
browser_options=(--lang=en-US --no-first-run --no-default-browser-check --disable-background-networking --disable-gpu
    --password-store=basic)
if ! "${ordinary_user[@]}" unshare --user --pid --fork true 2> /dev/null; then
    ordinary_user=()
    browser_options+=(--no-sandbox)
fi

browser() { # browser HOME [OPTION...]
    local home=$1
    shift
    mkdir -p "$home/tmp"
    HOME=$home TMPDIR=$home/tmp XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache LC_ALL=C.UTF-8 \
        exec "${ordinary_user[@]}" chromium "${browser_options[@]}" --user-data-dir="$home/profile" "$@"
}

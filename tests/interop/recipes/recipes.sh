#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# recipes.sh ISSUED MODULE   inside sandbox.sh: does what docs/integrations.md tells its reader, beside the card in the
# folder ISSUED and with MODULE where a package puts it.
#   A `sh` block is run in a shell of its own, at a terminal where `types: ...` stands before it: there yes, the card's
#   PIN or the same as a password are typed. What the `text` block behind it shows has to appear, in that order.
#   A `sh` block behind `run by FILE` has the programs and options that stand in FILE.
#   The `nginx` block is portal.conf, which every log-in of tests/interop/clients uses; the `toml` block is used.
set -eu
issued=$1
ours=$2
page=$CARD_SOURCE/docs/integrations.md
. "$CARD_SOURCE/tests/interop/clients/lib.sh"
triplet=$(basename "$(dirname "$(pkg-config --variable=p11_module_path p11-kit-1)")")

# The page in pieces: NUMBER.LANGUAGE, and NUMBER.says for the comment before it.
take_apart() {
    mkdir "$work/blocks"
    awk -v folder="$work/blocks" '
        /^<!-- .* -->$/ { comment = $0; next }
        /^```./ && !inside { inside = 1; name = sprintf("%s/%02d", folder, ++count); language = substr($0, 4)
            if (comment) print comment > (name ".says"); comment = ""; printf "" > (name "." language); next }
        /^```$/ { inside = 0; next }
        inside { print > (name "." language) }
        END { exit inside || !count }' "$page"
}

# What the reader has: our files where the package puts them, a portal, an order to sign.
prepare() {
    mkdir -p "$work/home" "$work/runtime" "$work/modules" "$work/libraries" && chmod 700 "$work/runtime"
    cp "$CARD_SOURCE/packaging/idcard.module" "$work/modules"
    cp "$ours" "$(pkg-config --variable=p11_module_path p11-kit-1)/p11-kit-client.so" "$work/libraries"
    mount --bind "$work/modules" "$(pkg-config --variable=p11_module_configs p11-kit-1)"
    mount --bind "$work/libraries" "$(pkg-config --variable=p11_module_path p11-kit-1)"
    mkdir "$work/programs" && ln -s "$(type -P true)" "$work/programs/chromium" # setup looks for it, nobody starts it
    PATH=$work/programs:$PATH
    echo "Pay 1250000 LAK to the Treasury." > "$work/order.txt"
    cp "$work/order.txt" "$work/letter.txt"
}

run_block() { # run_block FILE
    local block=$1 says=${1%.sh}.says type answers=()
    if [ -e "$says" ]; then
        for type in $(sed -n 's/^<!-- types: \(.*\) -->$/\1/p' "$says"); do
            case $type in
            yes) answers+=("Type yes" yes) ;;
            PIN) answers+=(PIN "$PIN") ;;
            password) answers+=(password "$PIN") ;;
            *) return 1 ;;
            esac
        done
        [ ${#answers[@]} -gt 0 ] || return 1
        set -- at_terminal "${answers[@]}" --
    else
        set --
    fi
    # ssh asks the system where its user's home is, which here is another.
    sed "s|x86_64-linux-gnu|$triplet|g; s|https://portal.example/|https://localhost:8443/|
        s|^ssh -G |ssh -F \$HOME/.ssh/config -G |" "$block" > "$work/block"
    (cd "$work" && HOME=$work/home XDG_RUNTIME_DIR=$work/runtime CURL_CA_BUNDLE=$work/site-ca.pem \
        "$@" bash -e -o pipefail "$work/block") > "$work/said" 2>&1 < /dev/null || { cat "$work/block" "$work/said"; return 1; }
}

shows() { # shows FILE: the lines of the text block, in order
    awk 'FILENAME == ARGV[1] { wanted[++count] = $0; next }
        found < count && index($0, wanted[found + 1]) { ++found }
        END { if (found < count) { print "not seen: " wanted[found + 1]; exit 1 } }' "$1" "$work/said" ||
        { cat "$work/said"; return 1; }
}

# Programs and options of the block, in another test and not just in what it says.
stands_in() { # stands_in BLOCK FILE
    local word
    for word in $(grep -oP '(?<![^ "])(-[-a-zA-Z]+|(ssh-add|ssh|pdfsig|java|xmlsec1))(?= |$)' "$1"); do
        sed -E '/^ *#/d; s/^ *check "[^"]*"//' "$CARD_SOURCE/$2" | grep -qE -- "(^|[^a-zA-Z-])$word([^a-zA-Z-]|$)" ||
            { echo "$2 has no $word"; return 1; }
    done
}

# Every option of a block counts, the first after its program as well.
sees_each_option() { # sees_each_option BLOCK FILE
    local option
    for option in $(grep -oE ' -[-a-zA-Z]+' "$1"); do
        sed "s/ $option\b/ -never-heard-of/" "$1" > "$work/changed"
        fails stands_in "$work/changed" "$2" || { echo "nobody misses $option"; return 1; }
    done
}

same_portal() { # same_portal BLOCK
    sed '1,/^$/d' "$CARD_SOURCE/tests/interop/clients/portal.conf" | diff - "$1"
}

settings() { # settings BLOCK: the module takes them, and keeps what it read in their folder
    mkdir -p "$work/home/.config/idcard"
    sed "s|^cache = false|cache = true|; s|^cache_folder = .*|cache_folder = \"$work/cache\"|" "$1" \
        > "$work/home/.config/idcard/idcard.toml"
    HOME=$work/home p11tool --list-all-certs 'pkcs11:model=idcard-lao-1' > /dev/null && [ -n "$(ls "$work/cache")" ] &&
        cp "$1" "$work/home/.config/idcard/idcard.toml"
}

unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME XDG_CACHE_HOME JAVA_HOME OPENSSL_CONF SSH_AUTH_SOCK
take_card
check "the page has blocks" take_apart
make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx
prepare
export LC_ALL=C.UTF-8
for block in "$work"/blocks/*; do
    what="block $(basename "$block"): $(head -n 1 "$block" | cut -c 1-80)"
    case $block in
    *.says) ;;
    *.sh)
        other=$(sed -n 's/^<!-- run by \(.*\) -->$/\1/p' "${block%.sh}.says" 2> /dev/null || true)
        if [ -n "$other" ]; then
            check "$what" stands_in "$block" "$other"
            check "and no other options" sees_each_option "$block" "$other"
        else
            check "$what" run_block "$block"
        fi
        ;;
    *.text) check "$what" shows "$block" ;;
    *.nginx) check "$what" same_portal "$block" ;;
    *.toml) check "$what" settings "$block" ;;
    *) check "$what" false ;;
    esac
done
check "9A's line for sshd" grep -q "^ecdsa-sha2-nistp256 .* PIV AUTH pubkey$" "$work/authorized_keys"
check "the order that was received" cmp "$work/order.txt" "$work/received.txt"
check "setup takes everything back" env HOME="$work/home" idcard setup undo --yes
check "and leaves nothing" test ! -e "$work/home/.ssh" -a ! -e "$work/home/.pki" -a ! -e "$work/home/.config/idcard/openssl.cnf"
exit $failed

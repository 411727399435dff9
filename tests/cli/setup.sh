#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# setup.sh: `idcard setup` for every area, in a home folder of its own: what it shows, writes and refuses, that the
# programs really see the card then, and that `setup undo` leaves every file as it was, byte for byte.
set -u
. "$(dirname "$0")/counter.sh"
module=$CARD_BUILD/lib/idcard-pkcs11.so
export HOME=$PWD/home
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME JAVA_HOME OPENSSL_CONF
record=$HOME/.local/state/idcard/setup
mkdir programs && ln -s "$(type -P true)" programs/chromium # its database is made, whether it is installed or not
PATH=$PWD/programs:$PATH

# A computer that was used before, with links, without a last newline, with modes of its own.
furnish() {
    chmod -R u+w home 2> /dev/null
    rm -rf home && mkdir -p home/.ssh home/dotfiles home/.mozilla/firefox/used.default home/.thunderbird/mail home/.pki
    printf 'Host old.example\n    User somebody' > home/dotfiles/ssh_config
    ln -s ../dotfiles/ssh_config home/.ssh/config
    chmod 640 home/dotfiles/ssh_config
    certutil -N --empty-password -d "sql:$HOME/.mozilla/firefox/used.default" > out 2>&1
    modutil -force -dbdir "sql:$HOME/.mozilla/firefox/used.default" -add Another \
        -libfile "$(echo /usr/lib/*/pkcs11/p11-kit-trust.so)" > out 2>&1
    printf '[Install4F96D1932A9F858E]\r\nDefault=used.default\r\n\r\n[Profile0]\r\nName=default\r\nIsRelative=1\r\nPath=used.default\r\n\r\n[Profile1]\nPath=never-started\n' \
        > home/.mozilla/firefox/profiles.ini
    certutil -N --empty-password -d "sql:$HOME/.thunderbird/mail" > out 2>&1
    printf '[Profile0]\nIsRelative=0\nPath=%s\n' "$HOME/.thunderbird/mail" > home/.thunderbird/profiles.ini
    rm -rf before && cp -a home before
}

# Everything of the home folder but what holds the record.
as_before() {
    rm -f out && diff -r --no-dereference -x .local before home > "$folder/diff" || fail "the home folder differs: $(cat "$folder/diff")"
    [ "$(stat -c %a home/dotfiles/ssh_config)" = 640 ] || fail "the mode of a file was changed"
    [ ! -e "$record" ] || fail "the record is not empty: $(ls "$record")"
}

configured() { # configured AREA...: twice, and the second time there is nothing to do
    run idcard setup "$@" --yes
    exits 0; says "Done. This takes it back: idcard setup undo"
    run idcard setup "$@" --yes
    exits 0; says "Nothing is to be changed."
}

sees() { # sees TEXT COMMAND...
    local text=$1
    shift
    run "$@"
    exits 0; says "$text"
}

insert card.img || exit 1
furnish

# ---- the command itself
for area in browser ssh java openssl; do
    run idcard setup $area --dry-run
    exits 0; says "$module"; says "Nothing was changed."
    run idcard setup $area --json --dry-run
    exits 0; follows setup-1; says '"done": false'
    run setsid --wait idcard setup $area
    error 2 PROGRAM-SECRET-MISSING; complains "--yes"
    run idcard setup $area --json
    exits 2; says PROGRAM-USAGE
    run idcard setup $area --yes --module missing.so
    error 6 PROGRAM-MODULE-MISSING
    run idcard setup $area --yes --module "$0"
    error 6 PROGRAM-MODULE-MISSING; complains "$0"
    run idcard setup $area --yes --module "a module.so"
    error 2 PROGRAM-USAGE; complains "--module"
    run idcard setup $area --root "$PWD" --yes
    error 2 PROGRAM-USAGE
    run env -u HOME idcard setup $area --yes
    error 2 PROGRAM-USAGE; complains "HOME"
done
run idcard setup
error 2 PROGRAM-USAGE
run idcard setup undo mail
error 2 PROGRAM-USAGE
run idcard setup undo --yes
exits 0; says "Nothing is to be changed."
run idcard setup ssh --dry-run --lang lo
exits 0; says "ບໍ່ມີຫຍັງຖືກປ່ຽນ."
run at_terminal "Type yes" no -- idcard setup ssh
exits 6; says "Nothing was changed."
as_before

# ---- ssh
run at_terminal "Type yes" yes -- idcard setup ssh
exits 0; says "+     PKCS11Provider $module"; says "Done."
sees "pkcs11provider $module" ssh -G -F "$HOME/.ssh/config" any.example
sees "user somebody" ssh -G -F "$HOME/.ssh/config" old.example
sees " PIV AUTH pubkey" ssh-keygen -D "$module"
[ -L home/.ssh/config ] || fail "the link became a file"
configured ssh --host '*.example' --host '!old.example'
sees "pkcs11provider $module" ssh -G -F "$HOME/.ssh/config" any.example
run ssh -G -F "$HOME/.ssh/config" old.example
exits 0; nowhere pkcs11provider
run idcard setup ssh --yes --host $'a\nProxyCommand x'
error 2 PROGRAM-USAGE; complains "--host"
run idcard setup undo --json --yes
exits 0; follows setup-1; says '"done": true'
as_before

# What somebody wrote around our part stays, also when this is taken back.
configured ssh
printf 'Host later\n' >> home/.ssh/config
run idcard setup ssh --yes
exits 0; says "Nothing is to be changed."
run idcard setup undo --yes
exits 0
printf 'Host old.example\n    User somebody\nHost later\n' | cmp - home/.ssh/config || fail "more than our part was taken"
# What somebody wrote into it is left, and nothing else is held up.
furnish
configured ssh
configured java
sed -i 's|PKCS11Provider .*|PKCS11Provider /elsewhere.so|' home/dotfiles/ssh_config
cp home/dotfiles/ssh_config changed
for command in "setup undo --yes" "setup ssh --yes"; do
    # shellcheck disable=SC2086
    run idcard $command
    exits 6; complains PROGRAM-SETUP-CHANGED; complains "$HOME/.ssh/config"
done
cmp changed home/.ssh/config || fail "a changed file was written"
[ ! -e home/.config/idcard ] || fail "the other area was not taken back"
grep -q "Host old.example" "$record"/*.before || fail "the earlier content is not kept"
run idcard setup undo --yes --json
exits 6; follows setup-1; says PROGRAM-SETUP-CHANGED
cp before/dotfiles/ssh_config home/dotfiles/ssh_config
run idcard setup undo --yes
exits 0
furnish

# ---- browser
sees "Done." idcard setup browser --yes
for database in .pki/nssdb .mozilla/firefox/used.default .thunderbird/mail; do
    sees "token: Lao ID card" modutil -list -dbdir "sql:$HOME/$database"
    says "Lao PDR identity card"
done
sees "Another" modutil -list -dbdir "sql:$HOME/.mozilla/firefox/used.default"
[ ! -e home/.mozilla/firefox/never-started ] || fail "a profile was made"
run idcard setup browser --yes --module "$module"
exits 0; says "Nothing is to be changed."
run idcard setup undo browser --yes
exits 0
as_before
# The browser has used its database since, and somebody registered another module.
configured browser
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=mine -out mine.pem 2> out
certutil -A -d "sql:$HOME/.pki/nssdb" -n mine -t C,, -i mine.pem
modutil -force -dbdir "sql:$HOME/.pki/nssdb" -add Another -libfile "$(echo /usr/lib/*/pkcs11/p11-kit-trust.so)" > out 2>&1
run idcard setup undo --yes
exits 0
sees "Another" modutil -list -dbdir "sql:$HOME/.pki/nssdb"; nowhere "Lao PDR identity card"
sees "mine" certutil -L -d "sql:$HOME/.pki/nssdb"
furnish
configured browser
certutil -A -d "sql:$HOME/.pki/nssdb" -n mine -t C,, -i mine.pem
run idcard setup undo --yes
exits 0
sees "mine" certutil -L -d "sql:$HOME/.pki/nssdb"
run modutil -list -dbdir "sql:$HOME/.pki/nssdb"
exits 0; nowhere "Lao PDR identity card"
furnish
# Registered by hand before: it is not ours to double or to take back.
modutil -force -dbdir "sql:$HOME/.mozilla/firefox/used.default" -add Mine -libfile "$module" > out 2>&1
cp home/.mozilla/firefox/used.default/pkcs11.txt by-hand
configured browser
cmp by-hand home/.mozilla/firefox/used.default/pkcs11.txt || fail "a module is registered twice"
run idcard setup undo --yes
exits 0
cmp by-hand home/.mozilla/firefox/used.default/pkcs11.txt || fail "what was not ours was taken back"
furnish
# Without Chromium nothing is made for it. Without modutil, with one that fails, and in a folder that cannot be written: nothing is half done.
mkdir -p bin
ln -sf "$(command -v idcard)" "$(command -v sh)" bin
run env PATH="$PWD/bin" HOME="$PWD/bin" idcard setup browser --yes
exits 0; says "Nothing is to be changed."
ln -sf "$(type -P true)" bin/chromium
run env PATH="$PWD/bin" idcard setup browser --yes
error 6 PROGRAM-TOOL-MISSING; complains modutil; complains libnss3-tools
printf '#!/bin/sh\nexit 7\n' > bin/modutil && chmod +x bin/modutil
run env PATH="$PWD/bin" idcard setup browser --yes
error 6 PROGRAM-TOOL-FAILED; complains "modutil -force -dbdir sql:$HOME/.pki/nssdb"
as_before
mkdir home/.config && touch home/.config/idcard # where a folder has to be
cp -a home/.config before/.config
run idcard setup openssl --yes
error 6 PROGRAM-FILE-UNWRITABLE
as_before
# A browser in a sandbox.
mkdir -p home/snap/firefox home/.var/app/org.mozilla.Thunderbird
run idcard setup browser --dry-run
exits 0; says "Firefox (snap) runs in a sandbox"; says "Thunderbird (flatpak) runs in a sandbox"
furnish

# ---- java and openssl
configured java
export PIN
PIN=$(cat pin)
sees "Certificate for PIV Authentication" keytool -J-Djava.security.properties="$HOME/.config/idcard/java.security" \
    -list -keystore NONE -storetype PKCS11 -storepass:env PIN
configured openssl
echo order > order
printf %s "$PIN" > pin-alone
OPENSSL_CONF=$HOME/.config/idcard/openssl.cnf openssl dgst -engine pkcs11 -keyform engine -sha256 \
    -sign "pkcs11:id=%01;type=private;pin-source=file:$PWD/pin-alone" -out signature order > "$folder/out" 2>&1 ||
    fail "OpenSSL does not sign with the card"
[ -s signature ] || fail "no signature"
echo '# mine' >> home/.config/idcard/openssl.cnf
run idcard setup undo --yes
exits 6; complains PROGRAM-SETUP-CHANGED; complains openssl.cnf
rm home/.config/idcard/openssl.cnf
run idcard setup undo --yes
exits 0
as_before

# ---- the system's settings, in a folder
rm -rf system && mkdir -p system/usr/bin system/usr/lib/firefox-esr/distribution system/etc/ssh
touch system/usr/bin/firefox system/usr/bin/firefox-esr
printf '{\n    "policies": {\n        "DisableTelemetry": true,\n        "SecurityDevices": {"Old": "/old.so"}\n    }\n}' \
    > system/usr/lib/firefox-esr/distribution/policies.json
cp -a system system-before
policy() { # policy FILE: names the module
    tr -d ' \n' < "$1" | grep -qF "\"LaoPDRidentitycard\":\"$module\"" || fail "no policy in $1"
}
configured browser --system --root "$PWD/system"
policy system/etc/firefox/policies/policies.json
policy system/usr/lib/firefox-esr/distribution/policies.json # the file that this Firefox reads
[ ! -e system/etc/firefox-esr ] || fail "a second file hides the first"
grep -q '"Old": "/old.so"' system/usr/lib/firefox-esr/distribution/policies.json || fail "a foreign device is lost"
[ "$(stat -c %a system/etc/firefox/policies/policies.json)" = 644 ] || fail "Firefox cannot read its policies"
configured ssh --system --root "$PWD/system"
run idcard setup undo --system --root "$PWD/system" --yes
exits 0
rm -rf system/var # emptied
diff -r system-before system || fail "the system differs"
printf '{"policies": 1}' > system/usr/lib/firefox-esr/distribution/policies.json
run idcard setup browser --system --root "$PWD/system" --yes
error 6 PROGRAM-CONFIG-INVALID; complains policies.json
printf '{\n"policies": {\n]' > system/usr/lib/firefox-esr/distribution/policies.json
run idcard setup browser --system --root "$PWD/system" --yes
error 6 PROGRAM-CONFIG-INVALID; complains "line 3"
[ ! -e system/etc/firefox ] || fail "half of it was done"

# ---- a record that was damaged
configured ssh
for damage in 's/setup-record-1/setup-record-9/' 's/"block"/"blok"/' 's/"entries"/"entry"/' '1s/{/[/'; do
    cp "$record/record.json" record.json
    sed -i "$damage" "$record/record.json"
    run idcard setup undo --yes
    error 6 PROGRAM-CONFIG-INVALID; complains record.json
    cp record.json "$record/record.json"
done
run idcard setup undo --yes
exits 0
as_before

# ---- p11-kit, with the module file that is installed
mkdir -p modules libraries
cp "$CARD_SOURCE/packaging/idcard.module" modules
cp "$module" libraries
mount --bind modules "$(pkg-config --variable=p11_module_configs p11-kit-1)" &&
    mount --bind libraries "$(pkg-config --variable=p11_module_path p11-kit-1)" || fail "no place for modules"
sees "token: Lao ID card" p11-kit list-modules
sees "Label: Lao ID card" p11tool --list-tokens

eject
finish

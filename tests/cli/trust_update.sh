#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust_update.sh: a counter renews its trust from a mirror, nginx with the office's folder over plain HTTP: by changes,
# by the whole, on from where a transfer broke off, and not at all from what is wrong.
set -u
. "$(dirname "$0")/trust_office.sh"
server=$PWD/nginx
mirror=http://127.0.0.1:8081/packages
mkdir -p "$server/logs" site

# start_mirror [RATE]: bytes in a second to each client
start_mirror() {
    cat > "$server/nginx.conf" <<CONF
daemon off;
master_process off; # one process, which changes no user,
user root; # and leaves files to who runs it; in a user namespace there is nobody else
pid nginx.pid;
error_log logs/error.log;
events {}
http {
    log_format short '\$status \$request_uri \$body_bytes_sent';
    access_log logs/access.log short;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {
        listen 127.0.0.1:8081;
        root $PWD/site;
        limit_rate ${1:-0};
        location /elsewhere { return 302 $mirror; }
        location = /portal/latest { alias $PWD/site/packages/latest; }
        location = /portal/trust-4.p7m { return 302 $mirror; }
        location = /shifted/latest { alias $PWD/site/packages/latest; }
        location = /shifted/trust-4.p7m {
            if (\$http_range) { rewrite ^ /shifted-part last; }
            alias $PWD/site/packages/trust-4.p7m;
        }
        location = /shifted-part { add_header Content-Range "bytes 0-999/5000"; return 206 "of another place"; }
        location /whole { alias $PWD/site/packages; max_ranges 0; }
    }
}
CONF
    "$CARD_SERVICES/usr/sbin/nginx" -p "$server" -c nginx.conf -e logs/error.log > "$server/out" 2>&1 < /dev/null &
    echo $! > "$CARD_SANDBOX/nginx.pid" # what sandbox.sh ends, should this script end early
    until (: < /dev/tcp/127.0.0.1/8081) 2> /dev/null; do
        kill -0 "$(cat "$CARD_SANDBOX/nginx.pid")" 2> /dev/null || { cat "$server/out" "$server/logs/error.log" >&2; exit 1; }
        sleep 0.05
    done
}
stop_mirror() {
    local pid
    pid=$(cat "$CARD_SANDBOX/nginx.pid")
    kill "$pid" && wait "$pid"
    rm "$CARD_SANDBOX/nginx.pid"
}
# asked LINE...: exactly this was asked since the last time: status and file
asked() {
    local got wanted
    got=$(sed 's| /packages/| |; s| [0-9]*$||' "$server/logs/access.log")
    wanted=$(printf '%s\n' "$@")
    [ "$got" = "$wanted" ] || fail "asked for: $got"
    : > "$server/logs/access.log"
}
update() { run timeout 60 idcard trust update "$@" --trust "$trust"; }
serve() { # NUMBER: the mirror has the packages up to that one
    rm -rf site/packages && cp -a "$packages" site/packages && rm -f site/packages/.lock
    echo "$1" > site/packages/latest
}

export_at 1 --json
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
for day in 2 3 4 5; do export_at "$day"; done

update $mirror --root "$root"
error 6 PROGRAM-DOWNLOAD-FAILED # nobody is there
start_mirror
serve 1
update $mirror --root "$(wrong "$root")"
error 6 TRUST-PACKAGE-UNTRUSTED
: > "$server/logs/access.log"
update $mirror/ --root "$root" --json
exits 0; follows trust-import-1; has_serial 1
asked "200 latest" "200 trust-1.p7m"
update $mirror
exits 0; says "The installed trust data are the newest."
asked "200 latest"

# By what changed, in one step or several; the whole if a change is missing.
serve 2
update $mirror
exits 0; has_serial 2
asked "200 latest" "200 trust-1-2.p7m"
[ "$(serial "$trust.previous")" = 1 ] || fail "the previous package was not kept"
cp -a counter with-2
serve 4
update $mirror
exits 0; has_serial 4
asked "200 latest" "404 trust-2-4.p7m" "200 trust-2-3.p7m" "200 trust-3-4.p7m"
rm -rf counter && cp -a with-2 counter
rm site/packages/trust-3-4.p7m
update $mirror
exits 0; has_serial 4
asked "200 latest" "404 trust-2-4.p7m" "200 trust-2-3.p7m" "404 trust-3-4.p7m" "200 trust-4.p7m"
back_to_2() { rm -rf counter && cp -a with-2 counter && : > "$server/logs/access.log"; }

# Broken off: by a mirror that goes away, and by a counter that is switched off.
back_to_2
serve 4
rm site/packages/trust-*-*.p7m
whole=site/packages/trust-4.p7m
stop_mirror
start_mirror 2k
part=counter/.trust.download/trust-4.p7m
some_came() { [ -s "$part" ]; }
idcard trust update $mirror --trust "$trust" > "$folder/out" 2> "$folder/err" &
client=$!
_wait_for 20 some_came || fail "nothing comes"
stop_mirror
code=0 last="update from a mirror that goes away"
wait "$client" || code=$?
error 6 PROGRAM-DOWNLOAD-FAILED
has_serial 2
first=$(stat -c %s "$part")
[ "$first" -lt "$(stat -c %s "$whole")" ] || fail "nothing was left to fetch: the test tests nothing"
start_mirror 2k
idcard trust update $mirror --trust "$trust" > "$folder/out" 2> "$folder/err" &
client=$!
more_came() { [ "$(stat -c %s "$part")" -gt "$first" ]; }
_wait_for 20 more_came || fail "nothing more comes"
kill -KILL "$client"
wait "$client" 2> /dev/null
second=$(stat -c %s "$part")
stop_mirror
start_mirror
: > "$server/logs/access.log"
update $mirror
exits 0; has_serial 4
grep -qx "206 /packages/trust-4.p7m $(($(stat -c %s "$whole") - second))" "$server/logs/access.log" ||
    fail "not continued: $(cat "$server/logs/access.log")"
[ ! -e counter/.trust.download ] || fail "something waits"

# Power lost at every write.
cp -a with-2 before2
at_every_write 2 4 idcard trust update $mirror --trust "$trust"

# What waits may be of another file, or the mirror may not continue: then all of it is fetched once more.
back_to_2
mkdir counter/.trust.download
head -c 1000 /dev/zero > $part
update $mirror
exits 0; has_serial 4
asked "200 latest" "404 trust-2-4.p7m" "404 trust-2-3.p7m" "206 trust-4.p7m" "200 trust-4.p7m"
back_to_2
mkdir counter/.trust.download
head -c 1000 $whole > $part
update http://127.0.0.1:8081/whole
exits 0; has_serial 4
[ "$(grep -c trust-4.p7m "$server/logs/access.log")" = 1 ] || fail "fetched twice: $(cat "$server/logs/access.log")"
# A portal that wants a log-in answers with a page: it does not come into the part that waits.
back_to_2
mkdir counter/.trust.download
head -c 1000 $whole > $part
cp $part part
update http://127.0.0.1:8081/portal
error 6 PROGRAM-DOWNLOAD-FAILED
cmp part $part || fail "the part that waited was changed"
update $mirror
exits 0; has_serial 4
grep -q "^206 /packages/trust-4.p7m " "$server/logs/access.log" || fail "the part was of no use"
# Another part than was asked for: all of it, once more.
back_to_2
mkdir counter/.trust.download
cp part $part
update http://127.0.0.1:8081/shifted
exits 0; has_serial 4
# One transfer at a time, and nobody who imports from a file waits for it.
back_to_2
mkdir counter/.trust.download
refused TRUST-PACKAGE-BUSY flock "$PWD/counter/.trust.download" idcard trust update $mirror --trust "$trust"
rm -r counter/.trust.download
stop_mirror
start_mirror 2k
idcard trust update $mirror --trust "$trust" > "$folder/slow" 2>&1 &
client=$!
_wait_for 20 some_came || fail "nothing comes"
import "$packages/trust-3.p7m"
exits 0; has_serial 3
stop_mirror
start_mirror
wait "$client"
update $mirror
exits 0; has_serial 4

# Wrong on the mirror.
back_to_2
refuses_update() { refused "$1" timeout 60 idcard trust update "${2:-$mirror}" --trust "$trust"; }
head -c 3000 "$packages/trust-4.p7m" > $whole
refuses_update TRUST-PACKAGE-INVALID
cp "$packages/trust-2.p7m" $whole
refuses_update PROGRAM-MIRROR-WRONG
cp "$packages/trust-1.p7m" $whole
refuses_update TRUST-PACKAGE-OLD
rm $whole
refuses_update PROGRAM-DOWNLOAD-FAILED
for latest in "" 0 4x 1000000000 -1 "$(printf %0100d 4)"; do
    printf %s "$latest" > site/packages/latest
    refuses_update PROGRAM-DOWNLOAD-FAILED
done
rm site/packages/latest
refuses_update PROGRAM-DOWNLOAD-FAILED
refuses_update PROGRAM-DOWNLOAD-FAILED http://127.0.0.1:8081/elsewhere
refuses_update PROGRAM-DOWNLOAD-FAILED http://127.0.0.1:8082/packages
for url in ftp://127.0.0.1/packages file://$PWD/site/packages http://me@127.0.0.1:8081/packages 127.0.0.1; do
    update "$url"
    error 2 PROGRAM-USAGE
done

# No room for the file that comes.
serve 5
rm -rf counter && mkdir counter && mount -t tmpfs -o size=128k tmpfs counter || exit 1
cp -a with-2/. counter/
dd if=/dev/zero of=counter/filler bs=1k 2> /dev/null
run idcard trust update $mirror --trust "$trust"
error 6 PROGRAM-DISK-FULL
has_serial 2
rm counter/filler
update $mirror
exits 0; has_serial 5
umount counter

# A root that changed while the counter was away, and more packages than changes are followed for a known one.
back_to_2
export_at 6 --new-root
export_at 7 --switch-root
for ((serial = 8; serial <= 36; serial++)); do export_at "$serial"; done
serve 36
rm site/packages/trust-2-3.p7m site/packages/trust-3.p7m
refuses_update TRUST-PACKAGE-UNTRUSTED
# Where a change is missing, the whole package of that number leads on.
serve 36
rm site/packages/trust-2-3.p7m site/packages/trust-6-7.p7m
: > "$server/logs/access.log"
update $mirror
exits 0; has_serial 36
for name in trust-3.p7m trust-7.p7m trust-35-36.p7m; do
    grep -q "^200 /packages/$name " "$server/logs/access.log" || fail "$name was not fetched"
done

stop_mirror
finish

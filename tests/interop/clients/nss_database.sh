# SPDX-License-Identifier: Apache-2.0
# Sourced after lib.sh: databases of NSS, which browsers, mail programs and poppler use.

# Without a password of its own. Trusts the sites' CA for servers, the citizens' CA for documents, and knows the modules.
nss_database() { # nss_database FOLDER MODULE...
    local folder=$1 module
    shift
    mkdir -p "$folder" &&
        certutil -N -d "sql:$folder" --empty-password &&
        certutil -A -d "sql:$folder" -n sites -t C,, -i "$work/site-ca.pem" &&
        certutil -A -d "sql:$folder" -n citizens -t ,C, -i "$work/citizen-ca.pem" || return
    for module in "$@"; do
        modutil -force -dbdir "sql:$folder" -add "$(basename "$module" .so)" -libfile "$module" || return
    done
}

# By what name NSS knows a certificate of a token: TOKEN:LABEL.
nickname() { # nickname FOLDER LABEL
    certutil -L -h all -d "sql:$1" -f "$pin_file" | sed -nE "s/^(.*:$2) +u,u,u *$/\1/p"
}

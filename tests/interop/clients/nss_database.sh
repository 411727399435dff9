# SPDX-License-Identifier: Apache-2.0
# Sourced after lib.sh: databases of NSS, which browsers, mail programs and poppler use.

# Without a password of its own. Trusts the sites' CA, knows the citizen CA and the modules.
nss_database() { # nss_database FOLDER SITE_CA MODULE...
    local folder=$1 site_ca=$2 module
    shift 2
    mkdir -p "$folder"
    certutil -N -d "sql:$folder" --empty-password
    certutil -A -d "sql:$folder" -n "sites" -t C,, -i "$site_ca"
    for module in "$@"; do
        modutil -force -dbdir "sql:$folder" -add "$(basename "$module" .so)" -libfile "$module"
    done
}

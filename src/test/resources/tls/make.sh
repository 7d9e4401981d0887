#!/usr/bin/env bash
# Makes the certificates of the TLS tests anew, in this folder. They hold for a hundred years (but
# for the one that is to be expired), so this is needed only to add one. The keys are no secret.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

sign() { # CSR OUT START END EXTENSIONS, then how openssl ca is to sign
    local csr=$1 out=$2 start=$3 end=$4 extensions=$5
    shift 5
    printf '[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=%s\ndatabase=%s/index\nserial=%s/serial\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n[x]\n%s\n' \
        "$work" "$work" "$work" "$extensions" >"$work/cnf"
    : >"$work/index"
    openssl ca -batch -notext -config "$work/cnf" -extensions x "$@" -in "$csr" -out "$out" \
        -startdate "$start" -enddate "$end" 2>/dev/null
}

authority() { # NAME
    key "$work/$1.key"
    openssl req -new -key "$work/$1.key" -subj "/CN=Sipcast test $1" -out "$work/csr"
    sign "$work/csr" "$1.pem" 20250101000000Z 21250101000000Z \
        $'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign' \
        -selfsign -keyfile "$work/$1.key"
}

leaf() { # NAME AUTHORITY SUBJECT SUBJECTALTNAME [START END]
    key "$1.key"
    openssl req -new -key "$1.key" -subj "$3" -out "$work/csr"
    sign "$work/csr" "$1.pem" "${5:-20250101000000Z}" "${6:-21250101000000Z}" \
        $'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n'"${4:+subjectAltName=$4}" \
        -cert "$2.pem" -keyfile "$work/$2.key"
}

authority ca
authority stranger-ca
leaf server ca /CN=server DNS:sip.example.org,DNS:localhost,IP:127.0.0.1,IP:::1
leaf domain ca /CN=domain URI:sip:example.org,URI:sip:alice@users.example,URI:https://web.example,DNS:host.example.org
leaf other ca /CN=other DNS:pbx.example.net
leaf wildcard ca /CN=wildcard 'DNS:*.example.org'
leaf common-name ca /CN=old.example.org ""
leaf expired ca /CN=expired DNS:sip.example.org,DNS:localhost,IP:127.0.0.1 20200101000000Z 20200201000000Z
leaf stranger stranger-ca /CN=stranger DNS:sip.example.org,DNS:localhost,IP:127.0.0.1
leaf client ca /CN=client DNS:client.example.org

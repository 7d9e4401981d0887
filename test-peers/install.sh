#!/usr/bin/env bash
# Installs the real peers that the interop tests talk to (Debian 12 or newer, root or sudo).
# Starts no service. Does nothing when all of it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(
    sip-tester baresip baresip-core baresip-ffmpeg linphone-cli     # SIP callees
    kamailio kamailio-sqlite-modules kamailio-tls-modules sqlite3   # registrar and proxy
    nginx libnginx-mod-rtmp libnginx-mod-stream             # RTMP servers, TLS before them
    rtmpdump ffmpeg                                         # RTMP players and publishers
    gstreamer1.0-tools gstreamer1.0-plugins-base            # rtmp2sink and rtmp2src
    gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    iproute2                                                # a network namespace for ICE
    chromium                                                # the pages
)
command -v mvn >/dev/null || packages+=(maven)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
playwright=playwright-core@1.55.1
media_server=node-media-server@4.4.3
axe=axe-core@4.10.3

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}"
    sudo=
    if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
    export DEBIAN_FRONTEND=noninteractive
    # Kamailio and nginx must not start by themselves and take their ports.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap '$sudo rm -f $policy' EXIT
        printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
        $sudo chmod +x $policy
    fi
    $sudo apt-get update -qq
    $sudo apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"
fi

# All at once: npm removes what it is not told of.
modules=("$playwright" "$media_server" "$axe")
for module in "${modules[@]}"; do
    if [ ! -d "node_modules/${module%@*}" ]; then
        echo "Installing ${modules[*]}"
        npm install --silent --no-audit --no-fund --no-save --no-package-lock --prefix . \
            "${modules[@]}"
        break
    fi
done

#!/usr/bin/env bash
# Runs SipCost on the built classes.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./sipcast version >/dev/null # builds what has changed
"$(scripts/jdk.sh)/bin/java" -Xmx1g -XX:+UseSerialGC -cp "target/classes:target/lib/*" bench/SipCost.java

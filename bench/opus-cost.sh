#!/usr/bin/env bash
# Runs OpusCost on the built classes.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./sipcast version >/dev/null # builds what has changed
"$(scripts/jdk.sh)/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "target/classes:target/lib/*" bench/OpusCost.java

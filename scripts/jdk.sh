#!/usr/bin/env bash
# Prints the folder of a JDK 25 or newer: JAVA_HOME, else the usual places, else the one on the PATH.
set -u
wanted=25

major() { # the major version of the JDK in folder $1, or nothing
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
    fi
}

fits() {
    local version
    version=$(major "$1")
    [ "${version:-0}" -ge "$wanted" ]
}

on_path=$(command -v javac || true)
if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
fi

for home in "${JAVA_HOME:-}" /usr/lib/jvm/*"$wanted"* /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$on_path"; do
    if [ -n "$home" ] && fits "$home"; then
        echo "$home"
        exit 0
    fi
done

cat >&2 <<EOF
Sipcast needs a JDK $wanted or newer and found none in JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm or on the PATH.
Get one from https://adoptium.net/temurin/releases/?version=$wanted and set JAVA_HOME to its folder.
EOF
exit 1

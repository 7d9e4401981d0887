#!/usr/bin/env bash
# Lets Jazzer look for inputs that break a parser: fuzz.sh TIME (of each target, as 60s, 10m).
# What it learns stays in target/fuzz; what breaks something belongs, once mended, in
# src/test/resources beside the target's class, where every build sees it again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
time=${1:-60s}
case $time in
    *m) seconds=$((${time%m} * 60)) ;;
    *) seconds=${time%s} ;;
esac

targets=(
    fuzz.SipFuzzTest:message fuzz.SipFuzzTest:stream fuzz.SipFuzzTest:header fuzz.SipFuzzTest:uri
    fuzz.MediaFuzzTest:sdp fuzz.MediaFuzzTest:telephoneEvent call.DtmfInfoFuzzTest:body
    fuzz.MediaFuzzTest:amr fuzz.MediaFuzzTest:comfortNoise fuzz.MediaFuzzTest:sound
    fuzz.PicturesFuzzTest:h264 fuzz.PicturesFuzzTest:h265 fuzz.PicturesFuzzTest:vp8
    fuzz.RtmpFuzzTest:handshake fuzz.RtmpFuzzTest:chunks fuzz.RtmpFuzzTest:amf fuzz.RtmpFuzzTest:messages
    fuzz.RtmpFuzzTest:flv fuzz.RtmpFuzzTest:server fuzz.RtmpFuzzTest:client
    fuzz.SessionFuzzTest:datagrams fuzz.IceFuzzTest:stun fuzz.IceFuzzTest:candidate fuzz.IceFuzzTest:agent
    fuzz.EnhancedFuzzTest:tags fuzz.EnhancedFuzzTest:login
)
root=$PWD
mkdir -p target/fuzz
mvn -B -q test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/fuzz/classpath
classpath=$root/target/test-classes:$root/target/classes:$(<target/fuzz/classpath)

failed=()
for target in "${targets[@]}"; do
    class=${target%:*} method=${target#*:}
    work=$root/target/fuzz/$class/$method
    mkdir -p "$work/corpus"
    echo "$class $method for $seconds s"
    (cd "$work" && "$(cd "$root" && scripts/jdk.sh)/bin/java" \
        -XX:+EnableDynamicAgentLoading --sun-misc-unsafe-memory-access=allow \
        -Dlogback.configurationFile=logback-of-tests.xml \
        -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
        --target_class="io.sipcast.$class" --target_method="$method" \
        --instrumentation_includes='io.sipcast.**' -max_total_time="$seconds" \
        corpus "$root/src/test/resources/io/sipcast/${class//.//}Inputs/$method") \
        >"$work/log" 2>&1 || failed+=("$work/log")
    grep '^Done' "$work/log" || true
done
if [ ${#failed[@]} -gt 0 ]; then
    printf 'Something broke: see %s\n' "${failed[@]}" >&2
    exit 1
fi

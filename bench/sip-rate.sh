#!/usr/bin/env bash
# Calls a second through one gateway, to a callee that answers and hangs up (all on loopback):
#   bench/sip-rate.sh CALLS              sipp
#   bench/sip-rate.sh CALLS digest       sipp, which challenges every call
#   bench/sip-rate.sh CALLS URI          a callee that is running already and hangs up by itself
# RATE is how many are asked for a second (600). JAVA_OPTS goes to the gateway. A fifth of the calls
# more comes before, at a third of the rate, to warm it up.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
calls=${1:-1000} mode=${2:-open} rate=${RATE:-600}
port=5897
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT

./sipcast version >/dev/null # builds what has changed
JAVA_HOME=$(scripts/jdk.sh)
"$JAVA_HOME/bin/java" ${JAVA_OPTS:-} --enable-native-access=ALL-UNNAMED -cp "target/classes:target/lib/*" \
    io.sipcast.Main run --set http.port=0 --set rtmp.port=0 --set sip.port=0 \
    >"$work/gateway.log" 2>&1 &
gateway=$!
pids+=($gateway)
for _ in $(seq 100); do
    grep -q 'ready: ' "$work/gateway.log" && break
    sleep 0.2
done
http=$(sed -n 's/.*ready: http \([0-9]*\),.*/\1/p' "$work/gateway.log")
if [ -z "$http" ]; then cat "$work/gateway.log"; exit 1; fi

password=()
case $mode in
    open | digest)
        callee=sip:sipp@127.0.0.1:$port
        if [ "$mode" = digest ]; then
            password=(secret)
            cp bench/sip-uas.xml "$work/uas.xml"
        else
            sed '/<!-- digest -->/,/<!-- open -->/d' bench/sip-uas.xml >"$work/uas.xml"
        fi
        sipp -sf "$work/uas.xml" -i 127.0.0.1 -p $port -nostdin -default_behaviors all,-abortunexp -timeout 120s >"$work/sipp.log" 2>&1 &
        pids+=($!)
        ;;
    *) callee=$mode ;;
esac
sleep 1
place() {
    "$JAVA_HOME/bin/java" bench/SipRate.java "$http" $gateway "$callee" "$1" "$2" ${password[@]+"${password[@]}"}
}
place $((calls / 5)) $((rate / 3)) >/dev/null
place "$calls" "$rate"
echo "How all $((calls / 5 + calls)) ended:"
grep -o ' ended: .*' "$work/gateway.log" | sort | uniq -c | sort -rn | head -5

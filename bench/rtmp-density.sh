#!/usr/bin/env bash
# Publishers and players a core of the embedded RTMP server, beside nginx-rtmp where that is installed,
# in turns (all on loopback):
#   bench/rtmp-density.sh [PUBLISHERS] [PLAYERS]     50 publishers; 1 publisher with 200 players
# KBIT is each stream's rate (600), SECONDS_EACH how long each is looked at (10), ROUNDS how often (2).
# JAVA_OPTS goes to the gateway. What makes the load shares the machine: its cores bound what it can do.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
publishers=${1:-50} players=${2:-200}
port=5893 nginx_port=5895
work=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT

./sipcast version >/dev/null # builds what has changed
JAVA_HOME=$(scripts/jdk.sh)
"$JAVA_HOME/bin/java" ${JAVA_OPTS:-} --enable-native-access=ALL-UNNAMED -cp "target/classes:target/lib/*" \
    io.sipcast.Main run --set http.port=0 --set sip.port=0 --set rtmp.port=$port \
    --set rtmp.max-per-address=5000 --set rtmp.max-connections=5000 >"$work/gateway.log" 2>&1 &
pids+=($!)
servers=("sipcast=$port=$!")

module=/usr/lib/nginx/modules/ngx_rtmp_module.so
if command -v nginx >/dev/null && [ -e $module ]; then
    cat >"$work/nginx.conf" <<END
load_module $module;
worker_processes 1;
daemon off;
master_process off;
pid nginx.pid;
error_log error.log error;
events { worker_connections 4096; }
rtmp {
  access_log off;
  server { listen 127.0.0.1:$nginx_port; chunk_size 4096; application live { live on; } }
}
END
    nginx -p "$work/" -c nginx.conf >"$work/nginx.log" 2>&1 &
    pids+=($!)
    servers+=("nginx=$nginx_port=$!")
fi
for _ in $(seq 100); do
    grep -q 'ready: ' "$work/gateway.log" && break
    sleep 0.2
done
grep -q 'ready: ' "$work/gateway.log" || { cat "$work/gateway.log"; exit 1; }

"$JAVA_HOME/bin/java" -cp "target/classes:target/lib/*" bench/RtmpDensity.java \
    "$publishers" "${KBIT:-600}" "$players" "${SECONDS_EACH:-10}" "${ROUNDS:-2}" "${servers[@]}"

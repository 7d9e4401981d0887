#!/usr/bin/env python3
"""Prints when each picture of an RTP stream left, on loopback: NUMBER SECONDS, where NUMBER counts
pictures of 90000/25 ticks from the first one seen. Needs root (a packet socket). Ends with its input.

  rtp-clock.py PAYLOAD-TYPE
"""
import select
import socket
import struct
import sys
import time

ALL = 0x0003
TICKS = 90000 // 25
payload_type = int(sys.argv[1])
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL))
packets.bind(("lo", 0))
first = {}
last = {}
while True:
    ready, _, _ = select.select([packets, sys.stdin], [], [])
    if sys.stdin in ready:
        break
    frame, (_, protocol, kind, _, _) = packets.recvfrom(2048)
    now = time.time()
    if kind != socket.PACKET_OUTGOING or protocol != 0x0800 or frame[14 + 9] != 17:
        continue
    rtp = frame[14 + 4 * (frame[14] & 15) + 8:]
    if len(rtp) < 12 or rtp[0] >> 6 != 2 or rtp[1] & 127 != payload_type:
        continue
    ticks, ssrc = struct.unpack("!II", rtp[4:12])
    if last.get(ssrc) == ticks:
        continue
    last[ssrc] = ticks
    first.setdefault(ssrc, ticks)
    print(((ticks - first[ssrc]) & 0xFFFFFFFF) // TICKS, "%.6f" % now, flush=True)

package io.sipcast.sip.transaction;

import io.sipcast.sip.message.Method;

/** What a response must bring back (RFC 3261 §17.1.3): CANCEL has the branch of its INVITE. */
record ClientKey(String branch, Method method) {}

package io.sipcast.net;

import org.xbill.DNS.Name;

/**
 * Something to ask DNS.
 *
 * @param name absolute
 * @param type of {@link org.xbill.DNS.Type}
 */
record DnsQuestion(Name name, int type) {}

package io.sipcast.net;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on loopback that says what it was told, over UDP and TCP on one port, and notes
 * each question. It knows no more of DNS than the form of its messages.
 */
public final class DnsStub implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final int TRIES = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Set<String> truncated = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Does not answer at all while it is so. */
    volatile boolean silent;

    public DnsStub() throws IOException {
        tcp = new ServerSocket();
        udp = bind(tcp);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** Binds the listener to a free port whose namesake for UDP is free as well. */
    private static DatagramSocket bind(ServerSocket listener) throws IOException {
        for (int i = 1; ; i++) {
            var datagrams = new DatagramSocket(0, LOOPBACK);
            try {
                listener.bind(datagrams.getLocalSocketAddress());
                return datagrams;
            } catch (BindException e) {
                datagrams.close();
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** Such as {@code "example.com", 60, "SRV", "0 1 5060 sip.example.com."}. */
    public DnsStub record(String name, long ttl, String type, String data) {
        Record record = parsed(name, ttl, type, data);
        records.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new CopyOnWriteArrayList<>())
                .add(record);
        return this;
    }

    private static Record parsed(String name, long ttl, String type, String data) {
        try {
            return Record.fromString(
                    Name.fromString(name, Name.root),
                    Type.value(type),
                    DClass.IN,
                    ttl,
                    data,
                    Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void forget(String name) {
        records.remove(name);
    }

    /** Answers with this code whatever is asked about the name. */
    void fail(String name, int rcode) {
        failures.put(name, rcode);
    }

    /** Over UDP it says only that there is more. */
    void truncate(String name) {
        truncated.add(name);
    }

    /** Such as {@code udp SRV _sip._udp.example.com}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serveUdp() {
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[4096], 4096);
                udp.receive(packet);
                Message query = new Message(copy(packet));
                Message answer = answer(query, "udp");
                if (!silent) {
                    byte[] bytes = answer.toWire();
                    udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // closed, or no query
            }
        }
    }

    private static byte[] copy(DatagramPacket packet) {
        byte[] bytes = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                byte[] bytes = answer(new Message(query), "tcp").toWire();
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(bytes.length);
                out.write(bytes);
                out.flush();
                int _ = in.read(); // until the client has read it
            } catch (IOException _) {
                // closed, or no query
            }
        }
    }

    private Message answer(Message query, String transport) throws TextParseException {
        Record question = query.getQuestion();
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        asked.add(transport + " " + Type.string(question.getType()) + " " + name);
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failures.containsKey(name)) {
            answer.getHeader().setRcode(failures.get(name));
        } else if (transport.equals("udp") && truncated.contains(name)) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            fill(answer, question, name);
        }
        return answer;
    }

    private void fill(Message answer, Record question, String name) {
        List<Record> chain = chain(question, name, 3);
        chain.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (chain.isEmpty()) {
            boolean known = records.containsKey(name);
            answer.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(
                    parsed("example", 300, "SOA", "ns.example. x.example. 1 2 3 4 30"),
                    Section.AUTHORITY);
        }
    }

    /** The records, with the aliases that lead to them. */
    private List<Record> chain(Record question, String name, int aliases) {
        List<Record> found = new ArrayList<>();
        for (Record record : records.getOrDefault(name, List.of())) {
            if (record.getType() == question.getType()) {
                found.add(record);
            } else if (record.getType() == Type.CNAME && aliases > 0) {
                found.add(record);
                String alias = record.rdataToString();
                found.addAll(chain(question, alias.substring(0, alias.length() - 1), aliases - 1));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}

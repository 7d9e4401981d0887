package io.sipcast.sdp;

import java.util.List;

/**
 * The o= line, RFC 8866 §5.2: who made this description and which version of it this is.
 *
 * @param sessionId digits, of any length
 * @param version digits, of any length
 */
public record Origin(String user, String sessionId, String version, Connection address) {
    public Origin {
        Fields.checkOneLine(user);
        Fields.checkOneLine(sessionId);
        Fields.checkOneLine(version);
    }

    static Origin parse(String text) {
        List<String> fields = Fields.split(text);
        if (fields.size() != 6) {
            throw Fields.malformed("o=", text);
        }
        return new Origin(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                Connection.parse(String.join(" ", fields.subList(3, 6))));
    }

    String print() {
        return user + " " + sessionId + " " + version + " " + address.print();
    }

    Origin withVersion(String newVersion) {
        return new Origin(user, sessionId, newVersion, address);
    }
}

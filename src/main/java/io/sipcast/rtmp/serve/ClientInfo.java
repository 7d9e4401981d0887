package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.amf.AmfValue;

/**
 * What a client says of itself in its connect command, §7.2.1.1; what it leaves out is empty.
 *
 * @param app as it was sent: it may have slashes at its end, and a query with secrets in it
 * @param flashVer "FMLE/3.0 ...", "LNX ...", as it likes
 * @param tcUrl the URL it believes to be at; may hold secrets
 */
public record ClientInfo(String app, String flashVer, String tcUrl, String swfUrl, String pageUrl) {
    static final ClientInfo NOTHING = new ClientInfo("", "", "", "", "");

    static ClientInfo of(AmfValue.Fields fields) {
        return new ClientInfo(
                text(fields, "app"),
                text(fields, "flashVer"),
                text(fields, "tcUrl"),
                text(fields, "swfUrl"),
                text(fields, "pageUrl"));
    }

    private static String text(AmfValue.Fields fields, String name) {
        String text = fields.text(name);
        return text == null ? "" : text;
    }

    /** Without the URLs and queries. */
    @Override
    public String toString() {
        return StreamAddress.of(app, "").app() + " " + flashVer;
    }
}

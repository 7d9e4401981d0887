package io.sipcast.rtmp;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpMessage;

/** The information object of onStatus, _result and _error, §7.2.1.1 and §7.2.2. */
public record StatusInfo(String level, String code, String description) {
    /** Finds the object wherever the server put it. */
    public static StatusInfo of(RtmpMessage.Command command) {
        for (AmfValue argument : command.arguments()) {
            if (argument instanceof AmfValue.Fields info && info.text("code") != null) {
                return new StatusInfo(
                        text(info, "level"), text(info, "code"), text(info, "description"));
            }
        }
        return new StatusInfo("", "", "");
    }

    private static String text(AmfValue.Fields info, String field) {
        String text = info.text(field);
        return text == null ? "" : text;
    }

    public boolean isError() {
        return level.equals("error");
    }

    /** The object as it goes out. */
    public AmfValue.Obj print() {
        return AmfValue.object("level", level, "code", code, "description", description);
    }
}

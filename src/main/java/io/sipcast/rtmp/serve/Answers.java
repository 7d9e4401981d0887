package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to commands, §7.2.1 and §7.2.2, with the fields that clients look for. */
final class Answers {
    private final MessageLink link;

    Answers(MessageLink link) {
        this.link = link;
    }

    /**
     * We speak AMF0 whatever the client proposed.
     *
     * @param enhanced whether the client knows enhanced RTMP: then it hears what we take
     */
    static Command connected(double transactionId, boolean enhanced) {
        return Command.of(
                "_result",
                transactionId,
                AmfValue.object("fmsVer", "FMS/3,5,3,888", "capabilities", 31, "mode", 1),
                information(enhanced));
    }

    private static AmfValue information(boolean enhanced) {
        AmfValue.Obj classic =
                AmfValue.object(
                        "level", "status",
                        "code", "NetConnection.Connect.Success",
                        "description", "Connection succeeded.",
                        "objectEncoding", 0);
        if (!enhanced) {
            return classic;
        }
        Map<String, AmfValue> fields = new LinkedHashMap<>(classic.fields());
        fields.putAll(FourCcs.SERVED.fields(FourCcs.CAN_DECODE | FourCcs.CAN_FORWARD));
        return new AmfValue.Obj(fields);
    }

    void failed(Command command) {
        var info = new StatusInfo("error", "NetConnection.Call.Failed", "Unknown command.");
        link.send(0, Command.of("_error", command.transactionId(), AmfValue.NULL, info.print()));
    }

    void result(Command command, AmfValue value) {
        link.send(0, Command.of("_result", command.transactionId(), AmfValue.NULL, value));
    }

    /** Calls the client, which answers nothing. */
    void call(String name, String code, String description) {
        var info = new StatusInfo("status", code, description).print();
        link.send(0, Command.of(name, 0, AmfValue.NULL, info));
    }

    void status(int streamId, String code, String description) {
        status(streamId, "status", code, description);
    }

    void error(int streamId, String code, String description) {
        status(streamId, "error", code, description);
    }

    private void status(int streamId, String level, String code, String description) {
        var info = new StatusInfo(level, code, description).print();
        link.send(streamId, Command.of("onStatus", 0, AmfValue.NULL, info));
    }

    void data(int streamId, AmfValue... values) {
        link.send(streamId, RtmpMessage.Data.of(values));
    }
}

package io.sipcast.rtmp.serve;

import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpMessage.Command;

/** Answers to commands, §7.2.1, with the fields that clients look for. */
final class Answers {
    private Answers() {}

    /** We speak AMF0 whatever the client proposed. */
    static Command connected(double transactionId) {
        return Command.of(
                "_result",
                transactionId,
                AmfValue.object("fmsVer", "FMS/3,5,3,888", "capabilities", 31, "mode", 1),
                AmfValue.object(
                        "level", "status",
                        "code", "NetConnection.Connect.Success",
                        "description", "Connection succeeded.",
                        "objectEncoding", 0));
    }

    static Command failed(Command command) {
        var info = new StatusInfo("error", "NetConnection.Call.Failed", "Unknown command.");
        return Command.of("_error", command.transactionId(), AmfValue.NULL, info.print());
    }
}

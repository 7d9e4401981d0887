package io.sipcast.net;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.media.Format;
import io.sipcast.rtmp.FourCc;
import io.sipcast.rtmp.FourCcs;
import java.util.ArrayList;
import java.util.List;

/** What of enhanced RTMP is worth talking about with a peer, by what a stream has. */
final class Enhanced {
    private Enhanced() {}

    /**
     * What a target is told that it would get. Servers hear of codecs only where there may be some:
     * they may not know the question.
     */
    static FourCcs announced(LiveStream stream, StreamForm form) {
        List<FourCc> codecs = new ArrayList<>();
        Format.Video pictures = stream.pictureFormat();
        if (form.video().mayBeH265()
                && pictures != null
                && pictures.codec() == Format.VideoCodec.H265) {
            codecs.add(FourCc.HEVC);
        }
        if (form.mayBeOpus() && stream.hasOpus()) {
            codecs.add(FourCc.OPUS);
        }
        return codecs.isEmpty() ? FourCcs.NONE : FourCcs.of(codecs.toArray(FourCc[]::new));
    }

    /** What a peer gets that says this of itself. */
    static StreamForm taken(StreamForm form, FourCcs byPeer) {
        StreamForm pictures = byPeer.takesHevc() ? form.with(form.video().withH265()) : form;
        return byPeer.takesOpus() ? pictures.withOpus() : pictures;
    }
}

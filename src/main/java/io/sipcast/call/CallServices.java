package io.sipcast.call;

import io.sipcast.net.LocalAddresses;
import io.sipcast.net.SipDriver;
import java.util.random.RandomGenerator;

/** What every call works with. */
record CallServices(
        SipDriver sip,
        CallMedia.Services media,
        Outlet.Factory outlets,
        LocalAddresses addresses,
        RandomGenerator random,
        LiveCalls.Settings settings,
        Registry registry) {
    /** Knows the calls by name. Called on the call's own thread. */
    interface Registry {
        /** It looks different. */
        void changed(Call call);

        /**
         * Nobody sees or hears of it any more: its names are free. {@link Call#end} is due.
         *
         * @param last what is told of it from now on
         */
        void released(Call call, CallInfo last);

        /** Its thread ends: SIP has nothing left of it. */
        void forgotten(Call call);
    }
}

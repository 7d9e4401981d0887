package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.DtlsIdentity;
import io.sipcast.sdp.Encryption;
import io.sipcast.sip.message.Remarks;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a call whose offer was refused. */
class MediaSecurityTest {
    private static final DtlsIdentity IDENTITY = DtlsIdentity.create(new SecureRandom());

    @ParameterizedTest
    @CsvSource({"415", "488", "606"})
    void whereEncryptionIsRequiredTheRefusalIsExplained(int status) {
        CallEnd end = security(Encryption.REQUIRED).explain(refused(status));
        assertThat(end.sipStatus()).isEqualTo(status);
        assertThat(end.sentence())
                .isEqualTo(
                        "The media could not be encrypted: the callee refused our offer, which is"
                                + " encrypted as rtp.encryption is required (SIP "
                                + status
                                + ").");
    }

    @ParameterizedTest
    @EnumSource
    void anotherRefusalIsWhatItIs(Encryption encryption) {
        CallEnd end = refused(404);
        assertThat(security(encryption).explain(end)).isEqualTo(end);
        assertThat(security(encryption).mayInsist(end)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatWasOfferedIsOfferedAgain(Encryption encryption) {
        assertThat(security(encryption).mayInsist(refused(488)))
                .isEqualTo(encryption == Encryption.OFFERED);
    }

    @Test
    void withoutItThereAreNoKeys() {
        assertThat(security(Encryption.OFF).forMedium().keys()).isEmpty();
        assertThat(security(Encryption.OFF).forMedium().certificate()).isNull();
        assertThat(security(Encryption.ACCEPTED).forMedium().keys()).hasSize(8);
        assertThat(security(Encryption.ACCEPTED).forMedium().keys())
                .as("each medium has its own")
                .isNotEqualTo(security(Encryption.ACCEPTED).forMedium().keys());
    }

    private static CallEnd refused(int status) {
        return new CallEnd.Rejected(status, "No", Remarks.NONE);
    }

    private static MediaSecurity security(Encryption encryption) {
        return new MediaSecurity(encryption, true, true, IDENTITY, new SecureRandom());
    }
}

package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.live.StreamName;
import io.sipcast.net.AddressBlock;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Reception;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.auth.Login;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundRulesTest {
    private static final IpAddress TRUNK = ip("192.0.2.7");
    private static final IpAddress STRANGER = ip("203.0.113.1");
    private static final Guard GUARD = new Guard("sipcast", new Login("a", "b"), Guard.USUAL);

    @ParameterizedTest
    @CsvSource({
        "studio, studio, true",
        "studio, Studio, false",
        "studio, studio2, false",
        "live-*, live-7, true",
        "live-*, live-, true",
        "live-*, alive-7, false",
        "*, +49151, true",
        "*, münchen_1.2~3, true",
        "*, a/b, false",
        "*, a?key=b, false",
        "*, a b, false",
        "a.c, abc, false",
        "*-*, one-two, true"
    })
    void aStarIsAnyTextThatANameMayHave(String called, String user, boolean fits) {
        assertThat(new CalledPattern(called).match(user) != null).isEqualTo(fits);
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        InboundRules rules =
                new InboundRules(
                        List.of(
                                rule("studio", "192.0.2.0/24", null),
                                rule("studio", null, GUARD),
                                rule("*", null, null)),
                        false);

        assertThat(rules.entry("studio", TRUNK)).isEqualTo(new Reception.Entry(0, "studio", null));
        assertThat(rules.entry("studio", STRANGER))
                .isEqualTo(new Reception.Entry(1, "studio", GUARD));
        assertThat(rules.entry("other", STRANGER)).isEqualTo(new Reception.Entry(2, "other", null));
        assertThat(rules.entry("", STRANGER)).isEqualTo(new Reception.Entry(2, "", null));
    }

    @Test
    void withoutARuleNobodyIsCalled() {
        assertThat(new InboundRules(List.of(), false).entry("studio", TRUNK)).isNull();
        InboundRules rules = new InboundRules(List.of(rule("a", "192.0.2.0/24", null)), false);
        assertThat(rules.entry("a", STRANGER)).isNull();
        assertThat(rules.entry("b", TRUNK)).isNull();
    }

    @Test
    void hidesFromThoseThatNoRuleKnows() {
        InboundRule narrow = rule("studio", "192.0.2.0/24", null);
        InboundRules hidden = new InboundRules(List.of(narrow), true);
        assertThat(hidden.hidesFrom(STRANGER)).isTrue();
        assertThat(hidden.hidesFrom(TRUNK)).isFalse();
        assertThat(new InboundRules(List.of(), true).hidesFrom(TRUNK)).isTrue();

        assertThat(new InboundRules(List.of(narrow), false).hidesFrom(STRANGER)).isFalse();
        InboundRules withWide = new InboundRules(List.of(narrow, rule("x", null, GUARD)), true);
        assertThat(withWide.hidesFrom(STRANGER)).isFalse();
    }

    @Test
    void theStreamAndItsTargetsTakeTheTextOfTheStars() throws CallRefused {
        InboundRule rule =
                new InboundRule(
                        "live-*-*",
                        List.of(),
                        null,
                        "studio-$2-$1-$9",
                        List.of(RtmpUrl.parse("rtmp://a.example.org/live/$1?k=$2")),
                        true,
                        false,
                        false);
        CallPlan plan = rule.plan("id", arrival("sip:live-a-b@example.com", "live-a-b"));

        assertThat(plan.stream()).isEqualTo(new StreamName("live", "studio-b-a-$9"));
        assertThat(plan.targets())
                .containsExactly(RtmpUrl.parse("rtmp://a.example.org/live/a?k=b"));
        assertThat(plan.incoming()).isTrue();
        assertThat(plan.request().hasAudio()).isTrue();
        assertThat(plan.request().hasVideo()).isFalse();
        assertThat(plan.request().visibleName()).isEqualTo("Bob");
        assertThat(plan.request().rtmpUrl()).isEqualTo("rtmp://a.example.org/live");
    }

    @Test
    void theStreamHasTheCalledUsersNameByItself() throws CallRefused {
        CallPlan plan = rule("*", null, null).plan("id", arrival("tel:+49-151", "+49151"));

        assertThat(plan.stream()).isEqualTo(new StreamName("live", "+49151"));
        assertThat(plan.targets()).isEmpty();
        assertThat(plan.target()).isNull();
    }

    @Test
    void aUserThatMakesNoNameIsRefused() {
        InboundRule rule = rule("*", null, null);

        assertThatThrownBy(() -> rule.plan("id", arrival("sip:example.com", "")))
                .isInstanceOf(CallRefused.class)
                .hasMessage("the stream name is empty");
    }

    private static InboundRule rule(String called, @Nullable String from, @Nullable Guard guard) {
        List<AddressBlock> blocks =
                from == null ? List.of() : List.of(AddressBlock.parse(from).orElseThrow());
        return new InboundRule(called, blocks, guard, null, List.of(), true, true, false);
    }

    private static Arrival arrival(String uri, String user) {
        return new Arrival(
                new CallHandle(-1),
                new Reception.Entry(0, user, null),
                new Target(Transport.UDP, TRUNK, 5060),
                NameAddr.parse("From", "\"Bob\" <sip:bob@example.net>;tag=x"),
                Uri.parse(uri),
                null);
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}

package io.millrace.tracking.openlineage;

import static io.millrace.tracking.openlineage.StandInEndpoint.cutOff;
import static io.millrace.tracking.openlineage.StandInEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tracking.openlineage.SinkAddress.OfEndpoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending events to an endpoint that is well, and to others. */
@Timeout(60)
final class HttpSinkTest {
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          3,
          Duration.ofMillis(1),
          Duration.ofSeconds(20));

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private StandInEndpoint endpoint;

  @BeforeEach
  void startEndpoint() throws IOException {
    endpoint = new StandInEndpoint();
  }

  @AfterEach
  void stopEndpoint() {
    endpoint.close();
  }

  private HttpSink sink(String key, Patience patience) {
    return new HttpSink(new OfEndpoint(endpoint.address(), key), patience, warnings::add);
  }

  private void send(String... events) {
    try (HttpSink sink = sink("", QUICK)) {
      for (String event : events) {
        sink.send(event);
      }
    }
  }

  private List<String> bodies() {
    return endpoint.seen().stream().map(StandInEndpoint.Seen::body).toList();
  }

  @Test
  void eventsArriveInTheirOrderBeforeTheSinkIsClosed() {
    try (HttpSink sink = sink("geheim", QUICK)) {
      sink.send("{\"a\":\"ä ☕\"}");
      sink.send("{\"b\":2}");
    }

    assertThat(endpoint.seen())
        .containsExactly(
            new StandInEndpoint.Seen(
                "POST", "/api/v1/lineage", "application/json", "Bearer geheim", "{\"a\":\"ä ☕\"}"),
            new StandInEndpoint.Seen(
                "POST", "/api/v1/lineage", "application/json", "Bearer geheim", "{\"b\":2}"));
    assertThat(warnings).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsSentOfIt() {
    send("1");

    assertThat(endpoint.seen().get(0).authorization()).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "429"})
  void whatMayPassIsTriedAgain(int status) {
    endpoint.next(status(status));

    send("1", "2");

    assertThat(bodies()).containsExactly("1", "1", "2");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForAgain() {
    endpoint.next(cutOff());

    send("1");

    assertThat(bodies()).containsExactly("1", "1");
    assertThat(warnings).isEmpty();
  }

  @Test
  void anAnswerThatIsSlowIsNotWaitedFor() {
    endpoint.next(endpoint.mute());

    send("1");

    assertThat(bodies()).containsExactly("1", "1");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | does not let you in (401); set MILLRACE_OPENLINEAGE_API_KEY",
        "403 | does not let you in (403); set MILLRACE_OPENLINEAGE_API_KEY",
        "404 | takes no events there (404); write the whole address, as"
            + " http://HOST:PORT/api/v1/lineage",
        "307 | sends elsewhere (307); write the address that it really has",
        "422 | refuses the event (422); look at its log"
      })
  void whatWillNotPassIsToldAtOnce(int status, String says) {
    endpoint.next(status(status), status(status));

    send("1", "2", "3");

    assertThat(bodies()).containsExactly("1", "2", "3");
    assertThat(warnings)
        .containsExactly(
            "The OpenLineage endpoint at %s %s. The work goes on; OpenLineage events are lost."
                .formatted(endpoint.address(), says),
            "2 of 3 OpenLineage events did not get to %s.".formatted(endpoint.address()));
  }

  @Test
  void anExpiredKeyIsToldAsOne() {
    endpoint.next(status(401));
    try (HttpSink sink = sink("geheim", QUICK)) {
      sink.send("1");
    }

    assertThat(warnings.get(0))
        .contains("correct MILLRACE_OPENLINEAGE_API_KEY: the key may have expired")
        .doesNotContain("geheim");
  }

  @Test
  void afterAnEventWasGivenUpTheNextOnesAreTriedOnceUntilOneIsTaken() {
    endpoint.next(status(500), status(500), status(500), status(500), status(201), status(500));

    send("1", "2", "3", "4");

    assertThat(bodies()).containsExactly("1", "1", "1", "2", "3", "4", "4");
    assertThat(warnings.get(0)).contains("failed (500); look at its log");
    assertThat(warnings.get(1)).startsWith("2 of 4 ");
  }

  @Test
  void anEndpointThatIsDownFailsNothing() {
    endpoint.close();

    send("1", "2");

    assertThat(warnings)
        .containsExactly(
            "The OpenLineage endpoint at %s takes no connection; start it, or correct the address. The work goes on; OpenLineage events are lost."
                .formatted(endpoint.address()),
            "2 of 2 OpenLineage events did not get to %s.".formatted(endpoint.address()));
  }

  @Test
  void aHostThatIsNotKnownIsToldAsOne() {
    OfEndpoint nowhere = new OfEndpoint(URI.create("http://no-such-host.invalid/x"), "");
    try (HttpSink sink = new HttpSink(nowhere, QUICK, warnings::add)) {
      sink.send("1");
    }

    assertThat(warnings.get(0))
        .startsWith(
            "The host of the OpenLineage endpoint at http://no-such-host.invalid/x is not known");
  }

  @Test
  void aCertificateThatIsNotTrustedIsToldAsOne() {
    OfEndpoint secure = new OfEndpoint(URI.create("https://data.example/x"), "");

    assertThat(new Excuses(secure).silent(new SSLHandshakeException("unknown authority")))
        .isEqualTo(
            "The OpenLineage endpoint at https://data.example/x can't be spoken to by TLS (unknown"
                + " authority); correct the address, or trust its certificate");
  }

  @Test
  void whatIsStillOnItsWayWhenTheWorkIsDoneIsLostAndCounted() {
    Patience little =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            3,
            Duration.ofMillis(1),
            Duration.ofMillis(200));
    endpoint.next(endpoint.mute());
    try (HttpSink sink = sink("", little)) {
      sink.send("1");
      sink.send("2");
      sink.send("3");
    }

    assertThat(warnings)
        .containsExactly(
            "The OpenLineage endpoint at %s was too slow: the work was done before its events were taken. The work goes on; OpenLineage events are lost."
                .formatted(endpoint.address()),
            "3 of 3 OpenLineage events did not get to %s.".formatted(endpoint.address()));
  }

  @Test
  void anEventAfterTheEndIsLostAndFailsNothing() {
    HttpSink sink = sink("", QUICK);
    sink.close();
    sink.send("1");
    sink.close();

    assertThat(bodies()).isEmpty();
    assertThat(warnings).hasSize(2);
  }
}

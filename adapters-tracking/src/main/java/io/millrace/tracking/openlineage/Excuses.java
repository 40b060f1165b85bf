package io.millrace.tracking.openlineage;

import io.millrace.tracking.openlineage.SinkAddress.OfEndpoint;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why an endpoint did not take an event, and what to do. */
final class Excuses {
  private final OfEndpoint endpoint;
  private final String where;

  Excuses(OfEndpoint endpoint) {
    this.endpoint = endpoint;
    this.where = "The OpenLineage endpoint at " + endpoint;
  }

  /** An answer that does not say yes. */
  String refused(int status) {
    if (status == 401 || status == 403) {
      return "%s does not let you in (%d); %s"
          .formatted(
              where,
              status,
              endpoint.key().isEmpty()
                  ? "set " + SinkAddress.KEY
                  : "correct " + SinkAddress.KEY + ": the key may have expired");
    }
    if (status == 404 || status == 405) {
      return "%s takes no events there (%d); write the whole address, as http://HOST:PORT%s"
          .formatted(where, status, SinkAddress.USUAL_PATH);
    }
    if (status >= 300 && status < 400) {
      return "%s sends elsewhere (%d); write the address that it really has"
          .formatted(where, status);
    }
    return status == 429
        ? where + " has too many requests (429)"
        : "%s %s (%d); look at its log"
            .formatted(where, status < 500 ? "refuses the event" : "failed", status);
  }

  /** No answer came. */
  String silent(@Nullable Throwable cause) {
    if (cause instanceof UnknownHostException
        || cause != null && cause.getCause() instanceof UnresolvedAddressException) {
      return "The host of the OpenLineage endpoint at %s is not known; correct the address"
          .formatted(endpoint);
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return where + " takes no connection; start it, or correct the address";
    }
    if (cause instanceof SSLException) {
      return "%s can't be spoken to by TLS (%s); correct the address, or trust its certificate"
          .formatted(where, cause.getMessage());
    }
    return "%s broke off (%s); look at its log".formatted(where, cause);
  }

  /** No answer came in time. */
  String mute(Duration patience) {
    return "%s gave no answer within %d s; look at its log".formatted(where, patience.toSeconds());
  }

  /** The work is done, and the event still on its way. */
  String late() {
    return where + " was too slow: the work was done before its events were taken";
  }
}

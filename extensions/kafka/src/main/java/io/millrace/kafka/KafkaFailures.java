package io.millrace.kafka;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Says what a failure of Kafka's clients means. No message holds a setting's value. */
final class KafkaFailures {
  private KafkaFailures() {}

  /** What a client's failure means. */
  static MillraceException explain(Brokers brokers, Throwable failure) {
    @Nullable ConfigException config = in(failure, ConfigException.class).orElse(null);
    if (config != null && isAddress(config)) {
      return unreachable(brokers, "the address is of no known host", failure);
    }
    if (in(failure, SslAuthenticationException.class).isPresent()) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The Kafka brokers at '%s' and this client do not agree on TLS: %s; check ssl.truststore.location, and ssl.keystore.location if the brokers ask for a certificate."
              .formatted(brokers.servers(), tlsReason(failure)),
          failure);
    }
    if (in(failure, AuthenticationException.class).isPresent()) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The Kafka brokers at '%s' do not let the user in; check security.protocol, sasl.mechanism and the credentials in settings."
              .formatted(brokers.servers()),
          failure);
    }
    if (in(failure, AuthorizationException.class).isPresent()) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The Kafka brokers at '%s' do not allow it: %s; ask for the right."
              .formatted(brokers.servers(), reason(failure)),
          failure);
    }
    if (in(failure, RetriableException.class).isPresent()) {
      return unreachable(brokers, reason(failure), failure);
    }
    return new MillraceException(
        StandardError.INVALID_OPTION,
        "Kafka's client for '%s' can't be made: %s; correct settings."
            .formatted(brokers.servers(), refusedSetting(failure)),
        failure);
  }

  private static String tlsReason(Throwable failure) {
    boolean stranger =
        in(failure, CertPathBuilderException.class).isPresent()
            || in(failure, CertPathValidatorException.class).isPresent();
    return stranger
        ? "the brokers' certificate is of nobody whom the trust store holds"
        : reason(failure);
  }

  /** Java's own words for stores that can't be opened are those of cryptographers. */
  private static String refusedSetting(Throwable failure) {
    if (in(failure, UnrecoverableKeyException.class).isPresent()) {
      return "the password of a trust store, a key store or a key is wrong";
    }
    return in(failure, NoSuchFileException.class)
        .map(missing -> "there is no file " + missing.getFile())
        .orElseGet(() -> reason(failure));
  }

  private static boolean isAddress(ConfigException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("bootstrap") && message.contains("resolvable");
  }

  static MillraceException unreachable(Brokers brokers, String reason, Throwable failure) {
    return new MillraceException(
        StandardError.SOURCE_UNREACHABLE,
        "The Kafka brokers at '%s' do not answer within %d seconds (%s); see whether they run, and whether the address and security.protocol are right."
            .formatted(brokers.servers(), brokers.timeout().toSeconds(), reason),
        failure);
  }

  /** What ended a job that read, if it was Kafka. */
  static Optional<MillraceException> reading(Brokers brokers, String what, Throwable failure) {
    boolean lost = in(failure, OffsetOutOfRangeException.class).isPresent() || isDataLoss(failure);
    if (lost) {
      return Optional.of(
          new MillraceException(
              StandardError.SOURCE_CHANGED,
              "Records of %s at '%s' that were to be read are gone: they got too old, or the topic was made anew; read from where there are some, or set failOnDataLoss to false."
                  .formatted(what, brokers.servers()),
              failure));
    }
    boolean silent =
        in(failure, RetriableException.class).isPresent()
            || in(failure, java.util.concurrent.TimeoutException.class)
                .filter(t -> String.valueOf(t.getMessage()).contains("Cannot fetch record"))
                .isPresent();
    if (silent) {
      return Optional.of(
          unreachable(brokers, "while " + what + " was read: " + reason(failure), failure));
    }
    return in(failure, KafkaException.class).map(found -> explain(brokers, found));
  }

  private static boolean isDataLoss(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains("KAFKA_DATA_LOSS")) {
        return true;
      }
    }
    return false;
  }

  /** The first line of the innermost reason. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
      root = root.getCause();
    }
    String line =
        String.valueOf(root.getMessage()).lines().findFirst().orElse(root.getClass().getName());
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  static <T extends Throwable> Optional<T> in(Throwable failure, Class<T> type) {
    int depth = 0;
    for (@Nullable Throwable t = failure; t != null && depth < 50; t = t.getCause(), depth++) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }
}

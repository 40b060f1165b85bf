package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A cluster of brokers, and how it is talked to.
 *
 * @param servers some of its brokers, as users write them
 * @param settings of Kafka's own clients, secrets put in
 * @param timeout how long to wait for an answer
 */
record Brokers(String servers, Map<String, String> settings, Duration timeout) {
  private static final String PREFIX = "kafka.";

  /** Messages name no more topics than this. */
  private static final int SHOWN = 10;

  /** Settings may have the prefix by which Spark tells them from its own. */
  static Brokers of(String servers, Map<String, String> given, Duration timeout) {
    Map<String, String> settings = new LinkedHashMap<>();
    given.forEach(
        (name, value) ->
            settings.put(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, value));
    return new Brokers(servers, settings, timeout);
  }

  /** Whether secrets are not put in, as when a file is only looked at. */
  boolean isSealed() {
    return settings.values().stream().anyMatch(value -> value.contains("${secret:"));
  }

  /** The settings of a client: those given, and how long it waits. */
  Map<String, String> client() {
    Map<String, String> client = new LinkedHashMap<>();
    client.put("default.api.timeout.ms", Long.toString(timeout.toMillis()));
    client.put("request.timeout.ms", Long.toString(Math.min(30_000, timeout.toMillis())));
    client.putAll(settings);
    client.put("bootstrap.servers", servers);
    return client;
  }

  /**
   * Asks the brokers.
   *
   * @throws MillraceException SOURCE_UNREACHABLE, SOURCE_DENIED; INVALID_OPTION, if Kafka refuses a
   *     setting
   */
  <T> T ask(Function<Admin, T> question) {
    Admin admin;
    try {
      admin = Admin.create(Map.<String, Object>copyOf(client()));
    } catch (KafkaException e) {
      throw KafkaFailures.explain(this, e);
    }
    try {
      return question.apply(admin);
    } catch (Refused e) {
      throw KafkaFailures.explain(this, e.reason());
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /** Why there was no answer. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(Throwable reason) {
      super(reason);
    }

    Throwable reason() {
      return requireNonNull(getCause(), "made with its reason");
    }
  }

  /**
   * Waits for an answer.
   *
   * @throws Refused if there is none
   */
  <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Refused(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new Refused(new org.apache.kafka.common.errors.TimeoutException("no answer", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(e);
    }
  }

  /** The cluster's own name. */
  String cluster(Admin admin) {
    return await(admin.describeCluster().clusterId());
  }

  /**
   * The topics, with their partitions.
   *
   * @throws MillraceException MISSING_FILE, if one is not there
   */
  Map<String, TopicDescription> topics(Admin admin, Collection<String> names) {
    try {
      return await(admin.describeTopics(names).allTopicNames());
    } catch (Refused e) {
      if (e.reason() instanceof UnknownTopicOrPartitionException) {
        throw missing(admin, names);
      }
      throw e;
    }
  }

  /**
   * The names that match.
   *
   * @throws MillraceException MISSING_FILE, if none does
   */
  List<String> matching(Admin admin, String pattern) {
    Pattern regex = Pattern.compile(pattern);
    Collection<String> all = await(admin.listTopics().names());
    List<String> found = all.stream().filter(n -> regex.matcher(n).matches()).sorted().toList();
    if (found.isEmpty()) {
      throw new MillraceException(
          StandardError.MISSING_FILE,
          "No topic at '%s' matches the pattern '%s'; %s.".formatted(servers, pattern, shown(all)));
    }
    return found;
  }

  private MillraceException missing(Admin admin, Collection<String> names) {
    Collection<String> all = await(admin.listTopics().names());
    String name = names.stream().filter(n -> !all.contains(n)).findFirst().orElseThrow();
    return new MillraceException(
        StandardError.MISSING_FILE,
        "There is no topic '%s' at '%s'; correct its name, or create it. %s."
            .formatted(name, servers, shown(all)));
  }

  private static String shown(Collection<String> names) {
    if (names.isEmpty()) {
      return "There are none";
    }
    String first = names.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
    return "Topics are " + first + (names.size() > SHOWN ? " and others" : "");
  }
}

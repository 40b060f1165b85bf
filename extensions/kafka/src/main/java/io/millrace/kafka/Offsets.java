package io.millrace.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where reading begins or ends, as users write it. */
sealed interface Offsets {
  ObjectMapper JSON = new ObjectMapper();

  /** How Spark and users write the two ends among offsets. */
  long LATEST = -1;

  long EARLIEST = -2;

  /** At the oldest record that is there. */
  record Earliest() implements Offsets {}

  /** Behind the newest record. */
  record Latest() implements Offsets {}

  /** At the first record of that time or later. */
  record Since(Instant time) implements Offsets {}

  /** Some partitions at a number each. */
  record Listed(Map<TopicPartition, Long> offsets) implements Offsets {
    public Listed {
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static Offsets parse(String option, String text) {
    String plain = text.strip();
    if (plain.equals("earliest")) {
      return new Earliest();
    }
    if (plain.equals("latest")) {
      return new Latest();
    }
    if (plain.startsWith("{")) {
      return new Listed(listed(option, plain));
    }
    try {
      return new Since(Instant.parse(plain));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          option
              + ": '"
              + text
              + "' is none of earliest, latest, a time as 2026-11-20T00:00:00Z, and offsets as"
              + " {\"orders\": {\"0\": 23}}",
          e);
    }
  }

  private static Map<TopicPartition, Long> listed(String option, String text) {
    Map<TopicPartition, Long> offsets = new TreeMap<>(Positions.ORDER);
    try {
      for (Map.Entry<String, JsonNode> topic : JSON.readTree(text).properties()) {
        if (!topic.getValue().isObject()) {
          throw new IllegalArgumentException("no partitions");
        }
        for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
          if (!partition.getValue().canConvertToLong()
              || !partition.getValue().isIntegralNumber()
              || partition.getValue().asLong() < EARLIEST) {
            throw new IllegalArgumentException("no offset");
          }
          offsets.put(
              new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
              partition.getValue().asLong());
        }
      }
      return offsets;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option
              + ": '"
              + text
              + "' lists no offsets; write them as {\"orders\": {\"0\": 23, \"1\": -2}}: topic,"
              + " partition, and a number, -1 for latest or -2 for earliest",
          e);
    }
  }

  /**
   * What to ask the brokers for; null where the number itself is given.
   *
   * @param unlisted what counts for partitions that are not listed
   */
  default @Nullable OffsetSpec spec(TopicPartition partition, OffsetSpec unlisted) {
    if (this instanceof Since since) {
      return OffsetSpec.forTimestamp(since.time().toEpochMilli());
    }
    if (this instanceof Listed listed) {
      Long offset = listed.offsets().get(partition);
      return offset == null ? unlisted : spec(offset);
    }
    return this instanceof Earliest ? OffsetSpec.earliest() : OffsetSpec.latest();
  }

  private static @Nullable OffsetSpec spec(long offset) {
    return offset == LATEST
        ? OffsetSpec.latest()
        : offset == EARLIEST ? OffsetSpec.earliest() : null;
  }
}

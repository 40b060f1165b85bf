package io.millrace.kafka;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics that are read, and what lies in them. */
record TopicSource(Brokers brokers, KafkaOptions options) {
  /** How messages and checkpoints name what is read. */
  String shown() {
    return options.pattern() != null
        ? "topics '" + options.pattern() + "'"
        : (names().size() == 1 ? "topic '" : "topics '") + String.join(",", names()) + "'";
  }

  /** The topics that the options name, in one order. */
  List<String> names() {
    return options.topics() == null ? List.of() : List.copyOf(new TreeSet<>(options.topics()));
  }

  /**
   * What lies between two ends, as it is now.
   *
   * @throws MillraceException MISSING_FILE; INVALID_OPTION, if an end names a partition that is not
   *     read, or lies outside; what {@link Brokers#ask} throws
   */
  Positions positions(Offsets starting, Offsets ending) {
    return brokers.ask(
        admin -> {
          List<TopicPartition> partitions = partitions(admin);
          Map<TopicPartition, Long> first = offsets(admin, partitions, p -> OffsetSpec.earliest());
          Map<TopicPartition, Long> last = offsets(admin, partitions, p -> OffsetSpec.latest());
          Map<TopicPartition, Long> from =
              ends(admin, partitions, "startingOffsets", starting, OffsetSpec.earliest());
          Map<TopicPartition, Long> to =
              ends(admin, partitions, "endingOffsets", ending, OffsetSpec.latest());
          SortedMap<TopicPartition, Positions.Range> ranges = new TreeMap<>(Positions.ORDER);
          for (TopicPartition partition : partitions) {
            ranges.put(
                partition,
                range(
                    partition,
                    from.getOrDefault(partition, -1L),
                    to.getOrDefault(partition, -1L),
                    first.getOrDefault(partition, 0L),
                    last.getOrDefault(partition, 0L)));
          }
          return new Positions(brokers.cluster(admin), ranges);
        });
  }

  /** A time that nothing is as young as has the offset -1: it lies behind the last record. */
  private Positions.Range range(
      TopicPartition partition, long from, long to, long first, long last) {
    long end = to < 0 ? last : to;
    long start = from < 0 ? last : from;
    if (end > last || start > last) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "%s: partition %d of topic '%s' has no offset %d yet; its records end at %d."
              .formatted(
                  start > last ? "startingOffsets" : "endingOffsets",
                  partition.partition(),
                  partition.topic(),
                  Math.max(start, end),
                  last));
    }
    if (start < first && options.failOnDataLoss()) {
      throw new MillraceException(
          StandardError.SOURCE_CHANGED,
          "startingOffsets: the records of partition %d of topic '%s' before offset %d are gone; begin there, or set failOnDataLoss to false."
              .formatted(partition.partition(), partition.topic(), first));
    }
    long begin = Math.max(start, first);
    return new Positions.Range(begin, Math.max(begin, end));
  }

  private List<TopicPartition> partitions(Admin admin) {
    Collection<String> names =
        options.pattern() == null ? names() : brokers.matching(admin, options.pattern());
    List<TopicPartition> partitions = new ArrayList<>();
    brokers
        .topics(admin, names)
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(p -> partitions.add(new TopicPartition(name, p.partition()))));
    return partitions;
  }

  private Map<TopicPartition, Long> ends(
      Admin admin,
      List<TopicPartition> partitions,
      String option,
      Offsets end,
      OffsetSpec unlisted) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    if (end instanceof Offsets.Listed listed) {
      for (TopicPartition partition : listed.offsets().keySet()) {
        if (!partitions.contains(partition)) {
          throw new MillraceException(
              StandardError.INVALID_OPTION,
              "%s: there is no partition %d of topic '%s' among what is read."
                  .formatted(option, partition.partition(), partition.topic()));
        }
      }
      ends.putAll(listed.offsets());
      ends.values().removeIf(offset -> offset < 0);
    }
    List<TopicPartition> asked = partitions.stream().filter(p -> !ends.containsKey(p)).toList();
    ends.putAll(offsets(admin, asked, partition -> end.spec(partition, unlisted)));
    return ends;
  }

  private Map<TopicPartition, Long> offsets(
      Admin admin,
      List<TopicPartition> partitions,
      Function<TopicPartition, @Nullable OffsetSpec> which) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetSpec spec = which.apply(partition);
      if (spec != null) {
        specs.put(partition, spec);
      }
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> found =
        brokers.await(admin.listOffsets(specs).all());
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** Whether these records are still there. */
  boolean holds(Positions positions) {
    return brokers.ask(
        admin -> {
          if (!brokers.cluster(admin).equals(positions.cluster())) {
            return false;
          }
          List<TopicPartition> partitions = List.copyOf(positions.ranges().keySet());
          if (!partitions(admin).containsAll(partitions)) {
            return false;
          }
          Map<TopicPartition, Long> first = offsets(admin, partitions, p -> OffsetSpec.earliest());
          Map<TopicPartition, Long> last = offsets(admin, partitions, p -> OffsetSpec.latest());
          return positions.ranges().entrySet().stream()
              .allMatch(
                  entry ->
                      first.getOrDefault(entry.getKey(), Long.MAX_VALUE) <= entry.getValue().from()
                          && last.getOrDefault(entry.getKey(), -1L) >= entry.getValue().to());
        });
  }
}

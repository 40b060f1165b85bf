package io.millrace.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * What is read of a cluster: of each partition the records from a number up to another one.
 *
 * @param cluster the cluster's own name
 */
record Positions(String cluster, SortedMap<TopicPartition, Range> ranges) {
  static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Records of a partition.
   *
   * @param from the first
   * @param to behind the last
   */
  record Range(long from, long to) {}

  /** Equal texts, equal rows; {@link #parse} reads it. */
  String text() {
    ObjectNode all = JSON.createObjectNode().put("cluster", cluster);
    ObjectNode offsets = all.putObject("offsets");
    ranges.forEach(
        (partition, range) ->
            offsets
                .withObjectProperty(partition.topic())
                .putArray(Integer.toString(partition.partition()))
                .add(range.from())
                .add(range.to()));
    return all.toString();
  }

  /** Of such a text. */
  static Positions parse(String text) {
    try {
      JsonNode all = JSON.readTree(text);
      SortedMap<TopicPartition, Range> ranges = new TreeMap<>(ORDER);
      for (Map.Entry<String, JsonNode> topic : all.get("offsets").properties()) {
        for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
          ranges.put(
              new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
              new Range(
                  partition.getValue().get(0).asLong(), partition.getValue().get(1).asLong()));
        }
      }
      return new Positions(all.get("cluster").asText(), ranges);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no positions: " + text, e);
    }
  }

  /**
   * How many numbers there are; where a topic is compacted, or transactions were, fewer records.
   */
  long count() {
    return ranges.values().stream().mapToLong(range -> range.to() - range.from()).sum();
  }

  /** The partitions, as Spark's option {@code assign} takes them. */
  String assigned() {
    ObjectNode all = JSON.createObjectNode();
    ranges.keySet().forEach(p -> topic(all, p.topic()).add(p.partition()));
    return all.toString();
  }

  private static ArrayNode topic(ObjectNode all, String name) {
    return all.withArrayProperty(name);
  }

  /** One number a partition, as Spark's options take them. */
  String offsets(ToLongFunction<Range> which) {
    ObjectNode all = JSON.createObjectNode();
    ranges.forEach(
        (partition, range) ->
            all.withObjectProperty(partition.topic())
                .put(Integer.toString(partition.partition()), which.applyAsLong(range)));
    return all.toString();
  }
}

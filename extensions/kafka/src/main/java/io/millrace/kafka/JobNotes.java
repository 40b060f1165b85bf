package io.millrace.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.output.Written;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which jobs wrote a topic, kept by the brokers as the note of a consumer group of the job's own:
 * nothing but rows lies in the topic. Brokers forget such notes after {@code
 * offsets.retention.minutes}, seven days unless set.
 */
record JobNotes(Brokers brokers, String topic) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TopicPartition place() {
    return new TopicPartition(topic, 0);
  }

  private static String group(EffectKey key) {
    return "millrace-" + key.run() + "-" + key.stage();
  }

  Optional<Written> find(EffectKey key) {
    String group = group(key);
    Map<TopicPartition, OffsetAndMetadata> found =
        brokers.ask(
            admin ->
                brokers.await(
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
    return Optional.ofNullable(found.get(place())).map(note -> written(note.metadata()));
  }

  private static Written written(String note) {
    try {
      JsonNode read = JSON.readTree(note);
      return new Written(read.path("content").asText(), read.path("rows").asLong(-1), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the note of a job is no JSON: " + note, e);
    }
  }

  void add(EffectKey key, long rows) {
    String note =
        JSON.createObjectNode().put("content", key.fingerprint()).put("rows", rows).toString();
    brokers.ask(
        admin ->
            brokers.await(
                admin
                    .alterConsumerGroupOffsets(
                        group(key), Map.of(place(), new OffsetAndMetadata(rows, note)))
                    .all()));
  }
}

package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.github.embeddedkafka.EmbeddedK;
import io.github.embeddedkafka.EmbeddedKafka$;
import io.github.embeddedkafka.EmbeddedKafkaConfig;
import io.github.embeddedkafka.EmbeddedKafkaConfig$;
import io.github.embeddedkafka.EmbeddedZ;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A broker in this JVM, which keeps its port and its records when it is stopped and started. */
final class TestBroker implements AutoCloseable {
  private final EmbeddedKafkaConfig config;
  private final Path logs;
  private final EmbeddedZ registry;
  private @Nullable EmbeddedK server;
  private Map<String, String> own = Map.of();

  private TestBroker(EmbeddedKafkaConfig config, Path directory) throws IOException {
    this.config = config;
    logs = Files.createDirectories(directory.resolve("kafka"));
    registry =
        EmbeddedKafka$.MODULE$.startZooKeeper(
            Files.createDirectories(directory.resolve("zookeeper")), config);
    up();
  }

  static TestBroker in(Path directory) throws IOException {
    return with(directory, freePort(), Map.of());
  }

  static TestBroker with(Path directory, int port, Map<String, String> settings)
      throws IOException {
    return new TestBroker(
        EmbeddedKafkaConfig$.MODULE$.apply(
            port, freePort(), scalaMap(settings), scalaMap(Map.of()), scalaMap(Map.of())),
        directory);
  }

  private static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> map) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Uses these settings itself from now on. */
  void as(Map<String, String> settings) {
    own = Map.copyOf(settings);
  }

  private Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(own);
    client.put("bootstrap.servers", address());
    return client;
  }

  String address() {
    return "localhost:" + config.kafkaPort();
  }

  void up() {
    server = EmbeddedKafka$.MODULE$.startKafka(logs, Option.empty(), config);
  }

  void down() {
    requireNonNull(server).stop(false);
    server = null;
  }

  @Override
  public void close() {
    if (server != null) {
      down();
    }
    registry.stop(false);
  }

  private <T> T admin(java.util.function.Function<Admin, T> work) {
    try (Admin admin = Admin.create(client())) {
      return work.apply(admin);
    }
  }

  /** Lets somebody in by SCRAM-SHA-512. */
  void user(String name, String password) {
    ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    admin(
        admin -> {
          try {
            return admin
                .alterUserScramCredentials(
                    List.of(new UserScramCredentialUpsertion(name, kind, password)))
                .all()
                .get();
          } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  void topic(String name, int partitions, Map<String, String> settings) {
    admin(
        admin -> {
          NewTopic topic =
              new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
          try {
            return admin.createTopics(List.of(topic)).all().get();
          } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  void topic(String name, int partitions) {
    topic(name, partitions, Map.of());
  }

  /** Records of one partition, in order: key and value. */
  void send(String topic, int partition, @Nullable String... keysAndValues) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < keysAndValues.length; i += 2) {
        producer.send(
            new ProducerRecord<>(
                topic, partition, bytes(keysAndValues[i]), bytes(keysAndValues[i + 1])));
      }
      producer.flush();
    }
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** All that lies in a topic, as {@code key=value}. */
  List<String> records(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<String> records = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(p -> consumer.position(p) < requireNonNull(ends.get(p)))) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
          records.add(text(found.key()) + "=" + text(found.value()));
        }
      }
      return records;
    }
  }
}

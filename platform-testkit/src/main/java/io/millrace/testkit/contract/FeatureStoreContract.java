package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.api.store.Publication;
import io.millrace.api.store.Publication.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FeatureStore} keeps to. */
public abstract class FeatureStoreContract<D> {
  private static final String AREA = "area in `m²`.\"x\"";
  private static final Schema HOUSES =
      Schema.of(
          Column.nullable("id", Simple.INT),
          Column.nullable("city", Simple.STRING),
          Column.nullable(AREA, Simple.DOUBLE));

  private FeatureStore<D> store;

  /** For subclasses. */
  protected FeatureStoreContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract FeatureStore<D> open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @SafeVarargs
  private D houses(List<@Nullable Object>... rows) {
    return frames().frame(HOUSES, List.of(rows));
  }

  private static Publication publication(Mode mode, String... keys) {
    return new Publication("houses", mode, List.of(keys), false);
  }

  private static EffectKey key(String run) {
    return new EffectKey(run, "features", "f-" + run);
  }

  private FeatureVersion publish(D frame, Mode mode, String run, String... keys) {
    return store.publish(frame, publication(mode, keys), key(run));
  }

  private List<List<@Nullable Object>> rows(long version) {
    return frames().rows(open().read("houses", version));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(ErrorCode code, Runnable call) {
    AbstractThrowableAssert<?, ?> refused =
        assertThatThrownBy(call::run).hasMessageContaining("houses");
    refused
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(code);
    return refused;
  }

  @Test
  void anEmptyStoreHoldsNothing() {
    assertThat(store.tables()).isEmpty();
    assertThat(store.history("houses")).isEmpty();
    assertThat(store.latest("houses")).isEmpty();
    assertThat(store.version("houses", 0)).isEmpty();
    assertThat(store.versionAsOf("houses", Instant.now())).isEmpty();
    assertRefused(StandardError.NOT_FOUND, () -> store.read("houses", 0));
    assertRefused(StandardError.NOT_FOUND, () -> store.schema("houses", 0));
  }

  @Test
  void eachPublicationMakesAVersionAndChangesNoneBefore() {
    Instant before = Instant.now().minus(Duration.ofSeconds(2));
    FeatureVersion first = publish(houses(row(1, "Ulm", 1.5)), Mode.OVERWRITE, "r1");
    FeatureVersion second = publish(houses(row(2, null, null)), Mode.OVERWRITE, "r2");

    assertThat(first.table()).isEqualTo("houses");
    assertThat(first.version()).isZero();
    assertThat(first.run()).isEqualTo("r1");
    assertThat(second.version()).isEqualTo(1);
    assertThat(rows(0)).containsExactly(row(1, "Ulm", 1.5));
    assertThat(rows(1)).containsExactly(row(2, null, null));
    assertThat(open().tables()).containsExactly("houses");
    assertThat(open().history("houses"))
        .extracting(FeatureVersion::version)
        .containsExactly(1L, 0L);
    assertThat(store.versionAsOf("houses", before)).isEmpty();
    assertThat(store.versionAsOf("houses", first.time()).orElseThrow().version()).isZero();
    assertThat(store.schema("houses", 1).names()).isEqualTo(HOUSES.names());
    assertThat(store.location("houses")).isNotEmpty();
    assertRefused(StandardError.NOT_FOUND, () -> store.read("houses", 2));
  }

  @Test
  void aRepeatWithTheSameKeyGivesTheFirstVersion() {
    FeatureVersion first = publish(houses(row(1, "Ulm", 1.5)), Mode.APPEND, "r1");
    publish(houses(row(2, "Bonn", 2.5)), Mode.APPEND, "r2");

    FeatureVersion repeated =
        open().publish(houses(row(1, "Ulm", 1.5)), publication(Mode.APPEND), key("r1"));

    assertThat(repeated.version()).isEqualTo(first.version());
    assertThat(repeated.run()).isEqualTo("r1");
    assertThat(store.history("houses")).hasSize(2);
    assertThat(rows(1)).containsExactlyInAnyOrder(row(1, "Ulm", 1.5), row(2, "Bonn", 2.5));
  }

  @Test
  void mergedRowsReplaceThoseWithTheirKey() {
    publish(houses(row(1, "Ulm", 1.5), row(1, "Bonn", 2.5)), Mode.MERGE, "r1", "id", "city");

    publish(houses(row(1, "Bonn", 9.0), row(2, "Bonn", 3.5)), Mode.MERGE, "r2", "id", "city");

    assertThat(rows(1))
        .containsExactlyInAnyOrder(row(1, "Ulm", 1.5), row(1, "Bonn", 9.0), row(2, "Bonn", 3.5));
  }

  @Test
  void twoRowsWithOneKeyAreRefusedAndNothingIsVisible() {
    D twice = houses(row(1, "Ulm", 1.5), row(1, "Bonn", 2.5));

    assertRefused(StandardError.DUPLICATE_KEYS, () -> publish(twice, Mode.OVERWRITE, "r1", "id"))
        .hasMessageContaining("id");
    assertThat(open().history("houses")).isEmpty();
    assertThat(open().tables()).isEmpty();

    publish(houses(row(1, "Ulm", 1.5)), Mode.OVERWRITE, "r2", "id");
    assertRefused(StandardError.DUPLICATE_KEYS, () -> publish(twice, Mode.MERGE, "r3", "id"));
    assertRefused(
        StandardError.DUPLICATE_KEYS,
        () -> publish(houses(row(1, "Kiel", 1.0)), Mode.APPEND, "r4", "id"));
    assertThat(open().history("houses")).hasSize(1);
  }

  @Test
  void anotherSchemaIsRefusedUnlessTheTableMayEvolve() {
    publish(houses(row(1, "Ulm", 1.5)), Mode.OVERWRITE, "r1");
    D more =
        frames()
            .frame(
                HOUSES.with(Column.nullable("rooms", Simple.INT)), List.of(row(2, "Bonn", 2.5, 4)));
    D less = frames().frame(HOUSES.without(java.util.Set.of("city")), List.of(row(3, 3.5)));
    D other =
        frames()
            .frame(
                HOUSES.with(Column.nullable("id", Simple.STRING)), List.of(row("x", "Ulm", 1.5)));

    for (Mode mode : List.of(Mode.APPEND, Mode.OVERWRITE)) {
      assertRefused(StandardError.SCHEMA_MISMATCH, () -> publish(more, mode, "r2"))
          .hasMessageContaining("rooms");
      assertRefused(StandardError.SCHEMA_MISMATCH, () -> publish(less, mode, "r3"));
      assertRefused(StandardError.SCHEMA_MISMATCH, () -> publish(other, mode, "r4"))
          .hasMessageContaining("id");
    }
    assertThat(store.history("houses")).hasSize(1);
  }

  @Test
  void aTableThatMayEvolveGetsNewColumnsAndWiderTypes() {
    publish(houses(row(1, "Ulm", 1.5)), Mode.OVERWRITE, "r1");
    Schema wider =
        HOUSES.with(Column.nullable("id", Simple.LONG), Column.nullable("rooms", Simple.INT));
    D frame = frames().frame(wider, List.of(row(1L << 40, "Bonn", 2.5, 4)));

    store.publish(frame, new Publication("houses", Mode.APPEND, List.of(), true), key("r2"));

    assertThat(store.schema("houses", 1).names()).isEqualTo(wider.names());
    assertThat(store.schema("houses", 1).require("id").type()).isEqualTo(Simple.LONG);
    assertThat(rows(1))
        .containsExactlyInAnyOrder(row(1L, "Ulm", 1.5, null), row(1L << 40, "Bonn", 2.5, 4));
    assertThat(store.schema("houses", 0).names()).isEqualTo(HOUSES.names());
    assertThat(rows(0)).containsExactly(row(1, "Ulm", 1.5));
  }

  @Test
  void theOrderOfColumnsDoesNotMakeAnotherSchema() {
    publish(houses(row(1, "Ulm", 1.5)), Mode.OVERWRITE, "r1");
    Schema turned = Schema.of(HOUSES.require(AREA), HOUSES.require("city"), HOUSES.require("id"));

    publish(frames().frame(turned, List.of(row(2.5, "Bonn", 2))), Mode.APPEND, "r2");

    assertThat(rows(1)).containsExactlyInAnyOrder(row(1, "Ulm", 1.5), row(2, "Bonn", 2.5));
  }

  @Test
  void aNameOrAKeyThatCannotBeIsRefused() {
    D frame = houses(row(1, "Ulm", 1.5));

    assertThatThrownBy(
            () ->
                store.publish(
                    frame, new Publication("../x", Mode.APPEND, List.of(), false), key("r1")))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("../x");
    assertThatThrownBy(() -> publish(frame, Mode.OVERWRITE, "r1", "nokey"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("nokey");
    assertThat(store.tables()).isEmpty();
  }

  @Test
  void publicationsAtTheSameTimeAllMakeTheirVersion() {
    int writers = concurrentWriters();
    List<FeatureVersion> made =
        Crowd.of(
            writers,
            i ->
                open().publish(houses(row(i, "Ulm", 1.0)), publication(Mode.APPEND), key("r" + i)));

    assertThat(made)
        .extracting(FeatureVersion::version)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, writers).boxed().toList());
    assertThat(rows(writers - 1L)).hasSize(writers);
  }

  /** How many publish at once; fewer for a slow store. */
  protected int concurrentWriters() {
    return 20;
  }
}

package io.millrace.testkit.contract;

import static java.util.Objects.requireNonNull;

import io.millrace.api.EvaluationTable;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A stage context for testing a stage; remembers what the stage noted. */
public final class TestStageContext<D> implements StageContext<D> {
  private final Builder<D> given;
  private final Map<String, String> facts = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, EvaluationTable> tables =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, EvaluationTable> curves =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AtomicLong rows = new AtomicLong(-1);
  private volatile boolean cancelled;
  private @Nullable Path scratch;

  private TestStageContext(Builder<D> given) {
    this.given = given;
    this.scratch = given.scratch;
  }

  /** For a stage that needs nothing around it. */
  public static <D> TestStageContext<D> of(String stage) {
    return TestStageContext.<D>builder(stage).build();
  }

  /** For a stage of that id. */
  public static <D> Builder<D> builder(String stage) {
    return new Builder<>(stage);
  }

  /** What the stage noted, in order. */
  public Map<String, String> facts() {
    return new LinkedHashMap<>(facts);
  }

  /** The tables that the stage noted, by their names. */
  public Map<String, EvaluationTable> tables() {
    return new LinkedHashMap<>(tables);
  }

  /** The table of that name, which was noted. */
  public EvaluationTable noted(String name) {
    return requireNonNull(tables().get(name), () -> "there is no table " + name);
  }

  /** The curves that the stage noted, by their names. */
  public Map<String, EvaluationTable> curves() {
    return new LinkedHashMap<>(curves);
  }

  /** What the stage warned of, in order. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** How many rows the stage said that it worked on, if it did. */
  public OptionalLong rows() {
    return rows.get() < 0 ? OptionalLong.empty() : OptionalLong.of(rows.get());
  }

  /** Lets {@link #checkCancelled} throw from now on. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public String stage() {
    return given.stage;
  }

  @Override
  public long seed() {
    return given.seed;
  }

  @Override
  public EffectKey effect() {
    return given.effect;
  }

  @Override
  public FeatureStore<D> features() {
    return given(given.features, "feature store");
  }

  @Override
  public ModelRegistry models() {
    return given(given.models, "model registry");
  }

  /** Whatever the alias names now, in the name of {@code test}. */
  @Override
  public AliasMove promote(ModelVersion version, String alias) {
    return models()
        .moveAlias(
            AliasChange.move(
                version.model(),
                alias,
                version.version(),
                "test",
                "run " + given.effect.run(),
                Instant.now()));
  }

  private static <T> T given(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("this test gave its stage no " + what);
    }
    return value;
  }

  /** The given directory, else a temporary one that is made at the first call. */
  @Override
  public synchronized Path scratch() {
    try {
      scratch = scratch == null ? Files.createTempDirectory("scratch") : scratch;
      return scratch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void fact(String name, String value) {
    facts.put(name, value);
  }

  @Override
  public void table(EvaluationTable table) {
    tables.put(table.name(), table);
  }

  @Override
  public void curve(EvaluationTable curve) {
    curves.put(curve.name(), curve);
  }

  @Override
  public void rows(long count) {
    rows.set(count);
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public void checkCancelled() {
    if (cancelled) {
      throw new CancellationException("the test cancelled stage '" + given.stage + "'");
    }
  }

  /** Says what is around the stage. */
  public static final class Builder<D> {
    private final String stage;
    private long seed = 42;
    private EffectKey effect;
    private @Nullable FeatureStore<D> features;
    private @Nullable ModelRegistry models;
    private @Nullable Path scratch;

    private Builder(String stage) {
      this.stage = requireNonNull(stage, "stage is null");
      this.effect = new EffectKey("run-1", stage, "fingerprint-of-" + stage);
    }

    /** The seed; 42 unless given. */
    public Builder<D> seed(long value) {
      seed = value;
      return this;
    }

    /** The effect; one of run {@code run-1} unless given. */
    public Builder<D> effect(EffectKey value) {
      effect = requireNonNull(value, "effect is null");
      return this;
    }

    /** The feature store. */
    public Builder<D> features(FeatureStore<D> value) {
      features = requireNonNull(value, "features is null");
      return this;
    }

    /** The model registry. */
    public Builder<D> models(ModelRegistry value) {
      models = requireNonNull(value, "models is null");
      return this;
    }

    /** The directory for temporary files. */
    public Builder<D> scratch(Path value) {
      scratch = requireNonNull(value, "scratch is null");
      return this;
    }

    /** The context. */
    public TestStageContext<D> build() {
      return new TestStageContext<>(this);
    }
  }
}

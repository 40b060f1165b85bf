package io.millrace.serving.rollout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.ModelPackage;
import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.score.PluginOperators;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Versions of the model {@code tiny}: version n answers every word with n. */
final class FakeRegistry implements VersionSource {
  final Map<String, Integer> aliases = new ConcurrentHashMap<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final Map<Integer, Path> packages = new ConcurrentHashMap<>();
  private final Map<Integer, String> hashes = new ConcurrentHashMap<>();
  private final Path directory;
  volatile @Nullable String failure;
  volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
  int opened;

  FakeRegistry(Path directory) {
    this.directory = directory;
  }

  /** Registers versions 1 to n. */
  FakeRegistry withVersions(int count) {
    for (int version = 1; version <= count; version++) {
      add(version, TinyModel.write(directory.resolve("v" + version), version));
    }
    return this;
  }

  void add(int version, ModelPackage written) {
    packages.put(version, written.directory());
    hashes.put(version, written.packageHash());
  }

  /** The files of a version are gone: what is loaded needs them no more. */
  void loseFiles(int version) {
    Path gone = requireNonNull(packages.get(version));
    assertThat(gone.toFile().renameTo(gone.resolveSibling("gone").toFile())).isTrue();
  }

  void point(String alias, int version) {
    aliases.put(alias, version);
  }

  /** Notes what it is told as {@link #events}. */
  RolloutListener listener() {
    return new Told();
  }

  /** A table on this registry, whose clock is {@link #now}. */
  Rollout rollout() {
    InstantSource clock = () -> now;
    return new Rollout(this, new VersionLoader(PluginOperators.none(), 10), new Told(), clock);
  }

  @Override
  public Map<String, Version> versions(String model, List<String> targets) {
    if (failure != null) {
      throw new MillraceException(StandardError.DATABASE_FAILED, failure);
    }
    Map<String, Version> found = new HashMap<>();
    for (String target : targets) {
      Integer number =
          target.matches("[0-9]+") ? (Integer) Integer.parseInt(target) : aliases.get(target);
      if (number != null && hashes.containsKey(number) && model.equals("tiny")) {
        found.put(target, new Version(model, number, hashes.get(number)));
      }
    }
    return found;
  }

  @Override
  public Path open(Version version) {
    opened++;
    return requireNonNull(packages.get(version.number()));
  }

  /** A request, with headers as pairs of name and value. */
  static ModelCall call(String... headers) {
    return call(null, headers);
  }

  /** A request to a version. */
  static ModelCall call(@Nullable String version, String[] headers) {
    return new Call(version, List.of(headers));
  }

  private record Call(@Nullable String version, List<String> headers) implements ModelCall {
    @Override
    public @Nullable String model() {
      return "tiny";
    }

    @Override
    public String requestId() {
      return "request";
    }

    @Override
    public @Nullable String header(String name) {
      int at = headers.indexOf(name);
      return at < 0 ? null : headers.get(at + 1);
    }

    @Override
    public @Nullable String field(String column) {
      return header("column " + column);
    }
  }

  private final class Told implements RolloutListener {
    @Override
    public void loaded(ServedModel model, double seconds) {
      events.add("loaded " + model.version());
    }

    @Override
    public void pointed(String model, String target, @Nullable String from, String to) {
      events.add("%s: %s to %s".formatted(target, from, to));
    }

    @Override
    public void refused(String model, String target, String version, String reason) {
      events.add("refused " + version + ": " + reason);
    }

    @Override
    public void registryFailed(String model, String reason) {
      events.add("registry: " + reason);
    }

    @Override
    public void registryRecovered() {
      events.add("registry is back");
    }

    @Override
    public void canary(String model, CanaryRun run) {
      events.add("canary " + run.phase());
    }

    @Override
    public void rolledBack(String model, String reason) {
      events.add("rolled back: " + reason);
    }

    @Override
    public void letGo(ServedModel model) {
      events.add("let go " + model.version());
    }
  }

  List<String> eventsSoFar() {
    List<String> all = new ArrayList<>(events);
    events.clear();
    return all;
  }
}

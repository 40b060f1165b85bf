package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.Platform;
import io.millrace.core.record.RecordedWork;
import io.millrace.core.score.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records a server as a run, from when it is ready on: it writes its address into a file then.
 * Which versions it answers with is looked for as long as it goes on, since aliases move.
 */
final class ServeRecord implements AutoCloseable {
  private static final int LOOK_MILLIS = 100;
  private static final int ASK_SECONDS = 10;

  private final Platform<?> platform;
  private final List<String> words;
  private final Path address;
  private final boolean own;
  private final Consumer<String> warnings;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ServeRecord::daemon);
  private @Nullable RecordedWork work;
  private boolean ended;

  /**
   * Of a server that is about to start.
   *
   * @param words its options
   * @param address the file that it writes
   * @param own whether nobody else reads that file
   */
  ServeRecord(
      Platform<?> platform,
      List<String> words,
      Path address,
      boolean own,
      Consumer<String> warnings) {
    this.platform = platform;
    this.words = ServedModels.apart(words);
    this.address = address;
    this.own = own;
    this.warnings = warnings;
    clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (work == null && !ended && Files.exists(address)) {
      begin();
      clock.scheduleWithFixedDelay(this::ask, ASK_SECONDS, ASK_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void begin() {
    String ready;
    try {
      ready = Files.readString(address).strip();
      if (own) {
        Files.delete(address);
      }
    } catch (IOException e) {
      warnings.accept("the server's address can't be read: " + e.getMessage());
      return;
    }
    List<ModelName> names = ServedModels.in(words);
    Map<String, String> params = new LinkedHashMap<>();
    params.put("address", ready);
    params.put("pid", Long.toString(ProcessHandle.current().pid()));
    String name = names.isEmpty() ? "server" : names.get(0).model();
    RecordedWork begun = platform.recorder().start(RunKind.SERVE, name, params, warnings);
    Set<RunLink> links = new LinkedHashSet<>();
    links.add(RunLink.writes(Asset.deployment(ready)));
    ServedModels.value("--request-log", words)
        .map(log -> Asset.data(DataPlace.path(log), ""))
        .ifPresent(log -> links.add(RunLink.writes(log)));
    begun.links(links);
    work = begun;
    ask();
  }

  /** Looks for the versions that the names tell now. */
  private synchronized void ask() {
    RecordedWork begun = work;
    if (begun == null || ended) {
      return;
    }
    Set<RunLink> links = new LinkedHashSet<>();
    for (ModelName name : ServedModels.in(words)) {
      try {
        ModelVersion version = name.find(platform.tracking().models());
        links.add(RunLink.reads(Asset.model(version.model(), version.version())));
      } catch (MillraceException e) { // The server tells of a registry that does not answer.
        continue;
      }
    }
    begun.links(links);
  }

  /** Notes how the server ended; the first call counts, and later ones wait for it. */
  synchronized void ended(int exitCode) {
    RecordedWork begun = work;
    if (begun != null && !ended) {
      ask();
      boolean well = exitCode == 0;
      begun.finish(
          well ? RunStatus.DONE : RunStatus.FAILED,
          well ? "" : "the server ended with exit code " + exitCode);
      begun.close();
    }
    ended = true;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "millrace-serve-record");
    thread.setDaemon(true);
    return thread;
  }
}

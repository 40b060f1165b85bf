package io.millrace.core.stream;

import io.millrace.api.output.Output;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.record.Places;
import io.millrace.core.record.RecordedWork;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoringPlatform;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records a stream as a run: from its start on, or, where it only reads up what is there, from the
 * first batch on, so that a call that found nothing is none.
 */
final class StreamRecord<D> implements StreamListener, AutoCloseable {
  private final StreamJob<D> job;
  private final ScoringPlatform<D> platform;
  private final StreamListener listener;
  private @Nullable RecordedWork work;

  StreamRecord(StreamJob<D> job, ScoringPlatform<D> platform, StreamListener listener) {
    this.job = job;
    this.platform = platform;
    this.listener = listener;
  }

  @Override
  public void started(String from, String to, String delivery) {
    if (!job.settings().all()) {
      begun();
    }
    listener.started(from, to, delivery);
  }

  @Override
  public void batch(BatchReport report) {
    begun().links(List.of(RunLink.reads(Asset.model(report.model(), report.version()))));
    listener.batch(report);
  }

  @Override
  public void note(String message) {
    listener.note(message);
  }

  private synchronized RecordedWork begun() {
    RecordedWork begun = work;
    if (begun == null) {
      begun =
          platform.recorder().start(RunKind.STREAM, job.model().model(), params(), listener::note);
      begun.links(places());
      work = begun;
    }
    return begun;
  }

  private Map<String, String> params() {
    ModelName name = job.model();
    Map<String, String> params = new LinkedHashMap<>();
    String alias = name.aliasOrNull();
    String version = name.number() == 0 ? "" : ":" + name.number();
    params.put("model", name.model() + (alias == null ? version : "@" + alias));
    params.put("from", job.source().followed());
    params.put("to", job.target().output().shown());
    params.put("checkpoint", job.settings().checkpoint());
    return params;
  }

  /** Versions of both come and go batch by batch, and are not told. */
  private Set<RunLink> places() {
    Places<D> places = platform.places();
    Set<RunLink> links = new LinkedHashSet<>();
    StreamingIngestor<D> source = job.source();
    places.read(source, Optional.empty()).forEach(asset -> links.add(RunLink.reads(asset)));
    places.written(job.target().output(), "").forEach(asset -> links.add(RunLink.writes(asset)));
    Optional<Output> letters = job.deadLetters().map(StreamJob.Place::output);
    letters.ifPresent(
        output -> places.written(output, "").forEach(asset -> links.add(RunLink.writes(asset))));
    return links;
  }

  /** Notes how it ended. */
  synchronized void ended(StreamReport report) {
    RecordedWork begun = work;
    if (begun != null) {
      begun.tags(
          Map.of(
              "stream", report.stream(),
              "rows", Long.toString(report.rows()),
              "batches", Long.toString(report.batches()),
              "dead letters", Long.toString(report.deadLetters())));
      begun.finish(report.interrupted() ? RunStatus.INTERRUPTED : RunStatus.DONE, "");
    }
  }

  /** Notes why it ended. */
  synchronized void failed(RuntimeException cause) {
    RecordedWork begun = work;
    if (begun != null) {
      begun.finish(RunStatus.FAILED, String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public synchronized void close() {
    RecordedWork begun = work;
    if (begun != null) {
      begun.close();
    }
  }
}

package io.millrace.tracking.openlineage;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.StageRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What this process noted of a run that is under way. Thread-safe. */
final class ToldRun {
  private final RunStart start;
  private final UUID id;
  private final boolean resumed;
  private final Map<String, String> tags;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final Map<String, StageRecord> stages = new LinkedHashMap<>();
  private final LinkedDatasets links = new LinkedDatasets();
  private String engine;

  /**
   * A run that starts.
   *
   * @param id its id with OpenLineage
   * @param resumed whether it goes on with one that was told of before
   */
  ToldRun(RunStart start, UUID id, boolean resumed) {
    this.start = requireNonNull(start, "start is null");
    this.id = requireNonNull(id, "id is null");
    this.resumed = resumed;
    this.tags = new TreeMap<>(start.tags());
    this.engine = start.documents().getOrDefault(Documents.ENGINE, "");
  }

  RunStart start() {
    return start;
  }

  UUID id() {
    return id;
  }

  boolean resumed() {
    return resumed;
  }

  synchronized Map<String, String> tags() {
    return new TreeMap<>(tags);
  }

  synchronized void tags(Map<String, String> more) {
    tags.putAll(more);
  }

  synchronized Map<String, Double> metrics() {
    return new LinkedHashMap<>(metrics);
  }

  synchronized void metrics(Map<String, Double> more) {
    metrics.putAll(more);
  }

  synchronized List<StageRecord> stages() {
    return new ArrayList<>(stages.values());
  }

  synchronized void stage(StageRecord record) {
    stages.put(record.stage(), record);
  }

  /** The engine's versions, a line each; empty if none started. */
  synchronized String engine() {
    return engine;
  }

  synchronized void document(String name, String text) {
    if (name.equals(Documents.ENGINE)) {
      engine = text;
    }
  }

  /** What was read and written, sorted; of each thing the last version. */
  synchronized List<RunLink> links() {
    return links.all();
  }

  /** Adds links, and says what is new about them. */
  synchronized LinkedDatasets.News links(Collection<RunLink> more) {
    return links.add(more);
  }

  /** What documents of a run are called. */
  static final class Documents {
    /** The engine's versions. */
    static final String ENGINE = "engine";

    /** The pipeline file as it was read. */
    static final String FILE = "file";

    /** The pipeline with all defaults, as JSON. */
    static final String RESOLVED = "resolved";

    private Documents() {}
  }
}

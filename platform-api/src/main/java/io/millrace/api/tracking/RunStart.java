package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a run when it starts.
 *
 * @param run its id, unique in the home
 * @param kind what it does
 * @param pipeline the pipeline's name; of a run of another kind the model's, or the table's
 * @param time when it started
 * @param params values that the user may set, as text, without secrets
 * @param tags free words about the run: the user, the file, the Git commit
 * @param documents texts by name, to be kept as they are: the file as it was read ({@code file}),
 *     the resolved one ({@code resolved}), and what a resume needs ({@code request})
 */
public record RunStart(
    String run,
    RunKind kind,
    String pipeline,
    Instant time,
    Map<String, String> params,
    Map<String, String> tags,
    Map<String, String> documents) {
  public RunStart {
    requireNonNull(run, "run is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(time, "time is null");
    params = Map.copyOf(params);
    tags = Map.copyOf(tags);
    documents = Map.copyOf(documents);
  }

  /** Of the run of a pipeline. */
  public RunStart(
      String run,
      String pipeline,
      Instant time,
      Map<String, String> params,
      Map<String, String> tags,
      Map<String, String> documents) {
    this(run, RunKind.PIPELINE, pipeline, time, params, tags, documents);
  }
}

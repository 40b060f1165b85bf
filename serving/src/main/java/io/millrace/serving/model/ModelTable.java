package io.millrace.serving.model;

import java.util.List;

/**
 * The models that a server has, by name and version. Thread-safe; no call blocks on input or
 * output, except {@link #load} and {@link #unload}, which run on a worker thread.
 *
 * <p>A request takes a lease, reads its body with that version's signature, scores, encodes, and
 * gives the lease back; so one version alone makes the whole answer:
 *
 * <pre>{@code
 * try (ModelLease lease = table.acquire(call)) {
 *   ServedModel model = lease.model();
 *   InputRows rows = codec.read(body, model);
 *   ScoredRows scored = model.score(rows, deadline);
 *   return codec.write(model, scored);
 * }
 * }</pre>
 *
 * A lease that was acquired is always closed, after a failure too. Metadata and readiness of a
 * model are answered under a lease as well. How an answer went is told to {@link AnswerListener}s.
 */
public interface ModelTable {
  /**
   * The version that is to answer a request.
   *
   * @throws CallRefused NOT_FOUND if there is no such model or version, BAD_INPUT if the request
   *     names no model and the table has no default one, NOT_READY if the version is there but does
   *     not answer
   */
  ModelLease acquire(ModelCall call);

  /** All versions, those of one model together, the one that is answered by default first. */
  List<ModelStatus> models();

  /** Whether all models that the table was made for have a version that answers. */
  boolean ready();

  /**
   * Loads a model, or looks for a newer version of it: {@code POST v2/repository/models/NAME/load}.
   * Returns when the version answers.
   *
   * @throws CallRefused NOT_FOUND, CONFLICT or UNSUPPORTED
   */
  void load(String model);

  /**
   * Ends the serving of a model: {@code POST v2/repository/models/NAME/unload}.
   *
   * @throws CallRefused NOT_FOUND, CONFLICT or UNSUPPORTED
   */
  void unload(String model);
}

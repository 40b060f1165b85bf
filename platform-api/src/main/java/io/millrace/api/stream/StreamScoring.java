package io.millrace.api.stream;

/**
 * Scores what arrived for a {@link StreamingDeployer}. Valid for the one call that it is given to.
 */
public interface StreamScoring {
  /**
   * Follows the source from the checkpoint on, until all that is there now is scored and written.
   * May be called again: what was scored is not scored once more.
   *
   * @throws io.millrace.api.error.MillraceException INVALID_CALL, if the checkpoint belongs to
   *     another stream; BAD_RECORD, if a record can't be scored and there is no place for it;
   *     SCHEMA_MISMATCH, if the source lacks what the model reads; what reading and writing throw
   */
  Outcome score();

  /**
   * How it ended.
   *
   * @param stream identifies the stream, as the stamps of its rows do
   * @param model the model's name
   * @param version the version that scored last; 0 if nothing had arrived
   * @param delivery what the place promises about repeated batches
   * @param batches batches that were handled
   * @param rows rows that were written
   * @param deadLetters records that were set aside
   */
  record Outcome(
      String stream,
      String model,
      int version,
      Delivery delivery,
      long batches,
      long rows,
      long deadLetters) {}
}

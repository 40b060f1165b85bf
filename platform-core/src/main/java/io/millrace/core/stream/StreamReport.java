package io.millrace.core.stream;

/**
 * How a stream ended.
 *
 * @param stream identifies it, as its stamps do
 * @param model the model's name
 * @param version the version that scored last; 0 if there was no batch
 * @param from the source
 * @param to where the rows are
 * @param delivery what that place promises when a batch is repeated
 * @param batches batches that this process handled
 * @param rows rows that it wrote
 * @param deadLetters records that it set aside
 * @param seconds wall time
 * @param interrupted whether it was asked to stop; else the source was read up
 */
public record StreamReport(
    String stream,
    String model,
    int version,
    String from,
    String to,
    String delivery,
    long batches,
    long rows,
    long deadLetters,
    double seconds,
    boolean interrupted) {}

package io.millrace.model.requestlog;

/**
 * What of a segment is as it was written.
 *
 * @param whole lines that are, the header among them
 * @param damaged lines that are not, with whole ones behind
 * @param wholeBytes where the last whole line ends: what follows was torn off in mid-write
 * @param tornBytes so many bytes follow
 */
public record SegmentCheck(int whole, int damaged, long wholeBytes, long tornBytes) {
  /** Whether every byte is as it was written. */
  public boolean isWhole() {
    return damaged == 0 && tornBytes == 0;
  }
}

package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Says which process works on a run.
 *
 * @param run the run
 * @param host the machine
 * @param pid the process
 * @param processStart when the process started: tells a number used again from the same process
 * @param heartbeat when the process last said that it lives
 */
public record Lease(String run, String host, long pid, Instant processStart, Instant heartbeat) {
  public Lease {
    requireNonNull(run, "run is null");
    requireNonNull(host, "host is null");
    requireNonNull(processStart, "processStart is null");
    requireNonNull(heartbeat, "heartbeat is null");
  }

  /** Whether both name the same process and run. */
  public boolean sameHolder(Lease other) {
    return run.equals(other.run)
        && host.equals(other.host)
        && pid == other.pid
        && processStart.equals(other.processStart);
  }
}

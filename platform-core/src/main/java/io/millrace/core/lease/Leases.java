package io.millrace.core.lease;

import io.millrace.api.tracking.Lease;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;

/** Tells whether the process that holds a lease still lives. */
public final class Leases {
  /** How long after its last heartbeat a holder on another machine counts as gone. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Leases() {}

  /** Whether a lease's holder is gone: at once on this machine, else after a silence. */
  public static boolean hasEnded(Lease lease, Instant now) {
    if (!isHere(lease)) {
      return Duration.between(lease.heartbeat(), now).compareTo(PATIENCE) > 0;
    }
    return ProcessHandle.of(lease.pid())
        .filter(ProcessHandle::isAlive)
        .map(process -> !start(process).equals(lease.processStart()))
        .orElse(true);
  }

  static boolean isHere(Lease lease) {
    return lease.host().equals(host());
  }

  static Instant start(ProcessHandle process) {
    // Seconds: the granularity in which every platform gives the same answer twice.
    return Instant.ofEpochSecond(
        process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}

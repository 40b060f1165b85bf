package io.millrace.serving;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the process is gone that asked for this one. A process that is killed can't end its
 * children, and a server without its parent would hold its port for good.
 */
final class ParentWatch {
  private final boolean asked;
  private final @Nullable ProcessHandle parent;

  private ParentWatch(boolean asked, @Nullable ProcessHandle parent) {
    this.asked = asked;
    this.parent = parent;
  }

  /**
   * Watches a process; it is known by its start time as well, so that no other takes its place.
   *
   * @param pid 0 for none
   */
  static ParentWatch of(int pid) {
    Optional<ProcessHandle> handle = pid == 0 ? Optional.empty() : ProcessHandle.of(pid);
    return new ParentWatch(pid != 0, handle.orElse(null));
  }

  /** Runs once it is gone; at once, if it is gone by now. */
  void whenGone(Runnable end) {
    if (!asked) {
      return;
    }
    Thread thread = new Thread(() -> await(end), "millrace-parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void await(Runnable end) {
    if (parent != null) {
      parent.onExit().join();
    }
    System.err.println("The process that started this server is gone: it ends.");
    end.run();
  }
}

package io.millrace.testkit.contract;

import io.millrace.api.tracking.Tracking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Handles on one store, closed together. */
final class TrackingHandles implements AutoCloseable {
  private final Supplier<Tracking> opener;
  private final List<Tracking> opened = new ArrayList<>();

  TrackingHandles(Supplier<Tracking> opener) {
    this.opener = opener;
  }

  /** A new handle. */
  Tracking open() {
    Tracking tracking = opener.get();
    opened.add(tracking);
    return tracking;
  }

  /** So many new handles. */
  List<Tracking> open(int count) {
    List<Tracking> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(open());
    }
    return handles;
  }

  @Override
  public void close() {
    opened.forEach(Tracking::close);
  }
}

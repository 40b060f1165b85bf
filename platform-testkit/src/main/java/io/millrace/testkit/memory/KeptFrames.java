package io.millrace.testkit.memory;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What an engine was asked to do to frames beyond computing them. Thread-safe. */
public final class KeptFrames {
  private final List<Persisted> persisted = new ArrayList<>();
  private final List<Integer> partitions = new ArrayList<>();
  private final Map<Table, String> kept = new IdentityHashMap<>();
  private int unpersisted;
  private int broadcasts;

  /**
   * A frame that was asked to be kept.
   *
   * @param stage the stage that the calling thread worked for; empty text if none
   * @param level the level asked for
   * @param frame the frame
   */
  public record Persisted(String stage, String level, Table frame) {}

  /** All calls of {@code persist}, the first one first. */
  public synchronized List<Persisted> persisted() {
    return List.copyOf(persisted);
  }

  /** How often a kept frame was let go. */
  public synchronized int unpersisted() {
    return unpersisted;
  }

  /** How many frames are kept now. */
  public synchronized int kept() {
    return kept.size();
  }

  /** Whether that very frame is kept now. */
  public synchronized boolean isKept(Table frame) {
    return kept.containsKey(frame);
  }

  /** The numbers of partitions that frames were spread over, the first call first. */
  public synchronized List<Integer> partitions() {
    return List.copyOf(partitions);
  }

  /** How many frames were marked to be sent everywhere. */
  public synchronized int broadcasts() {
    return broadcasts;
  }

  synchronized void keep(Table frame, String level, String stage) {
    persisted.add(new Persisted(stage, level, frame));
    kept.put(frame, level);
  }

  synchronized void letGo(Table frame) {
    if (kept.remove(frame) != null) {
      unpersisted++;
    }
  }

  synchronized void repartitioned(int count) {
    partitions.add(count);
  }

  synchronized void broadcast() {
    broadcasts++;
  }
}

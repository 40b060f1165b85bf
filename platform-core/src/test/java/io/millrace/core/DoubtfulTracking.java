package io.millrace.core;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A tracking one part of which does not answer while it is said to be away. Thread-safe. */
public final class DoubtfulTracking implements Tracking {
  private final Tracking real;
  private final Class<?> part;
  private volatile boolean away;
  private volatile int refused;

  /**
   * Of a tracking that answers.
   *
   * @param part the port that may be away
   */
  public DoubtfulTracking(Tracking real, Class<?> part) {
    this.real = real;
    this.part = part;
  }

  /** From now on that part is away, or there again. */
  public void away(boolean now) {
    away = now;
  }

  /** How many calls it did not answer. */
  public int refused() {
    return refused;
  }

  private <T> T doubtful(Class<T> port, T there) {
    if (!port.equals(part)) {
      return there;
    }
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(there, method, arguments)));
  }

  private Object call(Object there, Method method, Object[] arguments) throws Throwable {
    if (away) {
      refuse();
    }
    try {
      return method.invoke(there, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized void refuse() {
    refused++;
    throw new MillraceException(
        StandardError.STORAGE_FAILED, "the tracking database does not answer");
  }

  @Override
  public RunTracker runs() {
    return doubtful(RunTracker.class, real.runs());
  }

  @Override
  public ModelRegistry models() {
    return doubtful(ModelRegistry.class, real.models());
  }

  @Override
  public Journal journal() {
    return doubtful(Journal.class, real.journal());
  }

  @Override
  public TrackingTraits traits() {
    return real.traits();
  }

  @Override
  public void close() {
    real.close();
  }
}

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

/** A tracking whose registry of models does not answer while it is said to be away. */
final class UnreachableRegistry implements Tracking {
  private final Tracking real;
  private final ModelRegistry models;
  private volatile boolean away;

  UnreachableRegistry(Tracking real) {
    this.real = real;
    this.models =
        (ModelRegistry)
            Proxy.newProxyInstance(
                ModelRegistry.class.getClassLoader(),
                new Class<?>[] {ModelRegistry.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  void away(boolean now) {
    away = now;
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (away) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "the tracking database does not answer");
    }
    try {
      return method.invoke(real.models(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public RunTracker runs() {
    return real.runs();
  }

  @Override
  public ModelRegistry models() {
    return models;
  }

  @Override
  public Journal journal() {
    return real.journal();
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

package io.millrace.app.faults;

import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import io.millrace.api.tracking.TrackingTraits;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ServiceLoader;

/**
 * The tracking that the class path holds, with every write on record, and held at the {@link Pause}
 * that the process was started with: there the test kills it.
 */
public final class PausingTracking implements TrackingProvider {
  private final Pause pause = Pause.ofProcess();

  /** For the ServiceLoader. */
  public PausingTracking() {}

  @Override
  public boolean accepts(URI address) {
    return real().accepts(address);
  }

  @Override
  public Tracking open(URI address, TrackingHome home) {
    Tracking real = real().open(address, home);
    RunTracker runs = pausing(RunTracker.class, real.runs());
    ModelRegistry models = pausing(ModelRegistry.class, real.models());
    Journal journal = pausing(Journal.class, real.journal());
    return new Tracking() {
      @Override
      public RunTracker runs() {
        return runs;
      }

      @Override
      public ModelRegistry models() {
        return models;
      }

      @Override
      public Journal journal() {
        return journal;
      }

      @Override
      public TrackingTraits traits() {
        return real.traits();
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private static TrackingProvider real() {
    return ServiceLoader.load(TrackingProvider.class).stream()
        .filter(provider -> provider.type() != PausingTracking.class)
        .findFirst()
        .orElseThrow()
        .get();
  }

  private <T> T pausing(Class<T> port, T real) {
    InvocationHandler handler = (proxy, method, arguments) -> call(real, method, arguments);
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    String write = Writes.text(method, arguments);
    if (!write.isEmpty()) {
      pause.reached("before " + write);
    }
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (!write.isEmpty()) {
      pause.reached("after " + write);
    }
    return result;
  }
}

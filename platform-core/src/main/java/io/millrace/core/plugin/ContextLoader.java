package io.millrace.core.plugin;

/**
 * Makes a class loader the current thread's context class loader until closed: always in a
 * try-with-resources, so that no thread of a pool keeps a plugin's loader.
 */
public final class ContextLoader implements AutoCloseable {
  private final Thread thread;
  private final ClassLoader before;

  private ContextLoader(ClassLoader loader) {
    thread = Thread.currentThread();
    before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
  }

  /** Sets it for the current thread, which must also be the one that closes this. */
  public static ContextLoader use(ClassLoader loader) {
    return new ContextLoader(loader);
  }

  @Override
  public void close() {
    if (thread != Thread.currentThread()) {
      throw new IllegalStateException("a context loader is closed by the thread that set it");
    }
    thread.setContextClassLoader(before);
  }
}

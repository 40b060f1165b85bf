package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContextLoaderTest {
  @Test
  void theLoaderBeforeIsBackAfterwardsEvenIfTheWorkFails() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
      assertThatThrownBy(
              () -> {
                try (ContextLoader ignored = ContextLoader.use(loader)) {
                  assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
                  throw new IllegalStateException("the work failed");
                }
              })
          .hasMessage("the work failed");
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void anotherThreadCannotCloseIt() {
    try (ContextLoader scope = ContextLoader.use(ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> CompletableFuture.runAsync(scope::close).join())
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("a context loader is closed by the thread that set it");
    }
  }
}

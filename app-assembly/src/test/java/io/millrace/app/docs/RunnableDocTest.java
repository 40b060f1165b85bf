package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.docs.RunnableDoc.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a command of a page, and as its promised output. */
final class RunnableDocTest {
  @Test
  void commandsComeWithTheOutputThatFollowsThem() {
    RunnableDoc doc =
        RunnableDoc.of(
            """
            ```sh
            one
            ```

            says

            ```text
            1
            ```
            ```sh
            two
            ```
            ```yaml
            a: b
            ```
            ```text
            no output of a command
            ```
            """);

    assertThat(doc.steps()).isEqualTo(List.of(new Step("one\n", "1\n"), new Step("two\n", "")));
  }

  @Test
  void dotsStandForTextAndForLines() {
    Step step = new Step("", "a … c\n…\nlast\n");

    assertThat("a b   c\nx\ny\n  last\n").satisfies(output -> requireMatch(step, output, true));
    assertThat("a c\nlast\n").satisfies(output -> requireMatch(step, output, false));
    assertThat("a b c\nfirst\n").satisfies(output -> requireMatch(step, output, false));
  }

  @Test
  void signsOfRegularExpressionsMeanThemselves() {
    Step step = new Step("", "a.b (c)\n");

    assertThat("a.b (c)\n").satisfies(output -> requireMatch(step, output, true));
    assertThat("axb (c)\n").satisfies(output -> requireMatch(step, output, false));
  }

  private static void requireMatch(Step step, String output, boolean matches) {
    assertThat(step.expected().matcher(RunnableDoc.squeezed(output)).matches()).isEqualTo(matches);
  }
}

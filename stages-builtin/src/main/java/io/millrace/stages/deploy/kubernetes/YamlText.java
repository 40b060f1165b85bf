package io.millrace.stages.deploy.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Trees as YAML. Kubernetes reads YAML 1.1, where {@code yes}, {@code 1_0} and {@code 12:30} are no
 * texts: a text stands without quotes only if no version reads it as anything else.
 */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9._/-]*(:[A-Za-z0-9._-]+)?");

  /** What YAML 1.1 reads as a boolean, as null, or as not a number, in lower case. */
  private static final Set<String> TAKEN =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~");

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setDereferenceAliases(true)
          .setSplitLines(false)
          .build();

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    return new Dump(SETTINGS, new Representer()).dumpToString(tree);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !TAKEN.contains(text.toLowerCase(java.util.Locale.ROOT));
  }

  /** Chooses the quotes of each text. */
  private static final class Representer extends StandardRepresenter {
    Representer() {
      super(SETTINGS);
      representers.put(String.class, text -> text((String) text));
    }

    private static Node text(String text) {
      return new ScalarNode(
          Tag.STR, text, isPlain(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }
  }
}

package io.millrace.core.options;

import io.millrace.core.catalog.OfferedStage;
import java.util.List;

/**
 * What the reference says of a stage; made of its factory and its options record alone.
 *
 * @param name as {@code use:} has it
 * @param kind as messages call it
 * @param help one line
 * @param origin {@code built in}, or the jar's file name
 * @param example a fragment of YAML: what stands under {@code with:}
 * @param options in the record's order
 * @param rules what spans options, a sentence each
 */
public record StageDoc(
    String name,
    String kind,
    String help,
    String origin,
    String example,
    List<OptionDoc> options,
    List<String> rules) {
  public StageDoc {
    options = List.copyOf(options);
    rules = List.copyOf(rules);
  }

  /**
   * What the reference says of an option.
   *
   * @param name as the file has it
   * @param type as {@code list of string}
   * @param required whether it must be given
   * @param fallback the default as JSON; empty if there is none
   * @param range the numbers it may take; empty if any
   * @param help one line, may be empty
   * @param tunable whether a tuning space may name it
   * @param columns whether it names columns of the input or of the output
   * @param secret whether it must be a secret
   * @param fields the options inside, if it is a map with fixed keys or a list of such
   */
  public record OptionDoc(
      String name,
      String type,
      boolean required,
      String fallback,
      String range,
      String help,
      boolean tunable,
      Option.Columns columns,
      boolean secret,
      List<OptionDoc> fields) {
    public OptionDoc {
      fields = List.copyOf(fields);
    }
  }

  /**
   * The reference of a stage.
   *
   * @throws io.millrace.api.error.MillraceException PLUGIN_BROKEN, if its options record is none
   */
  public static StageDoc of(OfferedStage stage) {
    OptionsDescriptor descriptor = OptionsDescriptor.of(stage.factory().optionsType());
    return new StageDoc(
        stage.name(),
        stage.factory().kind().text(),
        stage.factory().help(),
        stage.origin().name(),
        stage.factory().example(),
        options(descriptor),
        descriptor.groups().stream().map(StageDoc::rule).toList());
  }

  private static List<OptionDoc> options(OptionsDescriptor descriptor) {
    return descriptor.options().stream().map(StageDoc::option).toList();
  }

  private static OptionDoc option(Option option) {
    return new OptionDoc(
        option.name(),
        option.type().text(),
        option.required(),
        option.defaultValue().map(node -> JsonText.compact(node.json())).orElse(""),
        option.bounds().map(Bounds::text).orElse(""),
        option.help(),
        option.tunable(),
        option.columns(),
        option.secret(),
        fields(option.type()));
  }

  private static List<OptionDoc> fields(OptionType type) {
    if (type instanceof OptionType.RecordOf nested) {
      return options(nested.fields());
    }
    if (type instanceof OptionType.ListOf list) {
      return fields(list.element());
    }
    return type instanceof OptionType.MapOf map ? fields(map.value()) : List.of();
  }

  private static String rule(OptionsDescriptor.ExclusiveGroup group) {
    String names = String.join(", ", group.names());
    return (group.oneRequired() ? "exactly" : "at most") + " one of " + names + " may be given";
  }
}

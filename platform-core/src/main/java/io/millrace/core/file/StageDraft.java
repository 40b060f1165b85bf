package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.problem.Position;
import io.millrace.core.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stage as the file has it.
 *
 * @param index its place among the file's stages
 * @param id its id; a made-up one if the file gives none
 * @param node its map
 * @param idPosition where its id stands
 * @param usePosition where the name of its factory stands: problems of the whole stage go there
 * @param offeredOrNull what {@code use:} names; null if that was a problem
 * @param kindOrNull its kind, if at least the prefix of {@code use:} tells
 * @param inputs the stages that {@code from:} names
 */
record StageDraft(
    int index,
    String id,
    YamlNode.Mapping node,
    Position idPosition,
    Position usePosition,
    @Nullable OfferedStage offeredOrNull,
    @Nullable StageKind kindOrNull,
    List<Input> inputs) {
  StageDraft {
    inputs = List.copyOf(inputs);
  }

  /**
   * A stage that is read.
   *
   * @param name under which its frame is handed over
   * @param stage its id
   * @param position where the id stands
   */
  record Input(String name, String stage, Position position) {}

  Optional<OfferedStage> offered() {
    return Optional.ofNullable(offeredOrNull);
  }

  Optional<StageKind> kind() {
    return Optional.ofNullable(kindOrNull);
  }

  /** For messages: {@code stage 'parts'}. */
  String subject() {
    return "stage '" + id + "'";
  }

  boolean is(StageKind kind) {
    return kindOrNull == kind;
  }

  /** The options that the file gives; empty if it gives none, or no map. */
  YamlNode.Mapping options() {
    return node.find("with")
        .filter(YamlNode.Mapping.class::isInstance)
        .map(YamlNode.Mapping.class::cast)
        .orElseGet(() -> YamlNode.Mapping.empty(usePosition));
  }

  /** Where a missing option is reported. */
  Position optionsPosition() {
    YamlNode.Entry with = node.entries().get("with");
    return with == null ? usePosition : with.keyPosition();
  }
}

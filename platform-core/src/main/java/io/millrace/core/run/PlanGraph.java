package io.millrace.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which stage reads which, as it is kept with a run: the document {@link #NAME}. */
public final class PlanGraph {
  /** The document's name. */
  public static final String NAME = "graph";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanGraph() {}

  /**
   * A stage of the pipeline.
   *
   * @param id its id
   * @param use the factory's name
   * @param kind as {@code trainer}
   * @param from the stages that it reads, in order
   */
  public record Node(String id, String use, String kind, List<String> from) {
    public Node {
      from = List.copyOf(from);
    }
  }

  /** The document of a plan. */
  static String write(Plan<?> plan) {
    List<Node> nodes = plan.pipeline().stages().stream().map(PlanGraph::node).toList();
    try {
      return JSON.writeValueAsString(nodes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Node node(PipelineStage<?> stage) {
    return new Node(
        stage.id(),
        stage.use(),
        stage.kind().name().toLowerCase(Locale.ROOT),
        List.copyOf(stage.inputs().values()));
  }

  /**
   * The stages in the pipeline's order; none if the run has no such document, or one that can't be
   * read.
   *
   * @param documents those of the run
   */
  public static List<Node> read(Map<String, String> documents) {
    try {
      return JSON.readValue(documents.getOrDefault(NAME, "[]"), new TypeReference<List<Node>>() {});
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }
}

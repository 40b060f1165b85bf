package io.millrace.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The trees of XGBoost's JSON, as its {@code doc/model.schema} describes it, in the arrays of the
 * operator {@code boosted-trees}: nodes in the order of their levels, tree after tree, the two
 * children of a node side by side.
 */
final class FlatBooster {
  private final List<Integer> feature = new ArrayList<>();
  private final List<Float> threshold = new ArrayList<>();
  private final List<Integer> child = new ArrayList<>();
  private final ByteArrayOutputStream missingLeft = new ByteArrayOutputStream();
  private final List<Integer> roots = new ArrayList<>();
  private final List<Float> leaves = new ArrayList<>();

  private FlatBooster() {}

  /**
   * Adds trees to a step.
   *
   * @param booster what the JSON calls {@code gradient_booster}
   * @throws MillraceException NOT_SERVABLE, with a clause as message, if they are weighted, or
   *     split by categories
   */
  static ScoringStep in(ScoringStep step, JsonNode booster) {
    require(booster.path("name").asText().equals("gbtree"), "other boosters than gbtree");
    FlatBooster flat = new FlatBooster();
    JsonNode model = booster.path("model");
    model.path("trees").forEach(flat::add);
    List<Integer> groups = new ArrayList<>();
    model.path("tree_info").forEach(group -> groups.add(group.asInt()));
    return step.withArray("groups", ints(groups))
        .withArray("roots", ints(flat.roots))
        .withArray("feature", ints(flat.feature))
        .withArray("threshold", floats(flat.threshold))
        .withArray("child", ints(flat.child))
        .withArray("missingLeft", flat.missingLeft.toByteArray())
        .withArray("leaves", floats(flat.leaves));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE, "XGBoost's %s have no portable form".formatted(what));
    }
  }

  private void add(JsonNode tree) {
    tree.path("split_type").forEach(type -> require(type.asInt() == 0, "splits by categories"));
    require(tree.path("tree_param").path("size_leaf_vector").asInt() <= 1, "trees of many outputs");
    Deque<Integer> level = new ArrayDeque<>(List.of(0));
    roots.add(feature.size());
    int next = feature.size() + 1;
    while (!level.isEmpty()) {
      int node = level.removeFirst();
      int left = tree.path("left_children").path(node).asInt();
      // Of a leaf, its number.
      float condition = number(tree.path("split_conditions").path(node));
      if (left < 0) {
        add(-1, 0, false, leaves.size());
        leaves.add(condition);
      } else {
        boolean missing = tree.path("default_left").path(node).asInt() != 0;
        add(tree.path("split_indices").path(node).asInt(), condition, missing, next);
        next += 2;
        level.addLast(left);
        level.addLast(tree.path("right_children").path(node).asInt());
      }
    }
  }

  private void add(int looksAt, float below, boolean missing, int leads) {
    feature.add(looksAt);
    threshold.add(below);
    missingLeft.write(missing ? 1 : 0);
    child.add(leads);
  }

  /** XGBoost writes as many digits as tell a float from all others. */
  private static float number(JsonNode value) {
    return Float.parseFloat(value.asText());
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}

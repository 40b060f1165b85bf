package io.millrace.serving.operator.model;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.operator.FeatureVector;

/**
 * {@code perceptron}: fully connected layers of {@code layers} nodes, the logistic function behind
 * each but the last. {@code weights} holds for each layer the weights by column (an input), then
 * the biases.
 */
public final class Perceptron implements ScoringOperator {
  /** From so many products on {@code Java8BLAS.dgemm} adds them up in blocks. */
  private static final long BLOCKS_FROM = 100L * 100 * 100;

  /** The inputs of such a block. */
  private static final int BLOCK = 500;

  @Override
  public String name() {
    return "perceptron";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int[] layers = params.ints("layers");
    double[] weights = params.doubles("weights");
    FeatureVector features = FeatureVector.of(step, layers[0]);
    int scratch = step.newSlot();
    int[] between = {step.newSlot(), step.newSlot()};
    int to = step.outputSlot(0);
    return row -> {
      ScoringVector vector = features.in(row);
      double[] spread = features.spread(vector, row, scratch);
      double[] in = spread;
      int offset = 0;
      for (int layer = 1; layer < layers.length; layer++) {
        boolean last = layer == layers.length - 1;
        double[] out = output(row, last ? to : between[layer % 2], layers[layer]);
        affine(in, layers[layer - 1], weights, offset, out, layers[layer]);
        if (!last) {
          logistic(out, layers[layer]);
        }
        offset += layers[layer] * (layers[layer - 1] + 1);
        in = out;
      }
      features.release(vector, spread);
    };
  }

  private static double[] output(ScoringRow row, int slot, int size) {
    return row.ownVector(slot).becomeDense(size);
  }

  private static void affine(
      double[] in, int inputs, double[] weights, int offset, double[] out, int outputs) {
    int block = (long) inputs * outputs < BLOCKS_FROM ? inputs : BLOCK;
    int biases = offset + inputs * outputs;
    for (int o = 0; o < outputs; o++) {
      double value = weights[biases + o];
      for (int start = 0; start < inputs; start += block) {
        int end = Math.min(inputs, start + block);
        double sum = 0;
        for (int i = start; i < end; i++) {
          sum = Math.fma(weights[offset + o + i * outputs], in[i], sum);
        }
        value = sum + value;
      }
      out[o] = value;
    }
  }

  private static void logistic(double[] values, int size) {
    for (int i = 0; i < size; i++) {
      values[i] = 1.0 / (1 + Math.exp(-values[i]));
    }
  }
}

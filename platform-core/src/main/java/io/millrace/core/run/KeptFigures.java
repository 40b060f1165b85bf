package io.millrace.core.run;

import io.millrace.api.Evaluation;
import io.millrace.api.Resamples;
import io.millrace.api.tracking.KeptOutput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was measured: figures and tables as facts, and beside them, where there are intervals,
 * a file of the figures on all resamples, which are too many for a journal.
 */
final class KeptFigures {
  private static final String SUFFIX = ".resamples";

  /** The file of the one model that an output is about. */
  private static final String ONLY = "model";

  private final KeptState kept;

  KeptFigures(KeptState kept) {
    this.kept = kept;
  }

  /** Keeps what was measured of an evaluator's models, by trainer. */
  void keep(String stage, String fingerprint, Map<String, Evaluation> evaluations) {
    Map<String, String> facts = new LinkedHashMap<>();
    evaluations.forEach(
        (trainer, found) ->
            facts.putAll(MetricFacts.prefixed(trainer + ".", MetricFacts.write(found))));
    keep(stage, fingerprint, facts, evaluations);
  }

  /** Keeps what was measured of one model. */
  KeptOutput keepOne(String stage, String fingerprint, Evaluation found) {
    return keep(stage, fingerprint, MetricFacts.write(found), Map.of(ONLY, found));
  }

  private KeptOutput keep(
      String stage, String fingerprint, Map<String, String> facts, Map<String, Evaluation> files) {
    Map<String, Resamples> resamples = new LinkedHashMap<>();
    files.forEach((name, found) -> found.resamples().ifPresent(r -> resamples.put(name, r)));
    return resamples.isEmpty()
        ? kept.keep(stage, fingerprint, facts)
        : kept.keepFiles(
            stage,
            fingerprint,
            "figures",
            facts,
            directory -> {
              for (Map.Entry<String, Resamples> entry : resamples.entrySet()) {
                write(entry.getValue(), directory.resolve(entry.getKey() + SUFFIX));
              }
            });
  }

  /** What {@link #keep} kept of one of the models. */
  Evaluation read(KeptOutput output, String trainer) {
    return read(output, MetricFacts.under(trainer + ".", output.facts()), trainer);
  }

  /** What {@link #keepOne} kept. */
  Evaluation readOne(KeptOutput output) {
    return read(output, output.facts(), ONLY);
  }

  private Evaluation read(KeptOutput output, Map<String, String> facts, String file) {
    Evaluation found = MetricFacts.readEvaluation(facts);
    return new Evaluation(
        found.metrics(), found.tables(), found.curves(), resamples(output, file + SUFFIX));
  }

  private @Nullable Resamples resamples(KeptOutput output, String name) {
    if (output.artifact().isEmpty()) {
      return null;
    }
    Path file = kept.open(output).resolve(name);
    try {
      return Files.exists(file) ? read(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Resamples resamples, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeDouble(resamples.level());
      out.writeInt(resamples.sizes().size());
      for (long size : resamples.sizes()) {
        out.writeLong(size);
      }
      out.writeInt(resamples.figures().size());
      for (Map.Entry<String, List<Double>> entry : resamples.figures().entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().size());
        for (double figure : entry.getValue()) {
          out.writeDouble(figure);
        }
      }
    }
  }

  private static Resamples read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      double level = in.readDouble();
      List<Long> sizes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        sizes.add(in.readLong());
      }
      Map<String, List<Double>> figures = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        List<Double> drawn = new ArrayList<>();
        for (int more = in.readInt(); more > 0; more--) {
          drawn.add(in.readDouble());
        }
        figures.put(name, drawn);
      }
      return new Resamples(level, sizes, figures);
    }
  }
}

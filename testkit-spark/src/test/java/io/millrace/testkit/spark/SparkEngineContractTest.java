package io.millrace.testkit.spark;

import io.millrace.api.Engine;
import io.millrace.spark.SparkEngine;
import io.millrace.testkit.contract.EngineContract;
import io.millrace.testkit.contract.Frames;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class SparkEngineContractTest extends EngineContract<Dataset<Row>> {
  private final SparkTestFrames frames;
  private final SparkEngine engine;
  private final SparkEngine another;

  SparkEngineContractTest(SparkTestFrames frames) {
    this.frames = frames;
    engine = SparkEngine.on(frames.session());
    another = SparkEngine.on(frames.session());
  }

  @AfterEach
  void close() {
    engine.close();
    another.close();
  }

  @Override
  protected Engine<Dataset<Row>> engine() {
    return engine;
  }

  @Override
  protected Engine<Dataset<Row>> another() {
    return another;
  }

  @Override
  protected Frames<Dataset<Row>> frames() {
    return frames;
  }
}

package io.millrace.storage.delta;

import io.millrace.api.Ingestor;
import io.millrace.api.NamedSource;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentRanges;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the closed segments of a directory: those that were there when the run was planned. */
record SegmentIngestor(Path directory) implements Ingestor<Dataset<Row>>, NamedSource {
  @Override
  public Schema schema(PlanContext<Dataset<Row>> context) {
    return RequestColumns.SCHEMA;
  }

  @Override
  public List<Asset> sources(Optional<String> version) {
    String place = DataPlace.path(directory.toString());
    return List.of(Asset.data(place, version.map(DataPlace::hashed).orElse("")));
  }

  @Override
  public Optional<String> version(PlanContext<Dataset<Row>> context) {
    return Optional.of(now().text());
  }

  private SegmentRanges now() {
    return SegmentRanges.of(RequestSegments.closed(directory, name -> true).keySet());
  }

  /** Segments that were closed later take none away. */
  @Override
  public boolean canRead(String planned, PlanContext<Dataset<Row>> context) {
    SegmentRanges ranges = SegmentRanges.parse(planned);
    return areThere(ranges, RequestSegments.closed(directory, ranges::contains));
  }

  private static boolean areThere(SegmentRanges ranges, SortedMap<SegmentName, Path> segments) {
    return SegmentRanges.of(segments.keySet()).equals(ranges);
  }

  @Override
  public Dataset<Row> read(Optional<String> planned, StageContext<Dataset<Row>> context) {
    SegmentRanges ranges = planned.map(SegmentRanges::parse).orElseGet(this::now);
    SortedMap<SegmentName, Path> segments = RequestSegments.closed(directory, ranges::contains);
    if (!areThere(ranges, segments)) {
      throw new MillraceException(
          StandardError.SOURCE_CHANGED,
          "Segments of the request log in %s that the run was planned with are gone; run again without --resume."
              .formatted(directory));
    }
    SparkSession session = SparkSession.active();
    return RequestRows.of(
        session, new ArrayList<>(segments.values()), session.sparkContext().longAccumulator());
  }
}

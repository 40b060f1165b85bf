package io.millrace.testkit.memory;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a tracking database holds. It outlives the {@link MemoryTracking} handles on it, as a
 * database outlives processes. Whoever reads or writes it holds its monitor.
 */
public final class MemoryDatabase {
  final Map<String, Run> runs = new HashMap<>();
  final Map<String, Model> models = new TreeMap<>();
  final Map<String, ModelVersion> registrations = new HashMap<>();
  final Map<String, KeptOutput> outputs = new HashMap<>();
  final Map<EffectKey, Optional<Receipt>> effects = new HashMap<>();
  final Map<String, Lease> leases = new HashMap<>();

  /** An empty database. */
  public MemoryDatabase() {}

  /** A run under way or ended. */
  static final class Run {
    final RunStart start;
    final Map<String, String> tags;
    final Map<String, StageRecord> stages = new HashMap<>();
    final Map<String, String> documents;
    final Map<String, TreeMap<Integer, TrialRecord>> trials = new TreeMap<>();
    final Map<String, String> artifacts = new TreeMap<>();
    final NavigableSet<RunLink> links = new TreeSet<>();
    final Map<String, TreeMap<Long, Double>> metrics = new LinkedHashMap<>();
    RunStatus status = RunStatus.RUNNING;
    @Nullable Instant end;
    String message = "";

    Run(RunStart start) {
      this.start = start;
      this.tags = new HashMap<>(start.tags());
      this.documents = new HashMap<>(start.documents());
    }
  }

  /** A registered name. */
  static final class Model {
    final List<ModelVersion> versions = new ArrayList<>();
    final Map<String, Integer> aliases = new TreeMap<>();
    final List<AliasMove> moves = new ArrayList<>();
  }
}

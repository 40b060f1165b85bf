package io.millrace.core.run;

import io.millrace.api.Deployer;
import io.millrace.api.NamedTarget;
import io.millrace.api.ScoringDeployer;
import io.millrace.api.Stage;
import io.millrace.api.StageKind;
import io.millrace.api.effect.Receipt;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.StageRecord.Status;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.record.Places;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run read and wrote, by the stages that it reached: sources whether they were read again or
 * not, and of effects those that it had itself, also before it was interrupted.
 */
final class RunLinks<D> {
  private final RunServices<D> services;
  private final Plan<D> plan;
  private final RunMemory<D> memory;
  private final Places<D> places;

  RunLinks(RunServices<D> services, Plan<D> plan, RunMemory<D> memory) {
    this.services = services;
    this.plan = plan;
    this.memory = memory;
    this.places = new Places<>(services.world(), services::features, services.mask());
  }

  /** The links, each once. */
  Set<RunLink> all() {
    Set<RunLink> links = new LinkedHashSet<>();
    for (StageRecord record : memory.records()) {
      if (record.status() == Status.RAN || record.status() == Status.REUSED) {
        links.addAll(of(plan.stage(record.stage()), record));
      }
    }
    links.addAll(memory.links());
    return links;
  }

  private List<RunLink> of(PlannedStage<D> planned, StageRecord record) {
    if (planned.stage().kind() == StageKind.INGESTOR) {
      return places.read(planned.stage().stage(), Optional.of(record.dataVersion())).stream()
          .map(RunLink::reads)
          .toList();
    }
    boolean effects = plan.request().effects() || planned.stage().kind() == StageKind.SINK;
    boolean writes =
        planned.stage().kind() == StageKind.SINK || planned.stage().kind() == StageKind.DEPLOYER;
    return effects && writes
        ? planned
            .kept()
            .or(() -> services.journal().kept(planned.fingerprint()))
            .map(kept -> effect(planned, kept, record))
            .orElse(List.of())
        : List.of();
  }

  private List<RunLink> effect(PlannedStage<D> planned, KeptOutput kept, StageRecord record) {
    List<RunLink> links = new ArrayList<>();
    boolean own = kept.run().equals(plan.request().run());
    if (own) {
      written(planned, kept).forEach(asset -> links.add(RunLink.writes(asset)));
    }
    if (planned.stage().kind() == StageKind.SINK && isRead(planned)) {
      table(kept.facts()).forEach(asset -> links.add(RunLink.reads(asset)));
    }
    return links;
  }

  /** What stands behind a sink works on the version that it wrote. */
  private boolean isRead(PlannedStage<D> sink) {
    return plan.pipeline().stages().stream()
        .anyMatch(stage -> stage.inputs().containsValue(sink.id()));
  }

  private List<Asset> written(PlannedStage<D> planned, KeptOutput kept) {
    Map<String, String> facts = kept.facts();
    Stage<D> stage = planned.stage().stage();
    if (stage instanceof NamedTarget named) {
      return places.told(() -> named.targets(new Receipt(facts)));
    }
    if (stage instanceof ScoringDeployer<D> scoring) {
      String version = facts.getOrDefault(ScoringDeployer.TABLE_VERSION, "");
      return places.written(scoring.output(), version);
    }
    if (stage instanceof StreamingDeployer<D> streaming) {
      List<Asset> written = new ArrayList<>(places.written(streaming.target().output(), ""));
      streaming.target().deadLetters().ifPresent(o -> written.addAll(places.written(o, "")));
      return written;
    }
    return stage instanceof Deployer<D> deployer && deployer.registers()
        ? version(facts)
        : table(facts);
  }

  private List<Asset> table(Map<String, String> facts) {
    String table = facts.get("table");
    String version = facts.get("version");
    return table == null || version == null
        ? List.of()
        : places.told(() -> List.of(Asset.features(table, Long.parseLong(version))));
  }

  private List<Asset> version(Map<String, String> facts) {
    String model = facts.get("model");
    String version = facts.get("version");
    return model == null || version == null
        ? List.of()
        : places.told(() -> List.of(Asset.model(model, Integer.parseInt(version))));
  }
}

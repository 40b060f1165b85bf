package io.millrace.core.run;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.GateDocument;
import io.millrace.core.promote.Refusals;
import io.millrace.model.PackagePart;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a run ended: what the tracker is told, and what the user is. */
final class RunEnd<D> {
  private final RunServices<D> services;
  private final RunMemory<D> memory;
  private final boolean cancelled;

  RunEnd(RunServices<D> services, RunMemory<D> memory, boolean cancelled) {
    this.services = requireNonNull(services, "services is null");
    this.memory = requireNonNull(memory, "memory is null");
    this.cancelled = cancelled;
  }

  /** Closes the run with the tracker, and reports it. */
  RunReport report(RunStart start, Instant time, boolean engineStarted, double seconds) {
    RunStatus status = status();
    services.tracker().metrics(start.run(), memory.metrics(), 0);
    Map<String, SearchResult> searches = new LinkedHashMap<>();
    memory.searches().forEach((trainer, kept) -> searches.put(trainer, SearchResult.of(kept)));
    searches.forEach(
        (trainer, search) -> services.tracker().trials(start.run(), search.records(trainer)));
    List<RunReport.Deployed> deployed = deployed();
    services
        .tracker()
        .document(
            start.run(),
            RunModels.NAME,
            RunModels.write(
                deployed.stream()
                    .map(model -> new RunModels.Version(model.name(), model.version()))
                    .toList()));
    if (!memory.gates().isEmpty()) {
      String gates = services.mask().apply(GateDocument.write(memory.gates()));
      services.tracker().document(start.run(), GateDocument.NAME, gates);
    }
    memory
        .plan()
        .map(plan -> new RunLinks<>(services, plan, memory).all())
        .filter(links -> !links.isEmpty())
        .ifPresent(links -> services.tracker().links(start.run(), links));
    services.tracker().finish(start.run(), status, time, services.mask().apply(message()));
    return new RunReport(
        start.run(),
        start.pipeline(),
        status,
        memory.records(),
        memory.metrics(),
        deployed,
        memory.gates(),
        searches,
        memory.failure().map(this::failure).orElse(null),
        engineStarted,
        seconds);
  }

  private String message() {
    return memory
        .failure()
        .map(failure -> String.valueOf(failure.cause().getMessage()))
        .orElseGet(
            () ->
                Refusals.of(memory.gates()).stream()
                    .map(Problem::message)
                    .collect(Collectors.joining("; ")));
  }

  private RunStatus status() {
    if (memory.failure().isPresent()) {
      return RunStatus.FAILED;
    }
    if (cancelled) {
      boolean allDone =
          memory.records().stream().noneMatch(r -> r.status() == StageRecord.Status.SKIPPED);
      return allDone ? RunStatus.DONE : RunStatus.INTERRUPTED;
    }
    return isRefused() ? RunStatus.REFUSED : RunStatus.DONE;
  }

  private boolean isRefused() {
    return memory.records().stream()
        .anyMatch(
            r ->
                memory.find(r.stage()).orElse(null) instanceof Output.Judged<D> judged
                    && judged.trainer().isEmpty());
  }

  private RunReport.Failure failure(RunMemory.StageFailure failure) {
    MillraceException cause = failure.cause();
    return new RunReport.Failure(
        failure.stage(),
        cause.code().name(),
        cause.code().blame().exitCode(),
        services.mask().apply(String.valueOf(cause.getMessage())));
  }

  private List<RunReport.Deployed> deployed() {
    List<RunReport.Deployed> models = new ArrayList<>();
    memory
        .deployed()
        .forEach(
            (model, receipt) ->
                Optional.ofNullable(receipt.facts().get("version"))
                    .map(Integer::valueOf)
                    .ifPresent(version -> models.add(deployed(model, version))));
    return models;
  }

  private RunReport.Deployed deployed(String model, int version) {
    return new RunReport.Deployed(
        model, version, aliases(model, version), servable(model, version));
  }

  private List<String> aliases(String model, int version) {
    return services.models().aliases(model).entrySet().stream()
        .filter(alias -> alias.getValue() == version)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private boolean servable(String model, int version) {
    ModelRegistry models = services.models();
    Optional<ModelVersion> registered = models.version(model, version);
    return registered.isPresent()
        && Files.exists(models.open(registered.get()).resolve(PackagePart.SCORING.path()));
  }
}

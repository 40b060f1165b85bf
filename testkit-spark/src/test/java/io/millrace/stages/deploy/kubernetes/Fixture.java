package io.millrace.stages.deploy.kubernetes;

import io.millrace.model.Lineage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import io.millrace.stages.deploy.kubernetes.KubernetesOptions.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Options and releases to write files for. */
final class Fixture {
  static final String HASH = "1".repeat(12) + "ab".repeat(26);

  private Fixture() {}

  /** What a file with the name alone gives. */
  static KubernetesOptions plain(String model) {
    return new KubernetesOptions(
        model,
        null,
        "kubernetes",
        null,
        null,
        2,
        10,
        70,
        "500m",
        null,
        "512Mi",
        8080,
        80,
        Map.of(),
        null,
        null,
        List.of(),
        "eclipse-temurin:17-jdk-noble",
        "ubuntu:24.04",
        null,
        null,
        null);
  }

  /** Every option. */
  static KubernetesOptions full() {
    return new KubernetesOptions(
        "Telco_Churn.v2",
        "raw",
        "out",
        "registry.example.com:5000/ml/churn",
        "scoring",
        3,
        3,
        60,
        "1",
        "2",
        "1Gi",
        9000,
        8000,
        Map.of("team", "yes", "shop.example/cost-centre", "1e3"),
        "churn-keys",
        "pull",
        List.of("shop", "monitoring"),
        "eclipse-temurin:21-jdk-noble",
        "debian:bookworm-slim",
        null,
        null,
        new Training(
            "registry.example.com/ml/train:7",
            "/opt/millrace/pipeline.yaml",
            "/opt/millrace/millrace-job.jar",
            "4.1.0",
            "s3a://bucket/it's home",
            "spark",
            4,
            2,
            "4g",
            "2g"));
  }

  /** Writes the description of a model that reads and predicts nothing. */
  static ModelPackage modelPackage(Path directory, String model) throws IOException {
    return PackageWriter.in(directory)
        .finish(
            new PackageDescription(
                model,
                "pipeline",
                "run-1",
                Instant.EPOCH,
                new Signature(List.of(), List.of(), List.of()),
                List.of(),
                null,
                null,
                Map.of(),
                Lineage.unknown(),
                List.of()));
  }

  static Release release(KubernetesOptions options) {
    return new Release(
        options,
        HASH.substring(0, 12),
        HASH,
        "20261121-210051-5780",
        KubernetesNames.object(options.model()),
        List.of());
  }

  static Map<String, String> files(KubernetesOptions options) {
    return KubernetesDeployer.texts(release(options));
  }
}

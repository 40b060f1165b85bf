package io.millrace.stages.deploy.kubernetes;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers {@code deploy/kubernetes}. */
public final class KubernetesFactory extends SparkStageFactory<KubernetesOptions> {
  /** For ServiceLoader. */
  public KubernetesFactory() {
    super(
        "deploy/kubernetes",
        KubernetesOptions.class,
        "Writes the Dockerfile of a server with the model, and manifests for Kubernetes and KServe",
        """
        model: telco-churn
        to: kubernetes
        image: registry.example.com/ml/telco-churn
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(KubernetesOptions options) {
    OptionRules.require(options);
    // Here, and not when it deploys: that would be after an hour of training.
    return new KubernetesDeployer(
        options, ServerJar.find(options.serverJar(), System.getProperty("java.class.path", "")));
  }
}

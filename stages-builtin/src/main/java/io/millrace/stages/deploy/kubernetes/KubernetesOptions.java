package io.millrace.stages.deploy.kubernetes;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code deploy/kubernetes}. */
public record KubernetesOptions(
    @Help("the model's name; gates look for its aliases under it") @NotEmpty String model,
    @Help("the stage whose frame scoring starts at; the frame that the split gets, if not given")
        @NotEmpty
        @Nullable String input,
    @Help("the directory that MODEL/VERSION is made in; the version is the package's hash")
        @NotEmpty
        @Default("kubernetes")
        String to,
    @Help(
            "the image, as registry.example.com/ml/telco-churn; without a tag it gets the version;"
                + " the model's name, if not given")
        @NotEmpty
        @Nullable String image,
    @Help("the namespace of all objects; without it the one that kubectl talks to") @NotEmpty
        @Nullable String namespace,
    @Help("how many servers run at least") @Range(min = 1, max = 10_000) @Default("2") int replicas,
    @Help("how many servers run at most; with as many as replicas nothing is scaled")
        @Range(min = 1, max = 10_000)
        @Default("10")
        int maxReplicas,
    @Help("the share of the requested CPU, in percent, that scaling keeps to")
        @Range(min = 1, max = 1000)
        @Default("70")
        int targetCpu,
    @Help("the CPU that a server requests, as 500m or 2") @NotEmpty @Default("500m") String cpu,
    @Help("the CPU that a server may take; without it as much as is there") @NotEmpty
        @Nullable String cpuLimit,
    @Help("the memory that a server requests and may take, as 512Mi") @NotEmpty @Default("512Mi")
        String memory,
    @Help("the port that the server listens at in its container")
        @Range(min = 1024, max = 65_535)
        @Default("8080")
        int port,
    @Help("the port of the Service") @Range(min = 1, max = 65_535) @Default("80") int servicePort,
    @Help("labels that all objects and pods bear") @Default("{}") Map<String, String> labels,
    @Help("the Secret whose key api-keys holds the keys of callers, separated by commas") @NotEmpty
        @Nullable String apiKeysSecret,
    @Help("the Secret that the image is pulled with") @NotEmpty @Nullable String pullSecret,
    @Help("namespaces beside its own whose pods may call the server") @Default("[]")
        List<String> callers,
    @Help("the image whose jlink makes the Java runtime; Java 17 or newer")
        @NotEmpty
        @Default("eclipse-temurin:17-jdk-noble")
        String jdkImage,
    @Help("the image that this runtime is put on") @NotEmpty @Default("ubuntu:24.04")
        String baseImage,
    @Help("an image with a Java runtime to take as it is, in place of the two") @NotEmpty
        @Nullable String jreImage,
    @Help("millrace-serving.jar; without it the one beside Millrace's own jar") @NotEmpty
        @Nullable String serverJar,
    @Help("with it, a SparkApplication and a spark-submit script that train the model")
        @Nullable Training training) {
  public KubernetesOptions {
    labels = Map.copyOf(labels);
    callers = List.copyOf(callers);
  }

  /** How the model is trained on a cluster. */
  public record Training(
      @Help("an image with Spark 4, Scala 2.13, millrace-job.jar and the pipeline file") @NotEmpty
          String image,
      @Help("where the pipeline file lies in that image")
          @NotEmpty
          @Default("/opt/millrace/pipeline.yaml")
          String file,
      @Help("where millrace-job.jar lies in that image")
          @NotEmpty
          @Default("/opt/millrace/millrace-job.jar")
          String jar,
      @Help("the version of Spark in that image") @NotEmpty @Default("4.1.0") String sparkVersion,
      @Help("the home, at a place that driver and executors see under the same path") @NotEmpty
          String home,
      @Help("the service account that starts executors") @NotEmpty @Default("spark")
          String serviceAccount,
      @Help("how many executors run") @Range(min = 1, max = 10_000) @Default("2") int executors,
      @Help("the cores of an executor") @Range(min = 1, max = 1000) @Default("2") int cores,
      @Help("the memory of an executor, as 4g") @NotEmpty @Default("4g") String memory,
      @Help("the memory of the driver") @NotEmpty @Default("2g") String driverMemory) {}
}

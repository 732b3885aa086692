package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Writes;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Objects that are as they should be are looked at once in the interval, and nothing is written.
 */
@Tag("wiring")
class ResyncWritesTest {
  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final String LOOKS = "operator_sdk_reconciliations_success_total";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void looksAtWhatIsAsItShouldBeWriteNothing() throws Exception {
    IOStreams streams =
        new IOStreams(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                InputStream.nullInputStream(),
                Clock.systemUTC())
            .at(Typed.NOW);
    InputOptions input = new InputOptions();
    input.files = List.of("examples/migration");
    ApiObjects objects = Input.objects(input, streams);
    int count = objects.workloads().size() + objects.zones().size();
    Writes writes = new Writes();
    try (Sandbox sandbox = Sandbox.embedded(ProjectCrds.all());
        KubernetesClient client = writes.client(sandbox.client().getConfiguration());
        Operator operator =
            OperatorUnderTest.inSandbox(
                client,
                OperatorOptions.alone(streams.clock())
                    .withPort(0)
                    .withResync(Duration.ofSeconds(1)))) {
      ZoneNodes.missing(objects.zones(), objects.nodes()).forEach(sandbox::add);
      assertEquals(List.of(), sandbox.apply(SandboxCommand.ordered(objects)));
      operator.start();
      await("everything is as it should be").atMost(BOUND).until(() -> told(sandbox.client()));
      Quiet quiet = new Quiet(writes, operator);
      await("each is looked at three times, and nothing is written")
          .atMost(BOUND)
          .until(() -> quiet.looks() >= 3 * count);
    }
  }

  /** How long nothing was written, in looks. */
  private final class Quiet {
    private final Writes writes;
    private final Operator operator;
    private List<String> done = List.of();
    private double since;

    Quiet(Writes writes, Operator operator) {
      this.writes = writes;
      this.operator = operator;
    }

    /** Those after the last write, none where something was written since it was asked last. */
    double looks() throws IOException, InterruptedException {
      double now = ResyncWritesTest.this.looks(operator);
      List<String> written = writes.done();
      if (written.equals(done)) {
        return now - since;
      }
      done = written;
      // What was looked at before that write does not count.
      since = ResyncWritesTest.this.looks(operator);
      return 0;
    }
  }

  /** Whether each object that a controller is for has a status, and workloads their last one. */
  private static boolean told(KubernetesClient client) {
    return told(client, AvailabilityZone.class)
        && told(client, CloudProvider.class)
        && told(client, SovereigntyPolicy.class)
        && told(client, BleuWorkload.class)
        && told(client, WorkloadPlacement.class)
        && client.resources(BleuWorkload.class).inAnyNamespace().list().getItems().stream()
            .allMatch(ResyncWritesTest::isSettled);
  }

  /** Whether it runs as decided, or cannot be placed. */
  private static boolean isSettled(BleuWorkload workload) {
    BleuWorkloadStatus status = workload.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), workload.getMetadata().getGeneration())
        && (is(status, "Ready", "True") || is(status, "Placed", "False"));
  }

  private static boolean is(BleuWorkloadStatus status, String type, String wanted) {
    Condition condition = Conditions.find(status.conditions(), type);
    return condition != null && wanted.equals(condition.getStatus());
  }

  private static <T extends CustomResource<?, ?>> boolean told(
      KubernetesClient client, Class<T> type) {
    List<T> objects = client.resources(type).inAnyNamespace().list().getItems();
    return !objects.isEmpty() && objects.stream().allMatch(o -> o.getStatus() != null);
  }

  private double looks(Operator operator) throws IOException, InterruptedException {
    String metrics =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + operator.port() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return metrics
        .lines()
        .filter(line -> line.startsWith(LOOKS))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}

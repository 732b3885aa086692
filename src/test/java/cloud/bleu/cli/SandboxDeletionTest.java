package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is deleted in the embedded sandbox goes, as on a cluster. */
@Tag("wiring")
class SandboxDeletionTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** It carries a finalizer, which the operator removes once the Deployment has its count again. */
  @Test
  void aWorkloadThatTookOverADeploymentGivesItBack() {
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
    try (Sandbox sandbox = Sandbox.embedded(ProjectCrds.all());
        Operator operator =
            OperatorUnderTest.inSandbox(sandbox.client(), OperatorOptions.alone(streams.clock()))) {
      ZoneNodes.missing(objects.zones(), objects.nodes()).forEach(sandbox::add);
      assertEquals(List.of(), sandbox.apply(SandboxCommand.ordered(objects)));
      operator.start();
      KubernetesClient client = sandbox.client();
      await("it is taken over").atMost(BOUND).until(() -> replicas(client) == 0);
      workloads(client).delete();
      await("it is gone").atMost(BOUND).until(() -> workloads(client).get() == null);
      assertEquals(2, replicas(client));
    }
  }

  private static io.fabric8.kubernetes.client.dsl.Resource<BleuWorkload> workloads(
      KubernetesClient client) {
    return client.resources(BleuWorkload.class).inNamespace("mairie").withName("etat-civil");
  }

  private static int replicas(KubernetesClient client) {
    return client
        .apps()
        .deployments()
        .inNamespace("mairie")
        .withName("etat-civil")
        .get()
        .getSpec()
        .getReplicas();
  }
}

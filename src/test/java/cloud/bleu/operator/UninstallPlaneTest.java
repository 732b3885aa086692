package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.Bleu;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.layers.ChildJvm;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a release whose operator has lived, as its notes say. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class UninstallPlaneTest {

  @TempDir Path folder;

  @Test
  void withoutTheOperatorNothingHangsOnceItIsReleased(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, FakeNodes nodes)
      throws Exception {
    Helm helm = Helm.on(plane, folder);
    String in = "--namespace=" + namespace.name();
    String notes = helm.does("install", "bleu", Helm.CHART, in, "--set=replicas=0,crds.keep=false");
    // The garbage collector looks for new kinds as it starts, and then only twice a minute.
    plane.controllerManager().restart();
    plane.awaitReady();
    ReleasedRights.awaitKnown(client, namespace.name(), "bleu");
    Scene scene = new Scene(client, nodes);
    try (KubernetesClient ofTheChart =
            plane.client(plane.serviceAccountKubeconfig(namespace.name(), "bleu"));
        Operator operator =
            OperatorUnderTest.of(
                ofTheChart, OperatorRightsTest.elected(namespace, "one"), () -> {})) {
      operator.start();
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
      legacy(scene);
      scene.awaitReady("placed");
      scene.until("legacy is scaled down", () -> replicas(client, "legacy") == 0);
      scene.until(
          "the zones are held",
          () ->
              client.resources(AvailabilityZone.class).list().getItems().stream()
                  .allMatch(z -> Finalizers.has(z, Finalizers.IN_USE)));

      Typed early = here(plane, "release", "--wait=0");
      assertNotEquals(0, early.code());
      assertTrue(
          early.err().contains("an operator leads, " + namespace.name() + "/one"), early.err());
      assertTrue(Finalizers.has(scene.zone("fr-a"), Finalizers.IN_USE), "nothing was touched");
    }

    // As if something of it might stand in a zone of another cluster.
    UnlockedEdit.of(
        client.resource(scene.workload("placed")),
        w -> {
          w.addFinalizer("a-uid.elsewhere.placement.bleu.cloud/fc-1");
          return w;
        });
    helm.does("uninstall", "bleu", in);
    // Deleted, and held by finalizers that nobody is there to remove.
    scene.until(
        "the zones are on their way out",
        () -> scene.zone("fr-a").getMetadata().getDeletionTimestamp() != null);
    assertTrue(notes.lines().anyMatch(line -> line.strip().equals("bleu release")), notes);
    Typed released = bleu(plane, "release");
    assertEquals(0, released.code(), released.err());
    assertEquals(
        List.of(
            "availabilityzone fr-a: released",
            "availabilityzone fr-b: released",
            "availabilityzone fr-c: released",
            "bleuworkload "
                + namespace.name()
                + "/placed: released; Deployment legacy has its replicas back",
            "bleuworkload "
                + namespace.name()
                + "/placed: released; what stands of it in fc-1 stays there"),
        released.out().lines().toList());
    scene.until("the kinds are gone", () -> helm.kubectl("get", "crds", "-o", "name").isEmpty());
    scene.until(
        "what runs is legacy alone",
        () ->
            client.apps().deployments().list().getItems().size() == 1
                && replicas(client, "legacy") == 2
                && client.policy().v1().podDisruptionBudget().list().getItems().isEmpty());

    assertEquals(new Typed(0, "", "nothing is held\n"), here(plane, "release"));
  }

  private static void legacy(Scene scene) {
    scene.deployment("legacy", 2);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: placed}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
  }

  private static int replicas(KubernetesClient client, String deployment) {
    return client.apps().deployments().withName(deployment).get().getSpec().getReplicas();
  }

  /** The program in this JVM. */
  private static Typed here(ControlPlane plane, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    Path kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> Typed.now(words.toArray(String[]::new)),
        () -> "bleu did not end: " + words);
  }

  /** The program as a process of its own, as it is typed. */
  private Typed bleu(ControlPlane plane, String... arguments) throws Exception {
    List<String> command = ChildJvm.command(Bleu.class);
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", null);
    Path err = Files.createTempFile(folder, "err", null);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("KUBECONFIG", plane.kubeconfigFile(plane.adminKubeconfig()).toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "bleu did not end");
    return new Typed(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}

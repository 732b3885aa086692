package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.Bleu;
import cloud.bleu.cli.Typed;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The end of a release that takes its kinds along, and whose operator has lived, as its notes say.
 */
public final class ReleaseEnd {

  /** The kinds of which the operator holds an object. */
  private static final List<String> HELD =
      List.of("availabilityzones.placement.bleu.cloud", "bleuworkloads.placement.bleu.cloud");

  private static final Set<String> PLACED = Set.of("placed");

  private final ControlPlane plane;
  private final Helm helm;
  private final String release;
  private final Path folder;
  private final KubernetesClient client;
  private final Scene scene;

  /**
   * @param release the namespace of it, in which nobody leads
   * @param client with the namespace that it serves, which takes any pod
   */
  public ReleaseEnd(
      ControlPlane plane, Path folder, String release, KubernetesClient client, FakeNodes nodes) {
    this.plane = plane;
    this.helm = Helm.on(plane, folder);
    this.release = release;
    this.folder = folder;
    this.client = client;
    this.scene = new Scene(client, nodes);
  }

  /**
   * What nobody holds goes with the release, by Helm alone: the other workloads that stand, and all
   * kinds but two. Of these nothing hangs without the operator, once it is released.
   *
   * @param notes what Helm said as it was installed, without a pod
   */
  public void comes(String notes) throws Exception {
    // The garbage collector looks for new kinds as it starts, and then only twice a minute.
    plane.controllerManager().restart();
    plane.awaitReady();
    ReleasedRights.awaitKnown(client, release, "bleu");
    anOperatorLives();
    // As if something of it might stand in a zone of another cluster.
    UnlockedEdit.of(
        client.resource(scene.workload("placed")),
        w -> {
          w.addFinalizer("a-uid.elsewhere.placement.bleu.cloud/fc-1");
          return w;
        });
    Set<String> before = workloads();
    assertTrue(before.size() > 1 && before.contains("placed"), before::toString);
    helm.does("uninstall", "bleu", "--namespace=" + release);
    scene.until(
        "of the kinds those are left of which an object is held", () -> kinds().equals(HELD));
    scene.until("of the workloads the one that is held is left", () -> workloads().equals(PLACED));
    // Deleted, and held by finalizers that nobody is there to remove.
    scene.until(
        "the zones are on their way out",
        () -> scene.zone("fr-c").getMetadata().getDeletionTimestamp() != null);
    assertTrue(notes.lines().anyMatch(line -> line.strip().equals("bleu release")), notes);
    Typed released = bleu("release");
    assertEquals(0, released.code(), released.err());
    String placed = "bleuworkload " + client.getNamespace() + "/placed: released; ";
    assertEquals(
        List.of(
            "availabilityzone fr-c: released",
            "availabilityzone fr-d: released",
            "availabilityzone fr-e: released",
            placed + "Deployment legacy has its replicas back",
            placed + "what stands of it in fc-1 stays there"),
        released.out().lines().toList());
    scene.until("the kinds are gone", () -> kinds().isEmpty());
    scene.until(
        "what runs is legacy alone",
        () ->
            client.apps().deployments().list().getItems().size() == 1
                && replicas("legacy") == 3
                && client.policy().v1().podDisruptionBudget().list().getItems().isEmpty());

    assertEquals(new Typed(0, "", "nothing is held\n"), here("release"));
  }

  /** The names of all kinds that are not Kubernetes' own, in order. */
  private List<String> kinds() {
    return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(kind -> kind.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The names of all that stand, wherever. */
  private Set<String> workloads() {
    return client.resources(BleuWorkload.class).inAnyNamespace().list().getItems().stream()
        .map(workload -> workload.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private void anOperatorLives() {
    try (KubernetesClient ofTheChart =
            plane.client(plane.serviceAccountKubeconfig(release, "bleu"));
        Operator operator =
            OperatorUnderTest.of(
                ofTheChart,
                OperatorRightsTest.elected(new TestNamespace(release), "one"),
                () -> {})) {
      operator.start();
      scene.provider("acme").zone("acme", "fr-c").zone("acme", "fr-d").zone("acme", "fr-e");
      legacy();
      scene.awaitReady("placed");
      scene.until("legacy is scaled down", () -> replicas("legacy") == 0);
      scene.until(
          "the zones are held",
          () ->
              client.resources(AvailabilityZone.class).list().getItems().stream()
                  .allMatch(z -> Finalizers.has(z, Finalizers.IN_USE)));

      Typed early = here("release", "--wait=0");
      assertNotEquals(0, early.code());
      assertTrue(early.err().contains("an operator leads, " + release + "/one"), early.err());
      assertTrue(Finalizers.has(scene.zone("fr-c"), Finalizers.IN_USE), "nothing was touched");
    }
  }

  private void legacy() {
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

  private int replicas(String deployment) {
    return client.apps().deployments().withName(deployment).get().getSpec().getReplicas();
  }

  /** The program in this JVM. */
  private Typed here(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    Path kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> Typed.now(words.toArray(String[]::new)),
        () -> "bleu did not end: " + words);
  }

  /** The program as a process of its own, as it is typed. */
  private Typed bleu(String... arguments) throws Exception {
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

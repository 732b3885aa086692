package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Campaign;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bleu sandbox --control-plane real}: bound by the real scheduler, volumes and all. */
@RealControlPlane
@Tag("people")
class SandboxOnPlaneTest {

  /** All that is taken of a plane: each sandbox has its own. */
  private final ControlPlaneBinaries binaries = ControlPlaneBinaries.find(System.getenv());

  private static final String WORKLOAD = "placement.bleu.cloud/workload";
  private static final String ZONE = "topology.kubernetes.io/zone";

  private static final String[] REPLICAS_OF_TODAY = {
    "get", "deploy/etat-civil", "-n", "mairie", "-o", "jsonpath={.spec.replicas}"
  };

  @TempDir Path folder;

  /** Neither has a kind of object that the others lack, so that they take longer only. */
  private static List<Arguments> examples() {
    return Campaign.isLong()
        ? List.of(
            Arguments.of("examples/migration", "mairie", "etat-civil"),
            Arguments.of("examples/ministry", "demarches", "web"))
        : List.of();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("examples")
  void podsAreBoundWhereItWasDecided(String directory, String namespace, String name)
      throws Exception {
    String[] typed = (directory + " --control-plane real").split(" ");
    try (SandboxThread sandbox = new SandboxThread(typed)) {
      Path kubeconfig = sandbox.awaitWatching();
      boundWhereItWasDecided(kubeconfig);
      scaled(sandbox, Helm.with(binaries, folder, kubeconfig), namespace, name);
      sandbox.interrupted(kubeconfig);
    }
  }

  /**
   * The hospital, of which a zone is lost, with a Deployment that is taken over in it, beside a
   * member, as a process of its own: one sandbox costs some 20 s.
   */
  @Test
  void aMemberStandsBesideItAndNothingIsDeliveredToIt() throws Exception {
    String[] typed =
        (hospitalWithATown() + " --lose ct-az05 --control-plane real --members 1").split(" ");
    try (SandboxProcess sandbox = new SandboxProcess(folder, binaries, typed)) {
      Path kubeconfig = sandbox.awaitWatching();
      assertTrue(
          sandbox.err().contains("No zone is in them yet; name one of these Secrets"),
          sandbox.err());
      Helm terminal = Helm.with(binaries, folder, kubeconfig);
      String context = "--context=member-1";
      String shown = "kubectl --context member-1 get nodes";
      assertTrue(sandbox.err().contains(shown), sandbox.err());
      String nodes = terminal.kubectl(context, "get", "nodes", "--label-columns", ZONE);
      assertEquals(
          4,
          nodes.lines().filter(l -> l.contains(" Ready ") && l.endsWith("bleu-fc-1")).count(),
          nodes);
      assertEquals(
          "", terminal.kubectl(context, "get", "pods", "--all-namespaces", "--output=name"));
      assertNotEquals(identity(terminal), identity(terminal, context), "a cluster of its own");

      String data =
          terminal.kubectl("get", "secret/member-1", "-n", "default", "-o", "jsonpath={.data.*}");
      Path read = folder.resolve("member-1");
      Files.write(read, Base64.getDecoder().decode(data));
      assertEquals(identity(terminal, context), identity(Helm.with(binaries, folder, read)));
      assertTrue(terminal.kubectl("get", "pods", "-n", "sante").contains("dossier-web"));
      boundWhereItWasDecided(kubeconfig);
      scaled(sandbox, terminal, "communication", "site-public");
      scaled(sandbox, terminal, "mairie", "etat-civil");
      // What ran before is scaled down once its replicas are ready.
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> terminal.kubectl(REPLICAS_OF_TODAY).equals("0"));
      sandbox.interrupted(kubeconfig);
    }
  }

  /** The example of the hospital, and in it what that of the migration takes over. */
  private Path hospitalWithATown() throws IOException {
    Path estate = Files.createDirectory(folder.resolve("estate"));
    try (Stream<Path> files = Files.list(Path.of("examples/hospital"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, estate.resolve(file.getFileName()));
      }
    }
    StringBuilder town = new StringBuilder();
    for (String file : List.of("namespaces", "today", "tomorrow")) {
      for (String object :
          Files.readString(Path.of("examples/migration", file + ".yaml")).split("(?m)^---$")) {
        // The hospital has one of that name.
        town.append(object.contains("kind: PriorityClass") ? "" : "---\n" + object);
      }
    }
    Files.writeString(estate.resolve("town.yaml"), town);
    return estate;
  }

  /** The smallest of the examples, on a day on which one of its two providers is qualified. */
  @Test
  void withoutMembersItEndsWhenAllIsSettled() {
    String out = once("examples/expiry --at 2027-06-30");
    assertTrue(out.contains("beta-1=1, beta-2=1"), out);
  }

  /** What it prints that ends by itself, with everything placed, and leaves no process behind. */
  private static String once(String arguments) {
    return once(arguments, SandboxTerminal.BOUND);
  }

  private static String once(String arguments, Duration bound) {
    String[] typed = ("sandbox " + arguments + " --control-plane real --once").split(" ");
    Set<ProcessHandle> before = SandboxTerminal.descendants();
    Typed sandbox =
        assertTimeoutPreemptively(bound, () -> Typed.now(typed), () -> "did not end: " + arguments);
    assertEquals(0, sandbox.code(), sandbox.err() + sandbox.out());
    SandboxTerminal.awaitNoneBut(before);
    return sandbox.out();
  }

  /** The whole story in one command; nobody says that a cluster is lost. */
  @Test
  void aClusterIsLostForRealAndComesBack() {
    // One step after the other, each with a patience of its own.
    String out = once("--members 2", SandboxTerminal.BOUND.multipliedBy(3));
    List<String> story =
        List.of(
            "amiens=2, lille=2, reims=2",
            "Zone amiens is the cluster member-1. Its API server is stopped now",
            "demo/web waits 15s before it moves, and 20s before it goes home",
            "zone amiens",
            "lille=3, reims=3",
            "What was seen",
            "the cluster of zone amiens does not answer",
            "2 replicas leave amiens (lille +1, reims +1), as its evacuation plan had it",
            "every replica is ready",
            "Unconfirmed",
            "goes on (SIGCONT)",
            "nothing of demo/web is left in member-1",
            "zone amiens is back",
            "demo/web goes home to amiens: 2 replicas, at most 2 in an hour",
            "amiens=2, lille=2, reims=2");
    int at = 0;
    for (String line : story) {
      int next = out.indexOf(line, at);
      assertTrue(next >= 0, line + " is not told, or not in this order:\n" + out);
      at = next;
    }
    assertFalse(out.contains("incident"), out);
  }

  private static void boundWhereItWasDecided(Path kubeconfig) throws IOException {
    try (KubernetesClient client =
        PatientClients.of(Config.fromKubeconfig(Files.readString(kubeconfig)))) {
      assertTrue(decided(client).size() >= 1);
      await().atMost(Duration.ofSeconds(60)).until(() -> decided(client).equals(bound(client)));
    }
  }

  private static void scaled(
      SandboxTerminal sandbox, Helm terminal, String namespace, String name) {
    terminal.kubectl("get", "bw,wp,az", "-A");
    terminal.kubectl("scale", "bw/" + name, "-n", namespace, "--replicas=3");
    sandbox.awaitLine(namespace + "/" + name, "3/3", "PlacedAndAvailable");
  }

  /** Of a cluster: the uid of the namespace that none is without. */
  private static String identity(Helm terminal, String... context) {
    return terminal.kubectl(
        Stream.concat(
                Stream.of(context),
                Stream.of("get", "ns/kube-system", "--output=jsonpath={.metadata.uid}"))
            .toArray(String[]::new));
  }

  /** Replicas by workload and zone, as the placements say. */
  private static Map<String, Map<String, Integer>> decided(KubernetesClient client) {
    Map<String, Map<String, Integer>> decided = new TreeMap<>();
    for (WorkloadPlacement p :
        client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems()) {
      p.getSpec().assignments().stream()
          .filter(a -> a.replicas() > 0)
          .forEach(
              a ->
                  decided
                      .computeIfAbsent(
                          p.getMetadata().getNamespace() + "/" + p.getMetadata().getName(),
                          w -> new TreeMap<>())
                      .put(a.zone(), a.replicas()));
    }
    return decided;
  }

  /** The same, as the scheduler has bound the pods. */
  private static Map<String, Map<String, Integer>> bound(KubernetesClient client) {
    Map<String, String> zones = new TreeMap<>();
    client
        .nodes()
        .list()
        .getItems()
        .forEach(n -> zones.put(n.getMetadata().getName(), n.getMetadata().getLabels().get(ZONE)));
    Map<String, Map<String, Integer>> bound = new TreeMap<>();
    for (Pod pod : client.pods().inAnyNamespace().withLabel(WORKLOAD).list().getItems()) {
      if (pod.getSpec().getNodeName() != null && pod.getMetadata().getDeletionTimestamp() == null) {
        bound
            .computeIfAbsent(
                pod.getMetadata().getNamespace()
                    + "/"
                    + pod.getMetadata().getLabels().get(WORKLOAD),
                w -> new TreeMap<>())
            .merge(zones.get(pod.getSpec().getNodeName()), 1, Integer::sum);
      }
    }
    return bound;
  }
}

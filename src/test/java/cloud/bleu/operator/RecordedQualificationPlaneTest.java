package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.ToldLines;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A qualification that only the press has announced, as shipped, under the strict policy, as
 * shipped: somebody records what the regulator's list says, in one object, and every workload is
 * decided anew once.
 */
@RealControlPlane
class RecordedQualificationPlaneTest {

  private static final List<String> STRICTLY = List.of("archive", "dossier");
  private static final String NODE_LABEL = "bleu.node-restriction.kubernetes.io/zone";

  /** When the test is said to be: no day ends meanwhile. */
  private static final ZonedDateTime NOON =
      ZonedDateTime.now(ZoneRule.PARIS).plusDays(1).with(LocalTime.NOON);

  private static final LocalDate TODAY = NOON.toLocalDate();
  private static final String OBSERVED =
      "{basis: Observation, source: our own visit, asOf: %s}".formatted(TODAY.minusDays(20));

  @TempDir Path folder;
  private Helm kubectl;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Writes writes;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    kubectl = Helm.on(plane, folder);
    scene = new Scene(client, nodes);
    for (String zone : List.of("s3ns-a", "s3ns-b")) {
      nodes.add(FakeNode.inZone(zone, zone + "-1").withLabel(NODE_LABEL, zone));
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: AvailabilityZone
          metadata: {name: %1$s}
          spec:
            provider: s3ns
            offerings: [premi3ns]
            region: u-france-east1
            site: %1$s
            siteProvenance: %2$s
            location: {country: FR, provenance: %2$s}
            target: {nodeSelector: {%3$s: %1$s}}
          """
              .formatted(zone, OBSERVED, NODE_LABEL));
    }
    writes = new Writes();
    operatorClient = writes.client(account.config());
    MovableClock clock = new MovableClock();
    clock.forward(Duration.between(clock.instant(), NOON));
    operator = OperatorUnderTest.of(operatorClient, clock.alone(), () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  @Test
  void oneEditOfOneObjectChangesItEverywhere(ControlPlane plane) throws IOException {
    String provider = Files.readString(Path.of("examples/providers/s3ns.yaml"));
    kubectl.kubectl("apply", "-f", "examples/policies/secnumcloud-3.2-customer-side.yaml");
    apply(provider);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: listed}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: listed, rule: qualified-offering, action: Enforce, parameters: {scheme: SecNumCloud, version: "3.2"}}
        """);
    scene.awaitAnswered(CloudProvider.class, "s3ns");
    scene.awaitAnswered(SovereigntyPolicy.class, "secnumcloud-3.2-customer-side", "listed");
    // It is not decided on the facts of these zones, and tells of them all the same.
    workload("archive", "Sensitive", "{zones: {deny: [s3ns-a, s3ns-b]}}");
    workload("dossier", "Sensitive", "{}");
    workload("site", "Ordinary", "{}");
    for (String name : List.of("archive", "dossier", "site")) {
      scene.until(name + " is refused", () -> codes(name).contains("OnlyAnnounced"));
      scene.until(name + " says so", () -> scene.condition(name, "Stalled").equals("True"));
      assertEquals(Map.of(), scene.assigned(name));
      assertEquals(
          "SecNumCloud 3.2 of offering premi3ns is only announced in the press; check the"
              + " regulator's list and record it",
          explanation(name, "OnlyAnnounced").message());
      assertEquals(List.of("s3ns-a", "s3ns-b"), explanation(name, "OnlyAnnounced").zones());
    }
    scene.settled(writes);
    long decided = scene.ledger().getSpec().sequence();
    int before = writes.done().size();

    String recorded =
        recorded(
            provider,
            "announcedOn: \"2025-12-17\"",
            "validFrom: %s\n      validUntil: %s\n      provenance:\n"
                    .formatted(TODAY.minusYears(1), TODAY.plusYears(2))
                + "        basis: RegulatorList\n"
                + "        source: the list of qualified services\n"
                + "        asOf: "
                + TODAY
                + "\n");
    apply(recorded);
    scene.awaitReady("site");
    for (String name : STRICTLY) {
      scene.until(name + " follows", () -> !codes(name).contains("OnlyAnnounced"));
    }
    scene.settled(writes);

    // One decision: that of the workload that finds a place by it.
    assertEquals(2, scene.assigned("site").values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(decided + 1, scene.ledger().getSpec().sequence());
    // Who lacks something else is told what, in one write of its placement and none of a decision.
    List<String> since = writes.tookEffect(before);
    for (String name : STRICTLY) {
      assertEquals(Map.of(), scene.assigned(name));
      assertTrue(codes(name).contains("BasisNotAccepted"), codes(name).toString());
      String placement = "/workloadplacements/" + name;
      assertEquals(1, count(since, placement + "/status"), since.toString());
      assertEquals(0, count(since, placement), since.toString());
      assertTrue(count(since, "/bleuworkloads/" + name + "/status") <= 1, since.toString());
    }
    assertEquals(1, count(since, "/workloadplacements/site"), since.toString());
    for (String name : List.of("archive", "dossier", "site")) {
      assertToldAsExplained(plane, name);
    }

    // Another day of the same fact is no decision, and shows wherever the fact is told.
    int settled = writes.done().size();
    apply(recorded.replace("asOf: \"2025-12-24\"", "asOf: \"" + TODAY + "\""));
    scene.until(
        "archive tells since when", () -> daysOf("archive", "legal entity").contains(TODAY));
    scene.settled(writes);
    since = writes.tookEffect(settled);
    for (String name : List.of("archive", "dossier", "site")) {
      assertToldAsExplained(plane, name);
      assertTrue(count(since, "/workloadplacements/" + name + "/status") <= 1, since.toString());
      assertEquals(0, count(since, "/workloadplacements/" + name), since.toString());
    }
  }

  /** {@code bleu explain} on the cluster and the status in it. */
  private void assertToldAsExplained(ControlPlane plane, String name) throws IOException {
    Path kubeconfig = folder.resolve("explain");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    Typed typed =
        Typed.withInput(
            "",
            "explain",
            name,
            "-o",
            "json",
            "--at",
            TODAY.toString(),
            "--kubeconfig",
            kubeconfig.toString());
    WorkloadPlacementStatus status = scene.placement(name).getStatus();
    assertEquals(
        ToldLines.of(new ObjectMapper().readTree(typed.out())), ToldLines.of(status), typed.err());
    assertEquals(name.equals("site"), !status.whyHere().isEmpty(), status.toString());
    assertTrue(!status.facts().isEmpty(), status.toString());
  }

  private List<LocalDate> daysOf(String name, String fact) {
    return scene.placement(name).getStatus().facts().stream()
        .filter(f -> f.name().startsWith(fact))
        .map(f -> LocalDate.parse(f.asOf()))
        .toList();
  }

  /** The qualification with its window and another provenance; all else as it is. */
  private static String recorded(String provider, String announced, String window) {
    int at = provider.indexOf(announced);
    int old = provider.indexOf("      provenance:", at);
    int end = provider.indexOf("  # The other offering", old);
    assertTrue(at > 0 && old > at && end > old, "the example is written so");
    return provider.substring(0, at) + window + provider.substring(end);
  }

  private static long count(List<String> writes, String path) {
    return writes.stream().filter(w -> w.endsWith(path)).count();
  }

  private void apply(String yaml) throws IOException {
    Path file = folder.resolve("s3ns.yaml");
    Files.writeString(file, yaml);
    kubectl.kubectl("apply", "-f", file.toString());
  }

  private void workload(String name, String dataClass, String residency) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %1$s}
        spec:
          replicas: 2
          dataClasses: [%2$s]
          layers: [CaaS]
          residency: %3$s
          workload:
            deployment:
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """
            .formatted(name, dataClass, residency));
  }

  private TreeSet<String> codes(String name) {
    TreeSet<String> codes = new TreeSet<>();
    WorkloadPlacement placement = scene.placement(name);
    WorkloadPlacementStatus status = placement == null ? null : placement.getStatus();
    if (status != null) {
      status.rejected().forEach(r -> codes.addAll(r.codes()));
    }
    return codes;
  }

  private Explanation explanation(String name, String code) {
    return scene.placement(name).getStatus().explanations().stream()
        .filter(e -> e.code().equals(code))
        .findFirst()
        .orElseThrow();
  }
}

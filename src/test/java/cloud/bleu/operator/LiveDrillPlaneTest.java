package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live drill on a control plane: it moves, is measured, and comes home, whoever leads. */
@RealControlPlane
class LiveDrillPlaneTest {

  private static final String OPEN =
      "mode: Live, window: {opens: \"* * * * *\", duration: 12h}, budget: {replicas: 9}";

  private final MovableClock clock = new MovableClock();
  @TempDir private Path folder;
  private KubernetesClient client;
  private OperatorAccount account;
  private Scene scene;

  @BeforeEach
  void begin(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    this.account = account;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    EvidencePlaneTest.mayKeepAKey(plane, account, folder);
  }

  @AfterEach
  void end() {
    client.resources(ResilienceDrill.class).delete();
  }

  private OperatorOptions exporting() {
    OperatorOptions alone = clock.alone();
    return new OperatorOptions(
            alone.bindAddress(),
            alone.port(),
            false,
            account.namespace(),
            alone.identity(),
            alone.leaseDuration(),
            alone.renewDeadline(),
            alone.retryPeriod(),
            clock,
            EvidenceOptions.to(folder.resolve("export")))
        .with(clock::nanos);
  }

  /** An operator lives for as long as this takes. */
  private void living(Runnable life) {
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, exporting(), () -> {})) {
      operator.start();
      life.run();
    }
  }

  @Test
  void whatRunsThereMovesIsTimedAndComesHomeAcrossAChangeOfLeaders(ControlPlane plane)
      throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    scene.workload(
        "web",
        6,
        "{tolerate: [{of: Site, keep: 4, recover: Reserved}], rto: 1h, failover: {returnAfter: 30m}}");
    living(
        () -> {
          scene.awaitReady("web");
          assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.assigned("web"));
          scene.watchReadiness("web");
          create("fr-a-live", "{scope: {site: site-fr-a}, " + OPEN + "}");
          scene.until("it moves", () -> phase("fr-a-live").equals("Moving"));
          create("second", "{scope: {zone: fr-b}, " + OPEN + "}");
        });
    // Another process goes on with what the status says.
    living(
        () -> {
          scene.until("it has a verdict", () -> !history("fr-a-live").isEmpty());
          Run run = history("fr-a-live").get(0);
          assertEquals(
              List.of("Passed", "Live", "Once"), List.of(run.verdict(), run.mode(), run.cause()));
          WorkloadVerdict verdict = status("fr-a-live").workloads().get(0);
          assertEquals(
              List.of("web", "Survives", 6, 2, 6),
              List.of(
                  verdict.name(),
                  verdict.outcome(),
                  verdict.before(),
                  verdict.lost(),
                  verdict.after()));
          assertTrue(verdict.recoverySeconds() < 3600, verdict::toString);
          assertEquals(Map.of("fr-b", 3, "fr-c", 3), scene.assigned("web"));
          assertTrue(scene.leastReady() >= 6, "successors first: " + scene.leastReady());
          scene.until("the zone is in service", () -> schedulable("fr-a").equals("True"));
          assertEquals("Returning", phase("fr-a-live"));
          scene.until(
              "the second one waits",
              () -> condition("second", "Ready").equals("False DrillWaitsForAnother"));
          client.resources(ResilienceDrill.class).withName("second").delete();
          clock.forward(Duration.ofMinutes(31));
          scene.until(
              "all are home",
              () -> scene.bound("web").equals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2)));
          scene.until("it is over", () -> condition("fr-a-live", "Ready").equals("True DrillDone"));
          assertEquals("", phase("fr-a-live"));
          scene.until("that is an entry", () -> said("fr-a-live").contains("DrillEnded Returned"));
          assertEquals(
              List.of("DrillBegan", "DrillRun Passed", "DrillEnded Returned"), said("fr-a-live"));

          abortsInAnotherIncident(kubeconfig);
        });
    assertTrue(said("fr-a-live").size() >= 8, () -> said("fr-a-live").toString());
    assertEquals(
        List.of("DrillBegan", "DrillRun Aborted", "DrillEnded Returned"),
        said("fr-a-live").subList(3, 6));
    VerificationReport report =
        Verification.verify(
            folder.resolve("export"),
            EvidencePlaneTest.keys(client, account),
            List.of(),
            OwnRules::of,
            clock.instant());
    assertEquals(List.of(), report.faults());
    assertEquals(3, report.kinds().get("DrillRun"));
  }

  /** The same drill once more, in which another zone is lost. */
  private void abortsInAnotherIncident(Path kubeconfig) {
    Typed unconfirmed = bleu(kubeconfig, "drill", "fr-a-live", "--run");
    assertEquals(1, unconfirmed.code(), unconfirmed.out());
    assertTrue(unconfirmed.err().contains("give --live as well"), unconfirmed.err());
    scene.awaitReady("web");
    // What moves waits for a node, so the run does not come to its end.
    taint("[{\"key\":\"full\",\"effect\":\"NoSchedule\"}]");
    Typed asked = bleu(kubeconfig, "drill", "fr-a-live", "--run", "--live");
    assertEquals(0, asked.code(), asked.err());
    scene.until("it moves", () -> phase("fr-a-live").equals("Moving"));
    scene.until("pods wait", () -> scene.pods("web").size() == 8);
    incident("fr-c", "\"Lost\"");
    scene.until("it is over", () -> history("fr-a-live").size() == 2);
    Run run = history("fr-a-live").get(0);
    assertEquals(List.of("Aborted", "IncidentOpened"), List.of(run.verdict(), run.abortedBy()));
    assertEquals("Unknown DrillAborted", condition("fr-a-live", "Passed"));
    scene.until("fr-a is in service", () -> schedulable("fr-a").equals("True"));
    incident("fr-c", "null");
    taint("null");
    scene.until("that is an entry", () -> said("fr-a-live").contains("DrillRun Aborted"));
    Typed late = bleu(kubeconfig, "drill", "fr-a-live", "--abort");
    assertEquals(0, late.code(), late.err());
    scene.until("nobody waits for the return", () -> phase("fr-a-live").isEmpty());
    scene.until("that is an entry", () -> said("fr-a-live").size() == 6);
    // The first return has used up the moves of its hour.
    clock.forward(Duration.ofHours(3));
    scene.until("what left fr-a is home", () -> scene.assigned("web").getOrDefault("fr-a", 0) >= 2);
    aPersonAbortsIt(kubeconfig);
  }

  private void aPersonAbortsIt(Path kubeconfig) {
    scene.awaitReady("web");
    taint("[{\"key\":\"full\",\"effect\":\"NoSchedule\"}]");
    assertEquals(0, bleu(kubeconfig, "drill", "fr-a-live", "--run", "--live").code());
    scene.until("it moves", () -> phase("fr-a-live").equals("Moving"));
    String shown = bleu(kubeconfig, "drill", "fr-a-live").out();
    assertTrue(shown.contains("fr-a-live is Moving since "), shown);
    Typed asked = bleu(kubeconfig, "drill", "fr-a-live", "--abort");
    assertEquals(0, asked.code(), asked.err());
    scene.until("it is over", () -> history("fr-a-live").size() == 3);
    assertEquals("AbortRequested", history("fr-a-live").get(0).abortedBy());
    taint("null");
    scene.until("that is an entry", () -> said("fr-a-live").size() == 8);
    EvidencePlaneTest.emptied(scene);
  }

  private void taint(String taints) {
    for (String node : List.of("fr-b-1", "fr-b-2", "fr-c-1", "fr-c-2")) {
      client
          .nodes()
          .withName(node)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"taints\":" + taints + "}}");
    }
  }

  private void incident(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }

  private void create(String name, String spec) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: %s}
        spec: %s
        """
            .formatted(name, spec));
  }

  private Typed bleu(Path kubeconfig, String... typed) {
    List<String> arguments = new ArrayList<>(List.of(typed));
    arguments.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Typed.now(arguments.toArray(String[]::new));
  }

  private ResilienceDrillStatus status(String name) {
    return client.resources(ResilienceDrill.class).withName(name).get().getStatus();
  }

  private String phase(String name) {
    ResilienceDrillStatus status = status(name);
    return status == null || status.live() == null ? "" : status.live().phase();
  }

  private List<Run> history(String name) {
    return status(name).history();
  }

  private String condition(String name, String type) {
    ResilienceDrillStatus status = status(name);
    Condition condition = status == null ? null : Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private String schedulable(String zone) {
    AvailabilityZone object = scene.zone(zone);
    Condition condition = Conditions.find(object.getStatus().conditions(), "Schedulable");
    return condition == null ? "" : condition.getStatus();
  }

  /** What the chain on the disk says of a drill, in its order. */
  private List<String> said(String name) {
    List<String> said = new ArrayList<>();
    try (Stream<Path> segments = Files.list(folder.resolve("export").resolve("chain"))) {
      for (Path segment : segments.sorted().toList()) {
        for (String text : Files.readAllLines(segment)) {
          ChainLine line = ChainLine.read(text);
          if (line.kind().startsWith("Drill") && name.equals(line.content("drill"))) {
            String what =
                line.content("verdict") == null ? line.content("as") : line.content("verdict");
            said.add(line.kind() + (what == null ? "" : " " + what));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said;
  }
}

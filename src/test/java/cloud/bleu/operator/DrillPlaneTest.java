package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drills on a control plane. On paper they run, are told and recorded, and move nothing. Live they
 * move replicas, are measured and come home, whoever leads, and however they end.
 */
@RealControlPlane
class DrillPlaneTest {

  private static final String OPEN =
      "mode: Live, window: {opens: \"* * * * *\", duration: 12h}, budget: {replicas: 9}";

  private static final Map<String, Integer> AT_HOME = Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2);

  private final MovableClock clock = new MovableClock();
  @TempDir private Path folder;
  private Path kubeconfig;
  private KubernetesClient client;
  private OperatorAccount account;
  private Scene scene;
  private RunningWatch running;

  @BeforeEach
  void begin(ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    this.client = client;
    this.account = account;
    kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    EvidencePlaneTest.mayKeepAKey(plane, account, folder);
    running = new RunningWatch(client, "web");
  }

  @AfterEach
  void end() {
    client.resources(ResilienceDrill.class).delete();
    running.close();
  }

  private OperatorOptions exporting() {
    OperatorOptions alone = clock.alone();
    EvidenceOptions to = EvidenceOptions.to(folder.resolve("export"));
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
            new EvidenceOptions(
                to.directory(),
                to.heartbeat(),
                1,
                to.checkpointInterval(),
                Duration.ZERO,
                List.of(),
                List.of(),
                null,
                List.of()))
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
  void theyRunOnPaperAndForRealAcrossChangesOfLeaders() throws IOException {
    scene.workload(
        "web",
        6,
        "{tolerate: [{of: Site, keep: 4, recover: Reserved}], rto: 1h, failover: {returnAfter: 30m}}");
    living(
        () -> {
          scene.awaitReady("web");
          assertEquals(AT_HOME, scene.assigned("web"));
          onPaper();
          aSiteThatNobodyHas();
          bySchedule();
          assertEquals(AT_HOME, scene.assigned("web"), "nothing was moved");
          scene.until("all run", () -> running.running() == 6);
          running.asks(6);
          create("fr-a-live", "{scope: {site: site-fr-a}, " + OPEN + "}");
          scene.until("it has begun", () -> !phase().isEmpty());
          create("second", "{scope: {zone: fr-b}, " + OPEN + "}");
        });
    // Another process goes on with what the status says.
    living(
        () -> {
          itMovesIsTimedAndComesHome();
          anotherIncidentAbortsIt();
          beginsAgainAndCannotEnd();
        });
    // Nobody leads while a person asks for its end.
    Typed asked = bleu("drill", "fr-a-live", "--abort");
    assertEquals(0, asked.code(), asked.err());
    assertEquals("Moving", phase());
    living(
        () -> {
          theNextLeaderEndsIt();
          deletedInTheMiddle();
          scene.zone("acme", "fr-d");
          scene.until("it ran", () -> condition("wrong", "Passed").startsWith("True"));
          assertEquals("", condition("wrong", "Stalled"));
          scene.until("that is an entry", () -> said("wrong").size() == 1);
          EvidencePlaneTest.emptied(scene);
        });
    assertEquals(List.of("DrillRun Passed Once", "DrillRun Failed Request"), said("fr-a"));
    assertEquals(
        List.of(
            "DrillBegan Once",
            "DrillRun Passed Once",
            "DrillEnded Returned",
            "DrillBegan Request",
            "DrillRun Aborted Request",
            "DrillEnded Returned",
            "DrillBegan Request",
            "DrillRun Aborted Request",
            "DrillEnded Returned",
            "DrillBegan Request",
            "DrillEnded Deleted"),
        said("fr-a-live"));
    VerificationReport report =
        Verification.verify(
            folder.resolve("export"),
            EvidencePlaneTest.keys(client, account),
            List.of(),
            OwnRules::of,
            clock.instant());
    assertEquals(List.of(), report.faults());
    assertEquals(7, report.kinds().get("DrillRun"));
  }

  private void onPaper() {
    create("fr-a", "{scope: {site: site-fr-a}}");
    scene.until("it passed", () -> condition("fr-a", "Passed").equals("True PromisesHold"));
    assertEquals("True DrillDone", condition("fr-a", "Ready"));
    assertEquals("True DrillFresh", condition("fr-a", "Fresh"));
    Run run = history("fr-a").get(0);
    assertEquals("site site-fr-a", run.scope());
    assertEquals(List.of(0, 1), List.of(run.breaches(), run.survives()));
    scene.until("it is kept", () -> said("fr-a").equals(List.of("DrillRun Passed Once")));
    scene.until("it is an event", () -> events("fr-a").contains("DrillPassed"));

    // One that is to keep all of its replicas on three sites cannot.
    scene.workload(
        "frail",
        3,
        "{spread: [{over: Site, min: 3}], tolerate: [{of: Site, keep: 3, recover: Reserved,"
            + " whenUnsatisfiable: PlaceAnyway}]}");
    scene.until("frail is decided", () -> scene.assigned("frail").size() == 3);
    Typed asked = bleu("drill", "fr-a", "--run");
    assertEquals(0, asked.code(), asked.err());
    scene.until("it failed", () -> condition("fr-a", "Passed").equals("False PromisesBroken"));
    scene.until("that is an event", () -> events("fr-a").contains("DrillFailed"));
    Typed shown = bleu("drill", "fr-a");
    assertEquals(2, shown.code(), shown.err());
    // Lines break where the name of the namespace makes them.
    assertTrue(
        shown
            .out()
            .replaceAll("\\s+", " ")
            .contains("resilience.tolerate[Site].keep is broken by 1"),
        shown.out());
    toldElsewhere();
    Typed listed = bleu("drill", "-o", "name");
    assertEquals("fr-a\n", listed.out(), listed.err());
    assertTrue(bleu("drill", "fr-b").err().contains("did you mean fr-a?"));
    assertEquals(2, history("fr-a").size());
    client.resources(BleuWorkload.class).withName("frail").delete();
    scene.until("frail is gone", () -> scene.placement("frail") == null);
  }

  /** The failed run of fr-a, as the other verbs tell it. */
  private void toldElsewhere() {
    String at = status("fr-a").history().get(0).at();
    String frail = bleu("explain", "frail").out().replaceAll("\\s+", " ");
    assertTrue(frail.contains("fr-a, loss of site site-fr-a, ran " + at + ": Breaches"), frail);
    assertTrue(frail.contains("no drill simulates the loss of: site site-fr-b"), frail);
    String web = bleu("explain", "web").out().replaceAll("\\s+", " ");
    assertTrue(web.contains("ran " + at + ": Survives, 2 of 6 replicas lost, 6 afterwards"), web);
    String namespace = client.getNamespace();
    Typed doctor = bleu("doctor", "-n", namespace, "-o", "json");
    assertTrue(doctor.out().contains("PromisesBroken"), doctor.out() + doctor.err());
    String csv = bleu("report", "-o", "csv").out();
    assertTrue(
        csv.lines().anyMatch(l -> l.contains("Drill") && l.contains("loss of site site-fr-a")),
        csv);
  }

  private void bySchedule() {
    create("daily", "{scope: {zone: fr-b}, schedule: 0 6 * * *, maxAge: 36h}");
    scene.until("it waits", () -> condition("daily", "Ready").equals("True DrillScheduled"));
    assertEquals(List.of(), history("daily"));
    Instant first = Instant.parse(status("daily").nextRun());
    clock.forward(Duration.between(clock.instant(), first).plusSeconds(1));
    scene.until("it ran", () -> history("daily").size() == 1);
    assertEquals("Schedule", history("daily").get(0).cause());
    assertTrue(Instant.parse(status("daily").nextRun()).isAfter(first));

    client
        .resources(ResilienceDrill.class)
        .withName("daily")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    scene.until("it is suspended", () -> condition("daily", "Ready").equals("True Suspended"));
    clock.forward(Duration.ofDays(3));
    scene.until(
        "what passed is too old", () -> condition("daily", "Fresh").equals("False DrillTooOld"));
    assertEquals(1, history("daily").size());
  }

  private void aSiteThatNobodyHas() {
    create("wrong", "{scope: {site: site-fr-d}}");
    scene.until("it is stalled", () -> condition("wrong", "Stalled").equals("True InvalidSpec"));
    String message = Conditions.find(status("wrong").conditions(), "Stalled").getMessage();
    assertTrue(
        message.contains(
            "spec.scope.site: there is no site \"site-fr-d\" (did you mean site-fr-a?)"),
        message);
  }

  private void itMovesIsTimedAndComesHome() {
    scene.until("it has a verdict", () -> !history("fr-a-live").isEmpty());
    Run run = history("fr-a-live").get(0);
    assertEquals(
        List.of("Passed", "Live", "Once"), List.of(run.verdict(), run.mode(), run.cause()));
    WorkloadVerdict verdict = status("fr-a-live").workloads().get(0);
    assertEquals(
        List.of("web", "Survives", 6, 2, 6),
        List.of(
            verdict.name(), verdict.outcome(), verdict.before(), verdict.lost(), verdict.after()));
    assertTrue(verdict.recoverySeconds() < 3600, verdict::toString);
    assertEquals(Map.of("fr-b", 3, "fr-c", 3), scene.assigned("web"));
    assertEquals(0, running.lacked(), "successors first");
    scene.until("the zone is in service", () -> schedulable("fr-a").startsWith("True"));
    assertEquals("Returning", phase());
    scene.until(
        "the second one waits",
        () -> condition("second", "Ready").equals("False DrillWaitsForAnother"));
    client.resources(ResilienceDrill.class).withName("second").delete();
    clock.forward(Duration.ofMinutes(31));
    scene.until("all are home", () -> scene.bound("web").equals(AT_HOME));
    scene.until("it is over", () -> condition("fr-a-live", "Ready").equals("True DrillDone"));
    assertEquals("", phase());
    said(3);
    assertEquals(2, history("fr-a").size(), "what ran under the leader before is not run again");
  }

  /** The same drill once more, in which another zone is lost. */
  private void anotherIncidentAbortsIt() {
    Typed unconfirmed = bleu("drill", "fr-a-live", "--run");
    assertEquals(1, unconfirmed.code(), unconfirmed.out());
    assertTrue(unconfirmed.err().contains("give --live as well"), unconfirmed.err());
    beginsAgainAndCannotEnd();
    scene.until("its zone says so", () -> schedulable("fr-a").startsWith("False Drained"));
    String drained = schedulable("fr-a");
    assertTrue(drained.startsWith("False Drained live drill fr-a-live has what runs"), drained);
    assertTrue(drained.endsWith("`bleu drill fr-a-live --abort` ends it"), drained);
    incident("fr-c", "\"Lost\"");
    scene.until("it is over", () -> history("fr-a-live").size() == 2);
    Run run = history("fr-a-live").get(0);
    assertEquals(List.of("Aborted", "IncidentOpened"), List.of(run.verdict(), run.abortedBy()));
    assertEquals("Unknown DrillAborted", condition("fr-a-live", "Passed"));
    scene.until("fr-a is in service", () -> schedulable("fr-a").startsWith("True"));
    incident("fr-c", "null");
    taint("null");
    said(5);
    Typed late = bleu("drill", "fr-a-live", "--abort");
    assertEquals(0, late.code(), late.err());
    scene.until("nobody waits for the return", () -> phase().isEmpty());
    said(6);
    // The first return has used up the moves of its hour.
    clock.forward(Duration.ofHours(3));
    scene.until("what left fr-a is home", () -> scene.assigned("web").getOrDefault("fr-a", 0) >= 2);
  }

  /** It moves, and what moves waits for a node. */
  private void beginsAgainAndCannotEnd() {
    // While it comes home, what it left still runs elsewhere, and a run would be over at once.
    scene.until("it runs where it is decided, and nowhere else", this::isSettled);
    taint("[{\"key\":\"full\",\"effect\":\"NoSchedule\"}]");
    Typed asked = bleu("drill", "fr-a-live", "--run", "--live");
    assertEquals(0, asked.code(), asked.err());
    scene.until("it moves", () -> phase().equals("Moving"));
    scene.until("pods wait", () -> scene.pods("web").size() == 8);
    String shown = bleu("drill", "fr-a-live").out();
    assertTrue(shown.contains("fr-a-live is Moving since "), shown);
  }

  /** What was asked while nobody led is answered by the next one. */
  private void theNextLeaderEndsIt() {
    scene.until("it is over", () -> history("fr-a-live").size() == 3);
    assertEquals("AbortRequested", history("fr-a-live").get(0).abortedBy());
    scene.until("fr-a is in service", () -> schedulable("fr-a").startsWith("True"));
    taint("null");
    Typed late = bleu("drill", "fr-a-live", "--abort");
    assertEquals(0, late.code(), late.err());
    scene.until("nobody waits for the return", () -> phase().isEmpty());
    said(9);
    clock.forward(Duration.ofHours(3));
    scene.until("what left fr-a is home", () -> scene.assigned("web").getOrDefault("fr-a", 0) >= 2);
  }

  private void deletedInTheMiddle() {
    beginsAgainAndCannotEnd();
    client.resources(ResilienceDrill.class).withName("fr-a-live").delete();
    scene.until("fr-a is in service", () -> schedulable("fr-a").startsWith("True"));
    taint("null");
    said(11);
    scene.awaitReady("web");
  }

  private void taint(String taints) {
    for (String node : List.of("fr-b-1", "fr-b-2", "fr-c-1", "fr-c-2")) {
      client
          .nodes()
          .withName(node)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"taints\":" + taints + "}}");
    }
  }

  private boolean isSettled() {
    List<Pod> pods = scene.pods("web");
    return pods.size() == 6
        && pods.stream().allMatch(Readiness::isPodReady)
        && scene.bound("web").equals(scene.assigned("web"));
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

  private Typed bleu(String... typed) {
    List<String> arguments = new ArrayList<>(List.of(typed));
    arguments.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Typed.now(arguments.toArray(String[]::new));
  }

  private ResilienceDrillStatus status(String name) {
    return client.resources(ResilienceDrill.class).withName(name).get().getStatus();
  }

  private List<Run> history(String name) {
    ResilienceDrillStatus status = status(name);
    return status == null ? List.of() : status.history();
  }

  /** That of the live run; empty: none is under way. */
  private String phase() {
    ResilienceDrillStatus status = status("fr-a-live");
    return status == null || status.live() == null ? "" : status.live().phase();
  }

  private String condition(String name, String type) {
    ResilienceDrillStatus status = status(name);
    Condition condition = status == null ? null : Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private String schedulable(String zone) {
    Condition condition = Conditions.find(scene.zone(zone).getStatus().conditions(), "Schedulable");
    return condition == null
        ? ""
        : condition.getStatus() + " " + condition.getReason() + " " + condition.getMessage();
  }

  private List<String> events(String name) {
    return client.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(e -> name.equals(e.getRegarding().getName()))
        .map(e -> e.getReason())
        .toList();
  }

  /** Waits until the chain has so many entries of the live drill. */
  private void said(int entries) {
    scene.until("entries: " + entries, () -> said("fr-a-live").size() == entries);
  }

  /** What the chain on the disk says of a drill, in its order. */
  private List<String> said(String name) {
    return DrillScene.said(folder.resolve("export"), name);
  }
}

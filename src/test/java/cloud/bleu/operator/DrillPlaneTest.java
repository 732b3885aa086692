package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drills on a control plane: they run, are told and recorded, and move nothing. */
@RealControlPlane
class DrillPlaneTest {

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
  private void living(OperatorOptions options, Runnable life) {
    try (KubernetesClient own = account.client();
        Operator operator = OperatorUnderTest.of(own, options, () -> {})) {
      operator.start();
      life.run();
    }
  }

  @Test
  void aRunIsToldAndRecordedOnceAndMovesNothing(ControlPlane plane) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    scene.workload("web", 6, "{tolerate: [{of: Site, keep: 4, recover: Reserved}]}");
    living(
        exporting(),
        () -> {
          scene.awaitReady("web");
          Map<String, Integer> before = scene.assigned("web");
          scene.create(drill("fr-a", "{scope: {site: site-fr-a}}"));
          scene.until("it passed", () -> condition("fr-a", "Passed").equals("True PromisesHold"));
          assertEquals("True DrillDone", condition("fr-a", "Ready"));
          assertEquals("True DrillFresh", condition("fr-a", "Fresh"));
          ResilienceDrillStatus.Run run = status("fr-a").history().get(0);
          assertEquals("site site-fr-a", run.scope());
          assertEquals(List.of(0, 1), List.of(run.breaches(), run.survives()));
          assertEquals(List.of("fr-a Passed Once"), said("fr-a"));
          scene.until("it is an event", () -> events("fr-a").contains("DrillPassed"));

          // One that is to keep all of its replicas on three sites cannot.
          scene.workload(
              "frail",
              3,
              "{spread: [{over: Site, min: 3}], tolerate: [{of: Site, keep: 3, recover: Reserved,"
                  + " whenUnsatisfiable: PlaceAnyway}]}");
          scene.until("frail is decided", () -> scene.assigned("frail").size() == 3);
          Typed asked = bleu(kubeconfig, "drill", "fr-a", "--run");
          assertEquals(0, asked.code(), asked.err());
          scene.until(
              "it failed", () -> condition("fr-a", "Passed").equals("False PromisesBroken"));
          scene.until("that is an event", () -> events("fr-a").contains("DrillFailed"));
          Typed shown = bleu(kubeconfig, "drill", "fr-a");
          assertEquals(2, shown.code(), shown.err());
          // Lines break where the name of the namespace makes them.
          assertTrue(
              shown
                  .out()
                  .replaceAll("\\s+", " ")
                  .contains("resilience.tolerate[Site].keep is broken by 1"),
              shown.out());
          toldElsewhere(kubeconfig);
          Typed listed = bleu(kubeconfig, "drill", "-o", "name");
          assertEquals("fr-a\n", listed.out(), listed.err());
          assertTrue(bleu(kubeconfig, "drill", "fr-b").err().contains("did you mean fr-a?"));
          assertEquals(before, scene.assigned("web"));
          EvidencePlaneTest.emptied(scene);
        });
    List<ResilienceDrillStatus.Run> history = status("fr-a").history();
    assertEquals(2, history.size());
    assertEquals(List.of("fr-a Passed Once", "fr-a Failed Request"), said("fr-a"));

    living(
        exporting(),
        () -> {
          scene.workload("batch", 1, "{}");
          scene.awaitReady("batch");
          EvidencePlaneTest.emptied(scene);
        });
    assertEquals(history, status("fr-a").history(), "nobody runs it again");
    assertEquals(2, said("fr-a").size());
    VerificationReport report =
        Verification.verify(
            folder.resolve("export"),
            EvidencePlaneTest.keys(client, account),
            List.of(),
            OwnRules::of,
            Instant.now());
    assertEquals(List.of(), report.faults());
    assertEquals(2, report.kinds().get("DrillRun"));
  }

  /** The failed run of fr-a, as the other verbs tell it. */
  private void toldElsewhere(Path kubeconfig) {
    String at = status("fr-a").history().get(0).at();
    String frail = bleu(kubeconfig, "explain", "frail").out().replaceAll("\\s+", " ");
    assertTrue(frail.contains("fr-a, loss of site site-fr-a, ran " + at + ": Breaches"), frail);
    assertTrue(frail.contains("no drill simulates the loss of: site site-fr-b"), frail);
    String web = bleu(kubeconfig, "explain", "web").out().replaceAll("\\s+", " ");
    assertTrue(web.contains("ran " + at + ": Survives, 2 of 6 replicas lost, 6 afterwards"), web);
    String namespace = client.getNamespace();
    Typed doctor = bleu(kubeconfig, "doctor", "-n", namespace, "-o", "json");
    assertTrue(doctor.out().contains("PromisesBroken"), doctor.out() + doctor.err());
    String csv = bleu(kubeconfig, "report", "-o", "csv").out();
    assertTrue(
        csv.lines().anyMatch(l -> l.contains("Drill") && l.contains("loss of site site-fr-a")),
        csv);
  }

  @Test
  void aScheduleRunsItUntilItIsSuspended() {
    living(
        clock.alone(),
        () -> {
          scene.workload("web", 3, "{tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
          scene.awaitReady("web");
          scene.create(drill("daily", "{scope: {zone: fr-b}, schedule: 0 6 * * *, maxAge: 36h}"));
          scene.until("it waits", () -> condition("daily", "Ready").equals("True DrillScheduled"));
          assertEquals(List.of(), status("daily").history());
          Instant first = Instant.parse(status("daily").nextRun());
          clock.forward(Duration.between(clock.instant(), first).plusSeconds(1));
          scene.until("it ran", () -> status("daily").history().size() == 1);
          assertEquals("Schedule", status("daily").history().get(0).cause());
          assertTrue(Instant.parse(status("daily").nextRun()).isAfter(first));

          client
              .resources(ResilienceDrill.class)
              .withName("daily")
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
          scene.until(
              "it is suspended", () -> condition("daily", "Ready").equals("True Suspended"));
          clock.forward(Duration.ofDays(3));
          scene.until(
              "what passed is too old",
              () -> condition("daily", "Fresh").equals("False DrillTooOld"));
          assertEquals(1, status("daily").history().size());
        });
  }

  @Test
  void aSiteThatNobodyHasStallsItUntilThereIsOne() {
    living(
        clock.alone(),
        () -> {
          scene.workload("web", 3, "{}");
          scene.awaitReady("web");
          scene.create(drill("wrong", "{scope: {site: site-fr-d}}"));
          scene.until(
              "it is stalled", () -> condition("wrong", "Stalled").equals("True InvalidSpec"));
          assertTrue(
              message("wrong")
                  .contains(
                      "spec.scope.site: there is no site \"site-fr-d\", did you mean site-fr-a?"),
              message("wrong"));
          scene.zone("acme", "fr-d");
          scene.until("it ran", () -> condition("wrong", "Passed").startsWith("True"));
          assertEquals("", condition("wrong", "Stalled"));
        });
  }

  private static String drill(String name, String spec) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: ResilienceDrill
    metadata: {name: %s}
    spec: %s
    """
        .formatted(name, spec);
  }

  private Typed bleu(Path kubeconfig, String... typed) {
    List<String> arguments = new ArrayList<>(List.of(typed));
    arguments.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Typed.now(arguments.toArray(String[]::new));
  }

  private ResilienceDrillStatus status(String name) {
    return client.resources(ResilienceDrill.class).withName(name).get().getStatus();
  }

  private String condition(String name, String type) {
    Condition condition = found(name, type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private String message(String name) {
    Condition condition = found(name, "Stalled");
    return condition == null ? "" : condition.getMessage();
  }

  private Condition found(String name, String type) {
    ResilienceDrillStatus status = status(name);
    return status == null ? null : Conditions.find(status.conditions(), type);
  }

  private List<String> events(String name) {
    return client.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(e -> name.equals(e.getRegarding().getName()))
        .map(e -> e.getReason())
        .toList();
  }

  /** What the chain on the disk says of a drill, in its order. */
  private List<String> said(String name) {
    List<String> said = new ArrayList<>();
    try (Stream<Path> segments = Files.list(folder.resolve("export").resolve("chain"))) {
      for (Path segment : segments.sorted().toList()) {
        for (String text : Files.readAllLines(segment)) {
          ChainLine line = ChainLine.read(text);
          if (line.kind().equals("DrillRun") && name.equals(line.content("drill"))) {
            said.add(
                line.content("drill")
                    + " "
                    + line.content("verdict")
                    + " "
                    + line.content("cause"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said;
  }
}

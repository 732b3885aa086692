package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.RunningWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.PlaneFlags;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Zones that are silent for as long as it takes by the clock on the wall: shorter and longer than
 * {@code failover.after}, and again and again. One alone is left once it is silent for longer;
 * several of unrelated sites put our own view in doubt, and nothing moves.
 *
 * <p>Bounded, the campaign is a pair for longer than {@code failover.after}, and one zone that
 * flaps, one after the other in one world that each has to leave as it was; what {@code
 * FailoverPlaneTest} does to one zone alone is not done again. With {@code hack/test --long} it is
 * every zone, every pair and all zones, each for a second, for ten seconds, for more than {@code
 * failover.after}, and flapping; with {@code -Dbleu.silence=full} each for ten minutes as well
 * (about two and a half hours). {@code '-Dbleu.silence=fr-a[+]fr-b for .*'}: those that read like
 * that.
 */
@RealControlPlane(
    own = true,
    controllerManager = {PlaneFlags.LOST_IN_SECONDS, RealControlPlane.WITHOUT_EVICTIONS})
@Tag("campaign")
class SilenceCampaignTest {

  private static final String ASKED = Campaign.plan("bleu.silence", "", "long");
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c", "fr-d");
  private static final Map<String, Integer> HOME =
      Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2, "fr-d", 2);
  private static final Duration AFTER = Duration.ofSeconds(15);

  /**
   * {@code failover.after} where a silence is to be shorter: from the first node that is not ready
   * to the last one that is again, a busy machine takes many seconds of its own.
   */
  private static final Duration LONG_AFTER = Duration.ofSeconds(60);

  /** After that Kubernetes itself evicts the pods of an unreachable node, which is left to it. */
  private static final Duration EVICTION = Duration.ofSeconds(300);

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private FakeNodes nodes;
  private Scene scene;
  private Operator operator;
  private KubernetesClient ours;
  private RunningWatch running;

  /** Which zones are silent, and for how long after their nodes count as not ready. */
  record Silence(List<String> zones, Duration lasts, int times) {
    boolean moves() {
      return zones.size() == 1 && lasts.compareTo(AFTER) > 0;
    }

    /** For how long the workload waits. */
    Duration after() {
      return lasts.compareTo(AFTER) > 0 ? AFTER : LONG_AFTER;
    }

    @Override
    public String toString() {
      return String.join("+", zones) + " for " + lasts.toSeconds() + " s, " + times + " times";
    }
  }

  private static List<Silence> silences() {
    List<List<String>> sets = new ArrayList<>();
    ZONES.forEach(zone -> sets.add(List.of(zone)));
    for (int i = 0; i < ZONES.size(); i++) {
      for (int j = i + 1; j < ZONES.size(); j++) {
        sets.add(List.of(ZONES.get(i), ZONES.get(j)));
      }
    }
    sets.add(ZONES);
    List<Silence> bounded =
        List.of(
            new Silence(List.of("fr-c", "fr-d"), AFTER.plusSeconds(5), 1),
            new Silence(sets.get(0), Duration.ofSeconds(1), 2));
    if (ASKED.isEmpty()) {
      return bounded;
    }
    List<Silence> all = new ArrayList<>();
    for (List<String> zones : sets) {
      all.add(new Silence(zones, Duration.ofSeconds(1), 1));
      all.add(new Silence(zones, AFTER.minusSeconds(5), 1));
      all.add(new Silence(zones, AFTER.plusSeconds(5), 1));
      all.add(new Silence(zones, Duration.ofSeconds(5), 6));
    }
    if (ASKED.equals("long")) {
      return all;
    }
    for (List<String> zones : sets) {
      all.add(new Silence(zones, Duration.ofMinutes(10), 1));
    }
    return ASKED.equals("full")
        ? all
        : Stream.concat(bounded.stream(), all.stream())
            .filter(s -> s.toString().matches(ASKED))
            .distinct()
            .toList();
  }

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.nodes = nodes;
    this.client = client;
    scene = new Scene(client, nodes).provider("acme");
    ZONES.forEach(zone -> scene.zone("acme", zone));
    ours = SandboxClients.of(account.campaignConfig());
    operator = OperatorUnderTest.of(ours, clock.alone(), () -> {});
    operator.start();
    running = new RunningWatch(client, "web");
    scene.workload(
        "web",
        8,
        "{tolerate: [{of: Site, keep: 6, recover: Reserved}],"
            + " failover: {after: 15s, returnAfter: 30m}}");
    scene.awaitReady("web");
    assertEquals(HOME, scene.assigned("web"));
    scene.until("all run", () -> running.running() == 8);
    running.asks(8);
  }

  @AfterEach
  void stop() {
    running.close();
    operator.close();
    ours.close();
  }

  @Test
  void noPodThatRunsIsDeletedBeforeItsSuccessorIsReady() {
    Plans failed = new Plans("SilenceCampaignTest", "bleu.silence");
    for (Silence silence : silences()) {
      failed.run(
          silence.toString().replace("+", "[+]"),
          () -> {
            asBefore();
            waitsFor(silence.after());
            passes(silence);
          });
    }
    failed.assertNone();
  }

  /** Mends what one that failed has left. */
  private void asBefore() {
    nodes.resumeAll();
    if (!scene.assigned("web").equals(HOME)) {
      clock.forward(Duration.ofMinutes(61));
      scene.until("home", () -> scene.assigned("web").equals(HOME));
    }
    // It is Ready while pods still move as well.
    scene.until(
        "all run at home, and no more",
        () -> scene.bound("web").equals(HOME) && pods().size() == 8);
    scene.awaitReady("web");
  }

  private void waitsFor(Duration after) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"resilience\":{\"failover\":{\"after\":\"%ds\"}}}}"
                .formatted(after.toSeconds()));
    scene.awaitReady("web");
  }

  private void passes(Silence silence) {
    Set<String> before = pods();
    Set<String> evictedBefore = running.evicted();
    int lackedBefore = running.lacked();
    for (int time = 0; time < silence.times(); time++) {
      silence.zones().forEach(nodes::silenceZone);
      for (String zone : silence.zones()) {
        // Of its nodes the first one is lost some seconds before the last one.
        scene.until(zone + " is silent", () -> health(zone).startsWith("False NoNodeReady"));
      }
      // The silence itself is what is waited for: nothing tells of its end but the clock.
      await("silence")
          .pollDelay(silence.lasts())
          .atMost(silence.lasts().plusSeconds(60))
          .until(() -> true);
      if (silence.moves()) {
        String zone = silence.zones().get(0);
        scene.until(zone + " is left", () -> !scene.assigned("web").containsKey(zone));
      }
      nodes.resumeAll();
      for (String zone : silence.zones()) {
        scene.until(zone + " answers", () -> health(zone).startsWith("True "));
      }
    }
    if (silence.moves()) {
      String zone = silence.zones().get(0);
      scene.until("it runs elsewhere", () -> !scene.bound("web").containsKey(zone));
      clock.forward(Duration.ofMinutes(61));
      scene.until("home", () -> scene.assigned("web").equals(HOME));
    }
    scene.awaitReady("web");
    assertEquals(HOME, scene.assigned("web"));
    if (!silence.moves()) {
      Set<String> evicted = missing(running.evicted(), evictedBefore);
      if (silence.lasts().compareTo(EVICTION) < 0) {
        assertEquals(Set.of(), evicted, "nobody evicts so soon");
      }
      before.removeAll(evicted);
      Set<String> after = pods();
      assertEquals(8, after.size());
      assertEquals(Set.of(), missing(before, after), "pods that nobody evicted are there");
    }
    assertEquals(
        lackedBefore, running.lacked(), "pods were deleted before their successors were ready");
  }

  private static Set<String> missing(Set<String> before, Set<String> after) {
    Set<String> missing = new TreeSet<>(before);
    missing.removeAll(after);
    return missing;
  }

  /** The status of its condition, and the reason; "" when it has none. */
  private String health(String zone) {
    var status = scene.zone(zone).getStatus();
    Condition condition = status == null ? null : Conditions.find(status.conditions(), "Healthy");
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private Set<String> pods() {
    return scene.pods("web").stream()
        .map(Pod::getMetadata)
        .map(meta -> meta.getUid())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

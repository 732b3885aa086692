package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import cloud.bleu.sandbox.ReservedPort;
import cloud.bleu.status.Conditions;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Losses that nobody reports, on a real control plane: one after the other, half of the zones at
 * once, again and again, and one under volumes. At each event of a watch as many pods are Ready as
 * {@code keep} promises, and as many replicas move as were lost.
 *
 * <p>Nodes are said to be silent in the words of the controller manager at once, and not after its
 * grace: {@link FailoverPlaneTest} waits for it.
 */
@RealControlPlane
class LossesPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c", "fr-d");

  /** A StatefulSet with volumes in four zones. */
  static final String DATABASE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: db}
      spec:
        replicas: 4
        dataClasses: [Ordinary]
        workload:
          statefulSet:
            serviceName: db
            template:
              spec:
                containers:
                - name: main
                  image: none
                  resources: {requests: {cpu: 100m, memory: 64Mi}}
                  volumeMounts: [{name: data, mountPath: /data}]
            volumeClaimTemplates:
            - metadata: {name: data}
              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        resilience:
          replication: {minDistanceKm: 0}
          tolerate: [{of: Site, keep: 2, recover: Reserved, replication: Asynchronous}]
          failover: {after: 5s}
      """;

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private FakeNodes nodes;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private ChainWatch chain;
  private RunningWatch running;
  private EvacuationReport report;
  private int movedBefore;

  /** The nodes of which nothing is heard. */
  private final Set<String> lost = new TreeSet<>();

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    this.nodes = nodes;
    scene = new Scene(client, nodes).provider("acme");
    ZONES.forEach(zone -> scene.zone("acme", zone));
    List.of("fr-a", "fr-b")
        .forEach(zone -> zone(zone, "{\"spec\":{\"failureDomains\":{\"flood\":\"seine\"}}}"));
    List.of("fr-c", "fr-d")
        .forEach(zone -> zone(zone, "{\"spec\":{\"failureDomains\":{\"flood\":\"None\"}}}"));
    report = new EvacuationReport(scene, client);
    chain = new ChainWatch(client);
    running = new RunningWatch(client, "web");
    operatorClient = account.client();
    operator =
        OperatorUnderTest.of(
            operatorClient,
            clock.alone().with(ProbeNetworks.of(List.of("127.0.0.1/32"))),
            () -> {});
    operator.start();
    scene.awaitAnswered(AvailabilityZone.class, ZONES.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
    running.close();
    chain.close();
  }

  /** One after the other: each ends with what it began with, and nothing is moved in its hour. */
  @Test
  void whatIsLostOrNotAnsweredForIsLeftOnceAndGoesHome() throws IOException {
    Map<String, Integer> home = web(8, "{of: Site, keep: 5, recover: Reserved}");
    twoLossesOneAfterTheOtherArePlannedFromWhatIsLeft(home);
    forward(Duration.ofMinutes(61));
    zoneThatFlapsEachMinuteIsLeftOnce(home);
    forward(Duration.ofMinutes(61));
    try (ReservedPort reserved = new ReservedPort()) {
      zoneOfWhichOnlyTheProbeIsNotAnsweredIsLeftAndComesBack(home, reserved.number());
    }
  }

  private void twoLossesOneAfterTheOtherArePlannedFromWhatIsLeft(Map<String, Integer> home) {
    counted(8);
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2, "fr-d", 2), home);

    lose("fr-a");
    scene.until("fr-a is left", () -> !scene.assigned("web").containsKey("fr-a"));
    report.silent("web", 2, EvacuationReport.AFTER, "fr-a");
    moved(2);
    int second = scene.assigned("web").get("fr-c");
    // Two zones of unrelated sites within one minute would put the own view in doubt.
    forward(Duration.ofMinutes(2));
    scene.until("all run beside it", () -> running.beside(lost) == 8);

    lose("fr-c");
    scene.until("fr-c is left", () -> scene.assigned("web").equals(Map.of("fr-b", 4, "fr-d", 4)));
    report.silent("web", second, EvacuationReport.AFTER, "fr-c");
    moved(2 + second);
    kept(5);

    back("fr-a", "fr-c");
    returns(home);
  }

  private void zoneThatFlapsEachMinuteIsLeftOnce(Map<String, Integer> home) {
    counted(8);
    long decided = scene.ledger().getSpec().sequence();
    lose("fr-a");
    scene.until("fr-a is left", () -> !scene.assigned("web").containsKey("fr-a"));
    // It says Ready until it is told of the loss.
    scene.until("its successors run", () -> scene.bound("web").equals(scene.assigned("web")));
    scene.awaitReady("web");
    for (int minute = 1; minute < 20; minute++) {
      back("fr-a");
      forward(Duration.ofSeconds(40));
      lose("fr-a");
    }
    back("fr-a");
    witness();
    moved(2);
    assertEquals(1, chain.decisions("web", decided), "decisions in twenty minutes");
    kept(5);
    forward(Duration.ofMinutes(31));
    scene.until("home", () -> scene.assigned("web").equals(home));
    client.resources(BleuWorkload.class).withName("witness").delete();
    scene.until("nobody witnesses", () -> scene.placement("witness") == null);
  }

  /** Nothing but its probe says so: every node of it is Ready all the time, and the pods run. */
  private void zoneOfWhichOnlyTheProbeIsNotAnsweredIsLeftAndComesBack(
      Map<String, Integer> home, int port) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer front = front(port, new AtomicInteger());
    HttpServer others = front(0, asked);
    probed("fr-a", port, "");
    probed("fr-b", others.getAddress().getPort(), "");
    probed(
        "fr-c",
        others.getAddress().getPort(),
        ", {\"name\": \"barred\", \"tcp\": {\"host\": \"127.0.0.2\", \"port\": 1}}");
    for (String zone : List.of("fr-a", "fr-b", "fr-c")) {
      scene.until(zone + " is answered", () -> probe(zone, "front").equals("Answers"));
    }
    scene.until("it is barred", () -> probe("fr-c", "barred").equals("NotAllowed"));
    assertEquals("True", condition("fr-c", "ProbesNotAllowed").getStatus());
    assertEquals("True", healthy("fr-a"));
    counted(8);
    assertEquals(2, home.get("fr-a"));

    // However long it takes until that is seen, it is too early to move.
    clock.stop();
    front.stop(0);
    clock.forward(Duration.ofSeconds(5));
    scene.until("it is not answered", () -> isRefused("fr-a"));
    assertEquals("ProbesFail", condition("fr-a", "Schedulable").getReason());
    assertEquals(home, scene.assigned("web"), "nothing moves before the others might fail");
    clock.goOn();
    // Their period, timeout and the slack, which is longer than failover.after.
    for (int step = 0; step < 3; step++) {
      int before = asked.get();
      forward(Duration.ofSeconds(6));
      scene.until("the others are asked", () -> asked.get() >= before + 2);
    }
    scene.until("fr-a is left", () -> !scene.assigned("web").containsKey("fr-a"));
    moved(2);
    kept(5);

    front = front(port, new AtomicInteger());
    clock.forward(Duration.ofSeconds(5));
    scene.until("it is answered again", () -> healthy("fr-a").equals("True"));
    // Nobody could ask them within a jump of half an hour.
    for (String zone : List.of("fr-a", "fr-b", "fr-c")) {
      zone(zone, "{\"spec\": {\"health\": null}}");
      scene.until(zone + " has none", () -> probe(zone, "front").isEmpty());
    }
    forward(Duration.ofMinutes(31));
    scene.until("home", () -> scene.assigned("web").equals(home));
    assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    front.stop(0);
    others.stop(0);
  }

  @Test
  void halfOfTheZonesAreLostForRealBecauseTheyShareAHazard() {
    Map<String, Integer> home = web(8, "{of: failureDomains/flood, keep: 4, recover: Reserved}");
    int lost = home.get("fr-a") + home.get("fr-b");

    lose("fr-a", "fr-b");
    scene.until("both are left", () -> scene.assigned("web").equals(Map.of("fr-c", 4, "fr-d", 4)));
    report.silent("web", lost, EvacuationReport.AFTER, "fr-a", "fr-b");
    moved(lost);
    kept(4);

    back("fr-a", "fr-b");
    returns(home);
  }

  @Test
  void volumesAndWhatAsksForItWaitForAFence() {
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      scene.create(DATABASE);
      scene.workload(
          "web",
          4,
          "{tolerate: [{of: Site, keep: 3, recover: Reserved}], failover: {after: 5s, unfenced: Wait}, rto: 5m}");
      scene.awaitReady("db");
      counted(4);
      Map<String, Integer> home = scene.assigned("db");
      int atHome = home.get("fr-a");
      lose("fr-a");
      forward(Duration.ofMinutes(10));
      witness();
      for (String waits : List.of("db", "web")) {
        scene.until(
            waits + " says so", () -> scene.reason(waits, "Resilient").equals("ZoneSilent"));
      }
      assertEquals(home, scene.assigned("db"));
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1, "fr-d", 1), scene.assigned("web"));
      moved(0);
      assertEquals(0, running.deleted(), "what waits for a fence stays");
      // What is in a zone that is reported lost goes at once: nobody counts on it.
      zone("fr-a", "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":\"Lost\"}}}");
      for (String moves : List.of("db", "web")) {
        scene.until(moves + " left", () -> !scene.assigned(moves).containsKey("fr-a"));
        report.reported(moves, Duration.ofMinutes(10), "fr-a");
      }
      moved(atHome + 1);
      assertTrue(running.leastKept() >= 3, running.leastKept() + " were left beside fr-a");
      report.awaitTold("web", "EvacuatedLate", "fr-a");
      report.awaitTold("db", "Evacuated", "fr-a");
    }
  }

  private void probed(String zone, int port, String others) {
    zone(
        zone,
        """
        {"spec": {"health": {"probes": [
          {"name": "front", "period": "5s", "failureThreshold": 1,
           "http": {"url": "http://127.0.0.1:%d/healthz"}}%s]}}}
        """
            .formatted(port, others));
  }

  private static HttpServer front(int port, AtomicInteger asked) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private String probe(String zone, String name) {
    var status = scene.zone(zone).getStatus();
    return status == null || status.health() == null
        ? ""
        : status.health().probes().stream()
            .filter(p -> p.name().equals(name))
            .map(p -> p.state())
            .findFirst()
            .orElse("");
  }

  private boolean isRefused(String zone) {
    Condition healthy = condition(zone, "Healthy");
    return healthy.getReason().equals("ProbesFail")
        && healthy.getMessage().contains("front (Refused since ");
  }

  private Condition condition(String zone, String type) {
    return Conditions.find(scene.zone(zone).getStatus().conditions(), type);
  }

  /** Time passes, and the operator need not sleep to see it: the edit of an annotation wakes it. */
  private void forward(Duration by) {
    clock.forward(by);
    zone(
        "fr-d",
        "{\"metadata\":{\"annotations\":{\"example.org/now\":\"%s\"}}}".formatted(clock.instant()));
  }

  /**
   * What is decided from now on was decided after all that happened, at the time that it is now.
   */
  private void witness() {
    scene.workload("witness", 1, "{}");
    scene.until(
        "what came last is decided",
        () -> chain.entries().stream().anyMatch(e -> e.workload().name().equals("witness")));
  }

  /** A workload that runs, whose pods are counted from now on. */
  private Map<String, Integer> web(int replicas, String tolerate) {
    scene.workload(
        "web", replicas, "{tolerate: [" + tolerate + "], failover: {after: 5s, returnAfter: 30m}}");
    counted(replicas);
    return scene.assigned("web");
  }

  /** From now on, when all of them run: which are left, and what moves. */
  private void counted(int replicas) {
    scene.awaitReady("web");
    scene.until("all run", () -> running.running() == replicas);
    running.asks(replicas);
    movedBefore = seenToMove();
  }

  /**
   * Nothing is heard of zones, as the controller manager says it of nodes and their pods, and the
   * time passes after which that is a loss.
   */
  private void lose(String... zones) {
    for (String zone : zones) {
      lost.addAll(List.of(zone + "-1", zone + "-2"));
    }
    running.lost(lost);
    SilentNodes.of(client, nodes, client.getNamespace(), zones);
    for (String zone : zones) {
      scene.until(zone + " is silent", () -> healthy(zone).equals("False"));
    }
    forward(EvacuationReport.AFTER.plusSeconds(2));
  }

  private void back(String... zones) {
    // With leases: without them, the controller manager takes them for silent once more.
    nodes.resumeAll();
    lost.clear();
    running.lost(lost);
    for (String zone : zones) {
      scene.until(zone + " is back", () -> healthy(zone).equals("True"));
    }
  }

  /** Two an hour go home, once the zones are back for long enough. */
  private void returns(Map<String, Integer> home) {
    assertEquals(4, away(home));
    forward(Duration.ofMinutes(31));
    scene.until("the first two are home", () -> away(home) == 2);
    forward(Duration.ofMinutes(61));
    scene.until("home", () -> scene.assigned("web").equals(home));
    scene.until(
        "it says so", () -> scene.workload("web").getStatus().lastEvacuation().away() == null);
    scene.awaitReady("web");
    assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    chain.verify();
  }

  private int away(Map<String, Integer> home) {
    Map<String, Integer> now = scene.assigned("web");
    return home.entrySet().stream()
        .mapToInt(e -> Math.max(0, e.getValue() - now.getOrDefault(e.getKey(), 0)))
        .sum();
  }

  private void kept(int keep) {
    assertTrue(running.leastKept() >= keep, running.leastKept() + " were left beside " + lost);
    assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
  }

  /** So many replicas left a zone for a loss since they are counted. */
  private void moved(int replicas) {
    assertEquals(replicas, seenToMove() - movedBefore);
  }

  private int seenToMove() {
    long last = scene.ledger().getSpec().sequence();
    scene.until("all decisions are seen", () -> chain.lines().containsKey(last));
    return chain.moved();
  }

  private String healthy(String zone) {
    var status = scene.zone(zone).getStatus();
    Condition condition = status == null ? null : Conditions.find(status.conditions(), "Healthy");
    return condition == null ? "" : condition.getStatus();
  }

  private void zone(String name, String patch) {
    client.resources(AvailabilityZone.class).withName(name).patch(MERGE, patch);
  }
}

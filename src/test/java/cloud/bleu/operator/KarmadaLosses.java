package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members and a Karmada that are away, in the life of {@link KarmadaLife}. */
final class KarmadaLosses implements AutoCloseable {

  /** What a member acts as from when it comes back. */
  private static final String OLDER = "1.33";

  private final KubernetesClient hub;
  private final Scene scene;
  private final CarriedScene carried;
  private final KarmadaPlane karmada;

  /** Of the second member. */
  private final ChildProcess agent;

  /** What the probes of zmember-1 and of zmember-2 ask, from when they have one. */
  private @Nullable ZoneFront first;

  private @Nullable ZoneFront second;

  KarmadaLosses(
      KubernetesClient hub,
      Scene scene,
      CarriedScene carried,
      KarmadaPlane karmada,
      ChildProcess agent) {
    this.hub = hub;
    this.scene = scene;
    this.carried = carried;
    this.karmada = karmada;
    this.agent = agent;
  }

  /** It moves once that is reported, and what moved away goes when it is back. */
  void memberIsLostAndComesBackAsAnOlderOne() {
    carried.keeps(3);
    scene.awaitReady("api");
    try (ClusterLoss loss = carried.watched(6)) {
      memberIsLost(loss);
      memberComesBackAsAnOlderOne();
      loss.kept(3);
    }
    // What goes home does so by twos, and the first two are fewer than that.
    carried.keeps(1);
  }

  /** Its API server hangs; then it is reported, and ends. */
  private void memberIsLost(ClusterLoss loss) {
    carried.member(1).pause();
    loss.of("member-1");
    carried.awaitReach("zmember-1", "False ClusterNotReady");
    scene.until(
        "no number of it counts",
        () ->
            scene.reason("api", "Ready").equals("TargetUnreachable")
                && scene.workload("api").getStatus().readyReplicas() == 3);
    // Longer ago than it waits: what is new is answered by a pass that has seen all of that.
    scene.provider("witness").awaitAnswered(CloudProvider.class, "witness");
    assertEquals(
        Map.of("member-1", 3, "member-2", 3),
        carried.clusters("api"),
        "nothing moves for that alone");
    carried.member(1).end();
    carried.incident("zmember-1", "\"Lost\"");
    scene.until(
        "a loss that is told moves it",
        () -> carried.clusters("api").equals(Map.of("member-2", 6)));
    scene.awaitReady("api");
    loss.moved(3, 3);
    new EvacuationReport(scene, hub).reported("api", 3, "zmember-1");
    scene.until("what is left there is told", () -> fenceOfUnknown().equals("Confirmed"));
  }

  private void memberComesBackAsAnOlderOne() {
    // Of Karmada nothing else is said of a cluster that it does not reach: what comes is fresh.
    carried.version(1, "v1.35.0");
    scene.until("that is what was said last", () -> version().equals("v1.35.0"));
    carried.member(1).plane().apiServer().restart(PlaneFlags.NONE.emulating(OLDER).apiServer());
    carried.member(1).recover();
    carried.awaitReach("zmember-1", "True ClusterReady");
    Map<?, ?> said = Serialization.unmarshal(carried.member(1).client().raw("/version"), Map.class);
    assertTrue(OLDER.endsWith("." + said.get("emulationMinor")), said.toString());
    scene.until(
        "what it acts as Karmada does not say", () -> version().equals(said.get("gitVersion")));
    scene.until(
        "what stood there goes, with what it names",
        () -> carried.in(1, "api") == null && carried.settingIn(1).isEmpty());
    scene.until("it is heard of", () -> fenceOfUnknown().isEmpty());
  }

  private String version() {
    return String.valueOf(scene.zone("zmember-1").getStatus().clusterVersion());
  }

  /**
   * Whether what may run on in zmember-1 is fenced; empty where nothing is left that is not seen.
   */
  private String fenceOfUnknown() {
    var status = scene.placement("api").getStatus();
    return status == null
        ? ""
        : status.zones().stream()
            .filter(one -> one.zone().equals("zmember-1") && one.unknownSince() != null)
            .map(one -> one.fenced())
            .findFirst()
            .orElse("");
  }

  void karmadaIsSilent() {
    karmada.controllerManager().pause();
    carried.awaitReach("zmember-2", "False KarmadaSilent");
    scene.until(
        "its last word does not count",
        () -> scene.reason("api", "Ready").equals("TargetUnreachable"));
    karmada.resumeControllerManager();
    carried.awaitReach("zmember-2", "True ClusterReady");
    scene.awaitReady("api");
  }

  /**
   * The agent in it hangs as well. Nobody reports it, and Karmada takes a while to say so: what the
   * operator asks itself counts. Meanwhile the workload goes, which waits for no cluster of
   * Karmada.
   */
  void memberHangsAndItsProbeIsNotAnswered() {
    Map<String, Integer> apart = Map.of("member-1", 1, "member-2", 1);
    carried.incident("zmember-1", "null");
    scene.until(
        "two of it go home in an hour",
        () -> carried.clusters("api").equals(Map.of("member-1", 2, "member-2", 4)));
    scene.awaitReady("api");
    carried.replicas(7);
    scene.until(
        "the older one takes more",
        () -> carried.clusters("api").equals(Map.of("member-1", 3, "member-2", 4)));
    scene.awaitReady("api");
    assertEquals(3, carried.ready(1));
    scene.until("with what it names", () -> carried.settingIn(1).equals("changed"));
    carried.database();
    scene.awaitReady("db");
    assertEquals(apart, carried.clusters("db"));
    assertTrue(carried.hasClaim(1) && carried.hasClaim(2), "the claim goes along");
    first = new ZoneFront();
    second = new ZoneFront();
    first.probes(hub, scene, "zmember-1", 1);
    second.probes(hub, scene, "zmember-2", 1);

    carried.keeps(3);
    scene.awaitReady("api");
    try (ClusterLoss loss = carried.watched(7)) {
      carried.member(2).pause();
      loss.of("member-2");
      agent.pause();
      second.fallSilent();
      scene.until("it is left", () -> carried.clusters("api").equals(Map.of("member-1", 7)));
      scene.until("its successors run", () -> carried.ready(1) == 7);
      new EvacuationReport(scene, hub).silent("api", 4, CarriedScene.AFTER, "zmember-2");
      loss.moved(3, 4);
    }
    hub.resource(scene.workload("api")).delete();
    scene.until("nothing holds it back", () -> scene.workload("api") == null);
    assertEquals(Map.of("member-1", 7), carried.clusters("api"), "the binding stays as it is");

    scene.until(
        "what has volumes waits for a fence",
        () -> scene.reason("db", "Resilient").equals("ZoneSilent"));
    assertEquals(apart, carried.clusters("db"));
    carried.incident("zmember-2", "\"Lost\"");
    scene.until("that word moves it", () -> carried.clusters("db").equals(Map.of("member-1", 2)));
    carried.awaitReach("zmember-2", "False ClusterNotReady");
    carried.member(2).recover();
    agent.resume();
    scene.until(
        "what stood there goes",
        () ->
            carried.in(2, "api") == null
                && carried.settingIn(2).isEmpty()
                && carried.in(2, "db") == null);
    scene.until("and with it what was in its volume", () -> !carried.hasClaim(2));
    scene.awaitReady("db");
  }

  @Override
  public void close() {
    for (ZoneFront front : new ZoneFront[] {first, second}) {
      if (front != null) {
        front.close();
      }
    }
  }
}

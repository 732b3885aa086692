package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ZoneRouting;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.rollout.Rollout;
import cloud.bleu.delivery.rollout.ZoneRollout;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.layers.Campaign;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A workload in two other clusters, of which one or both are at fault: cut off, slow to take what
 * is written, seen as they were, or with objects that another hub has taken. Decisions change and
 * the operator begins anew meanwhile. The servers are real enough, their controllers are this test:
 * it knows what really runs.
 *
 * <p>Held after each step: what runs is never less than what was decided, once that ran (P9), and
 * what is another hub's is not touched. Once the faults end it is as decided (P2), another look
 * writes nothing (P3), a change that is undone leaves what stood before (P7), what is to go goes,
 * also from a cluster that was away (P6), and a workload in one cluster never waits for the other
 * (P8). Decisions are not made here: {@code MemberLossesPlaneTest} holds these (P4, P5). A clock of
 * a member is no fault here: nothing on this way reads one. {@code bleu.campaign.seeds} asks for
 * more plans; a failure names its seed. Those of seeds that once failed are always among them.
 */
class MemberCampaignTest {

  private static final int REPLICAS = 4;
  private static final int STEPS = 40;
  private static final List<String> ZONES = List.of("m1", "m2");

  /** Time passes only where a plan says so. */
  private static final AtomicLong AHEAD = new AtomicLong();

  private static final Map<String, CampaignSite> SITES = new TreeMap<>();

  private final Map<String, Integer> decided = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private Random random;
  private BleuWorkload web;
  private BleuWorkload beside;
  private ZoneRollout rollout;
  private boolean whole;

  @BeforeAll
  static void start() {
    ZONES.forEach(zone -> SITES.put(zone, new CampaignSite(zone, AHEAD::get)));
  }

  @AfterAll
  static void stop() {
    SITES.values().forEach(CampaignSite::close);
    SITES.clear();
  }

  static LongStream seeds() {
    return LongStream.concat(
            LongStream.range(0, Campaign.size("bleu.campaign.seeds", 3)), LongStream.of(19, 61))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatRunsIsNeverLessThanWhatWasDecided(long seed) {
    random = new Random(seed);
    web = workload("web", "s" + seed);
    beside = workload("beside", "s" + seed);
    begin();
    decide();
    for (int step = 0; step < STEPS; step++) {
      act();
      look();
      SITES.values().forEach(CampaignSite::follow);
      check("seed " + seed + ", step " + step);
    }
    SITES.values().forEach(site -> site.mend(web));
    for (int round = 0; round < STEPS && !isAsDecided(); round++) {
      round();
      check("seed " + seed + ", in the end");
    }
    assertTrue(isAsDecided(), () -> "seed " + seed + ": " + asked() + " after " + log);
    SITES.values().forEach(CampaignSite::settle);
    look();
    Map<String, String> versions = versions();
    look();
    assertEquals(versions, versions(), () -> "seed " + seed + " after " + log);
    undone("seed " + seed);
    gone("seed " + seed);
  }

  /** Another decision, of which a part is carried out or all of it, and then the one before. */
  private void undone(String where) {
    Map<String, String> before = specs();
    Map<String, Integer> good = Map.copyOf(decided);
    decided.put("m1", good.get("m2"));
    decided.put("m2", good.get("m1"));
    if (random.nextBoolean()) {
      look();
    } else {
      carriedOut(where);
    }
    decided.putAll(good);
    carriedOut(where);
    assertEquals(before, specs(), () -> where + ", undone, after " + log);
  }

  /** Nothing is asked any more while one cluster is away: it goes there once that is back. */
  private void gone(String where) {
    CampaignSite away = SITES.get(ZONES.get(random.nextInt(ZONES.size())));
    int stays = away.asked("web");
    away.cutOff(true);
    decided.replaceAll((zone, replicas) -> 0);
    for (int round = 0;
        round < STEPS && asked().values().stream().mapToInt(n -> n).sum() > stays;
        round++) {
      round();
    }
    Map<String, Integer> left = new HashMap<>(decided);
    left.put(away.name(), stays);
    assertEquals(left, asked(), () -> where + ": one that is away keeps nobody, after " + log);
    away.mend(web);
    for (int round = 0; round < STEPS && !isAsDecided(); round++) {
      round();
    }
    assertEquals(decided, asked(), () -> where + ": all is gone, after " + log);
  }

  private void carriedOut(String where) {
    for (int round = 0; round < STEPS && !isAsDecided(); round++) {
      round();
      check(where);
    }
    assertTrue(isAsDecided(), () -> where + ": " + asked() + " after " + log);
    SITES.values().forEach(CampaignSite::settle);
    look();
  }

  private void round() {
    SITES.values().forEach(CampaignSite::settle);
    AHEAD.addAndGet(MemberQueue.AGAIN.toNanos());
    look();
    SITES.values().forEach(CampaignSite::follow);
  }

  private void act() {
    CampaignSite site = SITES.get(ZONES.get(random.nextInt(ZONES.size())));
    switch (random.nextInt(12)) {
      case 0 -> decide();
      case 1, 2, 3 -> site.settle();
      case 4, 5 -> site.startOne();
      case 6 -> site.stale(random.nextBoolean());
      case 7 -> site.cutOff(random.nextBoolean());
      case 8 -> site.slow(web, random.nextBoolean());
      case 9 -> site.taken(random.nextBoolean());
      case 10 -> AHEAD.addAndGet(Duration.ofSeconds(random.nextInt(20)).toNanos());
      default -> begin();
    }
    log.add(site.toString());
    if (random.nextInt(8) == 0) {
      others();
    }
  }

  /** A process begins: it has listed what stands there, and remembers nothing. */
  private void begin() {
    SITES.values().forEach(site -> site.begin(web.getMetadata().getNamespace()));
    Clusters clusters = new ZoneClusters();
    rollout = new ZoneRollout(new ZoneRouting(clusters, name -> SITES.get(name).target()));
  }

  private void decide() {
    int first = random.nextInt(REPLICAS + 1);
    decided.put("m1", first);
    decided.put("m2", REPLICAS - first);
    log.add("decided " + decided);
  }

  private void look() {
    Set<String> silent = new HashSet<>();
    SITES.values().stream().filter(CampaignSite::cutOff).forEach(s -> silent.add(s.name()));
    carryOut(web, decided, silent);
    SITES.values().forEach(site -> site.idle(web));
  }

  private void carryOut(BleuWorkload workload, Map<String, Integer> zones, Set<String> silent) {
    TargetObservation seen =
        new ZoneRouting(new ZoneClusters(), name -> SITES.get(name).target())
            .observe(workload, zones.keySet());
    rollout.carryOut(
        workload,
        manifests(workload, zones),
        seen,
        new Rollout.Closed(Set.of(), silent, Set.of(), Set.of()));
  }

  /**
   * Another workload is in a cluster that is well: whatever is with the other one, it gets there.
   */
  private void others() {
    SITES.values().stream()
        .filter(CampaignSite::isWell)
        .findFirst()
        .ifPresent(
            site -> {
              int replicas = 1 + random.nextInt(3);
              for (int i = 0; i < 4; i++) {
                carryOut(beside, Map.of(site.name(), replicas), Set.of());
                site.idle(beside);
              }
              assertEquals(replicas, site.asked("beside"), () -> "it waits: " + log);
            });
  }

  private void check(String where) {
    int runs = SITES.values().stream().mapToInt(CampaignSite::running).sum();
    whole |= runs >= REPLICAS;
    assertTrue(!whole || runs >= REPLICAS, () -> where + ": " + runs + " run, after " + log);
    SITES.values().forEach(site -> site.checkUntouched(where));
  }

  private boolean isAsDecided() {
    return asked().equals(decided);
  }

  private Map<String, Integer> asked() {
    Map<String, Integer> asked = new HashMap<>();
    SITES.forEach((name, site) -> asked.put(name, site.asked("web")));
    return asked;
  }

  private static Map<String, String> specs() {
    Map<String, String> specs = new TreeMap<>();
    SITES.values().forEach(site -> specs.putAll(site.specs()));
    return specs;
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    SITES.values().forEach(site -> versions.putAll(site.versions()));
    return versions;
  }

  private static List<ZoneManifest> manifests(BleuWorkload workload, Map<String, Integer> zones) {
    List<Assignment> assignments = new ArrayList<>();
    Map<String, Map<String, String>> selectors = new HashMap<>();
    new TreeMap<>(zones)
        .forEach(
            (zone, replicas) -> {
              selectors.put(zone, Map.of());
              if (replicas > 0) {
                assignments.add(new Assignment(zone, replicas, null, null));
              }
            });
    try {
      return new ChildFactory(workload, null).children(assignments, selectors);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private static BleuWorkload workload(String name, String namespace) {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: %s, namespace: %s, uid: uid-%s-%s}
            spec:
              workload:
                deployment:
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: c, image: i}]}
            """
                .formatted(name, namespace, name, namespace, name),
            BleuWorkload.class);
    SITES.forEach((zone, site) -> workload.addFinalizer(HeldZones.finalizer(zone, site.uid())));
    return workload;
  }

  /** Each zone is a cluster of its own, by its name. */
  private static final class ZoneClusters implements Clusters {
    @Override
    public String of(String zone) {
      return zone;
    }

    @Override
    public TargetObservation.Unseen barred(BleuWorkload workload, String zone) {
      return null;
    }

    @Override
    public Set<String> all() {
      return SITES.keySet();
    }

    @Override
    public ClusterWideTarget at(String cluster) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forgetWorkload(String namespace, String name) {}
  }
}

package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.StatedClusters;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which cluster is asked for a zone, and for what was seen in it. */
class ZoneRoutingTest {

  private static final TargetObservation.Unseen AWAY =
      new TargetObservation.Unseen(DeliveryProblem.unreachable("away"), java.time.Instant.EPOCH);

  private final List<String> asked = new ArrayList<>();

  /** Whether a zone is elsewhere by the time that it is asked for again. */
  private boolean moves;

  private final Map<String, TargetObservation> standing = new HashMap<>();
  private final StatedClusters clusters =
      new StatedClusters("m", "one") {
        @Override
        public String of(String zone) {
          String place = super.of(zone);
          if (moves) {
            places.put(zone, OWN);
          }
          return place;
        }
      };
  private final ZoneRouting routing = new ZoneRouting(clusters, Recorder::new);

  /** The zones of one cluster. */
  private final class Recorder implements ZoneTarget {
    private final String cluster;

    Recorder(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
      asked.add("observe [" + cluster + "] " + new TreeSet<>(zones));
      return standing.getOrDefault(cluster, new TargetObservation(List.of(), Map.of()));
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
      asked.add("holds [" + cluster + "]");
      return true;
    }

    @Override
    public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
      asked.add("try [" + cluster + "]");
      return Acceptance.TAKEN;
    }

    @Override
    public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
      asked.add("ensure [" + cluster + "] " + desired.zone());
      return Ensured.WRITTEN;
    }
  }

  private static ZoneObservation seen(String zone) {
    return seen(zone, null);
  }

  private static ZoneObservation seen(String zone, String uid) {
    return new ZoneObservation(
        new DeploymentBuilder().withNewMetadata().withUid(uid).endMetadata().build(),
        zone,
        false,
        "t",
        1,
        1,
        1,
        1,
        true,
        false);
  }

  private static ZoneManifest manifest(String zone) {
    return new ZoneManifest(zone, "web-" + zone, 1, new DeploymentBuilder().build(), "t");
  }

  @Test
  void zoneIsAskedOfItsClusterAndEveryClusterIsLookedAt() {
    standing.put("one", new TargetObservation(List.of(seen("m")), Map.of(), Map.of("m", AWAY)));
    TargetObservation all = routing.observe(new BleuWorkload(), Set.of("a"));
    assertEquals(Set.of("observe [] [a]", "observe [one] []"), Set.copyOf(asked));
    assertEquals("one", all.zones().get(0).cluster());
    assertEquals(Map.of("m", AWAY), all.unseen());

    asked.clear();
    routing.dryRun(new BleuWorkload(), manifest("m"));
    routing.ensure(new BleuWorkload(), new ZoneDesired.DecidedManifest(manifest("m"), 1, null));
    routing.ensure(new BleuWorkload(), new ZoneDesired.DecidedManifest(manifest("a"), 1, null));
    assertEquals(List.of("try [one]", "ensure [one] m", "ensure [] a"), asked);
  }

  @Test
  void nothingCountsNorChangesInAZoneThatIsBarred() {
    clusters.barred.put("m", AWAY);
    standing.put("one", new TargetObservation(List.of(seen("m")), Map.of()));
    TargetObservation all = routing.observe(new BleuWorkload(), Set.of("a", "m"));
    assertEquals(Set.of("observe [] [a]", "observe [one] []"), Set.copyOf(asked));
    assertEquals(0, all.zones().get(0).available());
    assertEquals(Map.of("m", AWAY), all.unseen());
    asked.clear();
    assertEquals(Acceptance.NOT_ASKED, routing.dryRun(new BleuWorkload(), manifest("m")));
    for (ZoneDesired desired :
        List.of(
            new ZoneDesired.DecidedManifest(manifest("m"), 1, null),
            new ZoneDesired.StandingManifest(all.zones().get(0), 0),
            new ZoneDesired.Absence(all.zones().get(0)))) {
      assertEquals(Ensured.refused(AWAY.problem()), routing.ensure(new BleuWorkload(), desired));
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void objectThatTwoWaysLeadToCountsOnceAndAsThatOfItsZone() {
    standing.put(Clusters.OWN, new TargetObservation(List.of(seen("m", "u")), Map.of()));
    standing.put("one", new TargetObservation(List.of(seen("m", "u")), Map.of()));
    List<ZoneObservation> all = routing.observe(new BleuWorkload(), Set.of("m")).zones();
    assertEquals(1, all.size());
    assertEquals("one", all.get(0).cluster());
    assertEquals(false, all.get(0).surplus());
  }

  @Test
  void zoneIsInOneClusterWhileItIsLookedAt() {
    standing.put("one", new TargetObservation(List.of(seen("m")), Map.of()));
    moves = true;
    ZoneObservation all = routing.observe(new BleuWorkload(), Set.of("m")).zones().get(0);
    assertEquals(false, all.surplus(), "it was asked of the cluster that has it");
  }

  @Test
  void whatStandsWhereTheZoneWasIsSurplusAndChangedThere() {
    standing.put("one", new TargetObservation(List.of(seen("m")), Map.of()));
    clusters.places.put("m", Clusters.OWN);
    ZoneObservation left = routing.observe(new BleuWorkload(), Set.of("m")).zones().get(0);
    assertEquals(true, left.surplus());
    asked.clear();
    routing.holds(manifest("m"), left);
    routing.ensure(new BleuWorkload(), new ZoneDesired.StandingManifest(left, 0));
    routing.ensure(new BleuWorkload(), new ZoneDesired.Absence(left));
    assertEquals(List.of("holds [one]", "ensure [one] m", "ensure [one] m"), asked);
  }
}

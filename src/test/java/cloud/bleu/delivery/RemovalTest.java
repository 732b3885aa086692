package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.StatedClusters;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes with a workload, and when it counts as gone. */
class RemovalTest {

  private static final DeliveryProblem ELSEWHERE =
      DeliveryProblem.forPerson("AnotherCluster", "it has moved");

  private final BleuWorkload workload = new BleuWorkload();
  private final Map<String, List<ZoneObservation>> standing = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, DeliveryProblem> obstacles = new HashMap<>();
  private final Map<String, List<ZoneObservation>> ending = new HashMap<>();
  private boolean gone;

  private final StatedClusters clusters = new StatedClusters("m", "one", Once::new);

  private final Removal removal = new Removal(new ZoneRouting(clusters, Recorder::new), clusters);

  private final class Recorder implements ZoneTarget {
    private final String cluster;

    Recorder(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public TargetObservation observe(BleuWorkload of, Set<String> zones) {
      return new TargetObservation(
          standing.getOrDefault(cluster, List.of()),
          obstacles,
          Map.of(),
          ending.getOrDefault(cluster, List.of()));
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
      return true;
    }

    @Override
    public Acceptance dryRun(BleuWorkload of, ZoneManifest manifest) {
      throw new AssertionError("nothing is tried when a workload goes");
    }

    @Override
    public Ensured ensure(BleuWorkload of, ZoneDesired desired) {
      asked.add("[" + cluster + "] nothing in " + desired.zone());
      return Ensured.WRITTEN;
    }
  }

  private final class Once implements ClusterWideTarget {
    private final String cluster;

    Once(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public EgressReport ensureEgress(BleuWorkload of, Pods pods, List<DeliveryProblem> problems) {
      throw new AssertionError("a workload that goes calls nobody");
    }

    @Override
    public EgressReport observeEgress(BleuWorkload of, Pods pods) {
      throw new AssertionError("a workload that goes calls nobody");
    }

    @Override
    public boolean ensureBudget(
        BleuWorkload of, Pods pods, Integer maxUnavailable, List<DeliveryProblem> problems) {
      throw new AssertionError("a workload that goes has no budget");
    }

    @Override
    public void withdraw(BleuWorkload of, List<DeliveryProblem> problems) {
      asked.add("[" + cluster + "] withdraw");
    }

    @Override
    public DeliveryProblem left(BleuWorkload of, Set<String> staying) {
      asked.add("[" + cluster + "] gone?");
      return gone ? null : DeliveryProblem.LEFT_UNKNOWN;
    }
  }

  private static ZoneObservation running(String zone) {
    return new ZoneObservation(
        new DeploymentBuilder().withNewMetadata().withName("web-" + zone).endMetadata().build(),
        zone,
        false,
        "t",
        3,
        3,
        3,
        3,
        true,
        false);
  }

  @Test
  void zoneIsLeftOnTheWordOfItsCluster() {
    standing.put("one", List.of(running("m")));
    assertEquals(Set.of("m"), removal.remove(workload, Set.of("m")).keySet());
    assertEquals(List.of("[one] nothing in m"), asked);
    standing.clear();
    asked.clear();
    assertEquals("Removing", removal.remove(workload, Set.of("m")).get("m").code());
    assertEquals(List.of("[one] withdraw", "[one] gone?"), asked);
    gone = true;
    assertEquals(Map.of(), removal.remove(workload, Set.of("m")));
  }

  @Test
  void policyAndBudgetStayUntilTheLastPodIsGone() {
    ending.put("one", List.of(running("m")));
    DeliveryProblem left = removal.remove(workload, Set.of("m")).get("m");
    assertEquals(List.of(), asked, "nothing is withdrawn, and no server has to be asked");
    assertEquals("Deployment web-m still stands in zone m; it is being removed", left.message());
    assertEquals(Set.of("m"), removal.left(workload, Set.of("m"), Set.of("a")).keySet());
  }

  /** Its own cluster removes it with the workload, which somebody else may hold for a year. */
  @Test
  void ownClusterIsAskedToEndWhatItHas() {
    standing.put(Clusters.OWN, List.of(owned("a")));
    standing.put("one", List.of(running("m")));
    assertEquals(Set.of("m"), removal.remove(workload, Set.of("m")).keySet());
    assertEquals(
        List.of("[] nothing in a", "[one] nothing in m"), asked.stream().sorted().toList());
  }

  @Test
  void whatIsToBeLeftBehindStays() {
    workload.getMetadata().getFinalizers().add("orphan");
    standing.put(Clusters.OWN, List.of(owned("a")));
    standing.put("one", List.of(running("m")));
    removal.remove(workload, Set.of("m"));
    assertEquals(List.of("[one] nothing in m"), asked);
  }

  /** The garbage collector took the references off, and somebody else still holds the workload. */
  @Test
  void whatWasLeftBehindStaysAsWell() {
    standing.put(Clusters.OWN, List.of(running("a")));
    removal.remove(workload, Set.of());
    assertEquals(List.of(), asked);
  }

  /** The agent of another cluster ends what an order stands for; to ask again changes nothing. */
  @Test
  void orderThatEndsIsNotAskedAgain() {
    ZoneObservation order =
        new ZoneObservation(
            new GenericKubernetesResource(), "m", false, "t", 3, 3, 3, 3, true, false);
    order.object().setMetadata(new ObjectMetaBuilder().withName("web-m").build());
    order.object().getMetadata().setDeletionTimestamp("2026-11-28T12:00:00Z");
    order.object().getMetadata().setFinalizers(List.of("example.com/agent"));
    ending.put("one", List.of(order));
    removal.remove(workload, Set.of("m"));
    assertEquals(List.of(), asked);
  }

  /** It was deleted with a finalizer of somebody on it: its pods would run on. */
  @Test
  void whatIsKeptFromEndingIsAskedAgainUntilItTakesItsPodsAlong() {
    ending.put(
        Clusters.OWN,
        List.of(kept("a", "example.com/x"), kept("b", "foregroundDeletion"), kept("c", "orphan")));
    assertEquals(Map.of(), removal.remove(workload, Set.of()));
    assertEquals(List.of("[] nothing in a"), asked);
  }

  private ZoneObservation owned(String zone) {
    ZoneObservation child = running(zone);
    workload.getMetadata().setUid("1");
    child
        .object()
        .getMetadata()
        .setOwnerReferences(List.of(new OwnerReferenceBuilder().withUid("1").build()));
    return child;
  }

  private ZoneObservation kept(String zone, String finalizer) {
    ZoneObservation child = owned(zone);
    child.object().getMetadata().setDeletionTimestamp("2026-11-28T12:00:00Z");
    child.object().getMetadata().setFinalizers(List.of(finalizer));
    return child;
  }

  @Test
  void whatAnotherHubHoldsIsToldAndNotCalledGone() {
    DeliveryProblem other = DeliveryProblem.forPerson("AnotherHome", "of another hub");
    obstacles.put("m", other);
    assertEquals(Map.of("m", other), removal.remove(workload, Set.of("m")));
  }

  @Test
  void objectOfSomebodyElseIsLeftToTheWordOfTheServer() {
    obstacles.put("m", DeliveryProblem.forPerson("NameConflict", "of somebody else"));
    assertEquals("Removing", removal.remove(workload, Set.of("m")).get("m").code());
    gone = true;
    assertEquals(Map.of(), removal.remove(workload, Set.of("m")));
    assertEquals(Map.of(), removal.left(workload, Set.of("m"), Set.of("a")));
  }

  @Test
  void nothingIsTouchedNorCalledGoneInAZoneThatIsInAnotherClusterByNow() {
    clusters.barred.put("m", new TargetObservation.Unseen(ELSEWHERE, Instant.EPOCH));
    standing.put("one", List.of(running("m")));
    gone = true;
    assertEquals(Map.of("m", ELSEWHERE), removal.remove(workload, Set.of("m")));
    assertEquals(Map.of("m", ELSEWHERE), removal.left(workload, Set.of("m"), Set.of("a")));
    clusters.places.remove("m");
    standing.clear();
    assertEquals(Map.of("m", ELSEWHERE), removal.remove(workload, Set.of("m")));
    assertEquals(List.of(), asked);
  }
}

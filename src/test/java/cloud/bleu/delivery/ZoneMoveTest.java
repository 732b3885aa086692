package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.rollout.Rollout;
import cloud.bleu.delivery.rollout.ZoneRollout;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A zone of the own cluster, with replicas that run, is declared in another cluster. */
class ZoneMoveTest {

  private static final Reach SILENT =
      new Reach(Reach.State.UNREACHED, Instant.EPOCH, "NoAnswer", "it does not answer");

  private final BleuWorkload workload = new BleuWorkload();
  private final Standing own = new Standing();
  private final Standing member = new Standing();
  private ZoneTarget there = new UnreachedTarget(() -> SILENT);

  /** The zone is in the other cluster by now. */
  private final ZoneRouting routing = new ZoneRouting(new StatedClusters("z", "m"), this::zones);

  private final ZoneRollout rollout = new ZoneRollout(routing);

  ZoneMoveTest() {
    workload.getMetadata().setNamespace("shop");
    workload.getMetadata().setName("web");
  }

  /** A cluster that does at once what it is asked. */
  private static final class Standing implements ZoneTarget {
    private final List<ZoneObservation> objects = new ArrayList<>();
    private DeliveryProblem obstacle;

    @Override
    public TargetObservation observe(BleuWorkload of, Set<String> zones) {
      return new TargetObservation(
          objects, obstacle == null || zones.isEmpty() ? Map.of() : Map.of("z", obstacle));
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
      return true;
    }

    @Override
    public Acceptance dryRun(BleuWorkload of, ZoneManifest manifest) {
      return Acceptance.TAKEN;
    }

    @Override
    public Ensured ensure(BleuWorkload of, ZoneDesired desired) {
      objects.clear();
      if (desired instanceof ZoneDesired.DecidedManifest decided) {
        objects.add(running(decided.replicas(), 0));
      } else if (desired instanceof ZoneDesired.StandingManifest standing) {
        objects.add(running(standing.replicas(), standing.replicas()));
      }
      return Ensured.WRITTEN;
    }

    int replicas() {
      return objects.isEmpty() ? 0 : objects.get(0).replicas();
    }
  }

  private static ZoneObservation running(int replicas, int available) {
    return new ZoneObservation(
        new DeploymentBuilder().withNewMetadata().endMetadata().build(),
        "z",
        false,
        "t",
        replicas,
        available,
        available,
        available,
        true,
        false);
  }

  private ZoneTarget zones(String cluster) {
    return cluster.equals(Clusters.OWN) ? own : there;
  }

  private void passes(int number) {
    for (int i = 0; i < number; i++) {
      rollout.carryOut(
          workload,
          List.of(new ZoneManifest("z", "web-z", 3, new DeploymentBuilder().build(), "t")),
          routing.observe(workload, Set.of("z")),
          new Rollout.Closed(Set.of(), Set.of(), Set.of(), Set.of()));
    }
  }

  @Test
  void whatRunsStaysWhileTheOtherClusterDoesNotAnswer() {
    own.objects.add(running(3, 3));
    passes(5);
    assertEquals(3, own.replicas());
  }

  @Test
  void whatRunsGoesAsItsSuccessorsInTheOtherClusterBecomeAvailable() {
    own.objects.add(running(3, 3));
    there = member;
    passes(3);
    assertEquals(3, own.replicas());
    assertEquals(3, member.replicas());
    member.objects.set(0, running(3, 2));
    passes(2);
    assertEquals(1, own.replicas());
    member.objects.set(0, running(3, 3));
    passes(1);
    assertEquals(0, own.replicas());
  }

  @Test
  void whatRunsStaysWhileSomebodyElseHasItsNameInTheOtherCluster() {
    own.objects.add(running(3, 3));
    there = member;
    member.obstacle = DeliveryProblem.forPerson("NameConflict", "of somebody else");
    passes(5);
    assertEquals(3, own.replicas());
  }
}

package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.StatedClusters;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What clusters hold once of a workload that has left one of them. */
class PolicyDeliveryTest {

  private final List<String> asked = new ArrayList<>();
  private final List<String> companions = new ArrayList<>();
  private TargetObservation seen = new TargetObservation(List.of(), Map.of());

  private final class Once implements ClusterWideTarget {
    private final String cluster;

    Once(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public EgressReport ensureEgress(
        BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
      return null;
    }

    @Override
    public EgressReport observeEgress(BleuWorkload workload, Pods pods) {
      return null;
    }

    @Override
    public void ensureCompanions(BleuWorkload workload, List<DeliveryProblem> problems) {
      companions.add("ensure " + cluster);
    }

    @Override
    public void restCompanions(BleuWorkload workload) {
      companions.add("rest " + cluster);
    }

    @Override
    public boolean ensureBudget(
        BleuWorkload workload, Pods pods, Integer maxUnavailable, List<DeliveryProblem> problems) {
      return false;
    }

    @Override
    public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
      asked.add(cluster);
    }

    @Override
    public DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
      throw new AssertionError("nothing is let go");
    }
  }

  private final class Zones implements ZoneTarget {
    @Override
    public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
      return seen;
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation there) {
      return true;
    }

    @Override
    public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
      return Acceptance.TAKEN;
    }

    @Override
    public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
      return Ensured.WRITTEN;
    }
  }

  private void deliver() {
    deliver("a", Delivery::deliver);
  }

  private void deliver(String zone, BiConsumer<Delivery, DeliveryOrder> how) {
    asked.clear();
    companions.clear();
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: {deployment: {template:"
                + " {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image:"
                + " i}]}}}}}}",
            BleuWorkload.class);
    how.accept(
        Deliveries.of(null, new Zones(), new StatedClusters("m", "one", Once::new)),
        new DeliveryOrder(
            workload,
            List.of(new Assignment(zone, 2, null, null)),
            Map.of(zone, Map.of("zone", zone)),
            Set.of(),
            Set.of(),
            Set.of(),
            null));
  }

  @Test
  void companionsGoToTheClustersOfTheDecisionAndRestWhileItIsFrozen() {
    deliver("m", Delivery::deliver);
    assertEquals(List.of("ensure one"), companions);
    deliver("m", Delivery::observe);
    assertEquals(List.of("rest one"), companions);
    deliver("a", Delivery::deliver);
    assertEquals(List.of("ensure "), companions);
    assertEquals(List.of("one"), asked, "what is there of them is taken back");
  }

  @Test
  void clusterKeepsBothUntilNothingOfTheWorkloadIsThereAnyMore() {
    ZoneObservation left =
        new ZoneObservation(
                new DeploymentBuilder().withNewMetadata().endMetadata().build(),
                "m",
                false,
                "t",
                2,
                2,
                2,
                2,
                true,
                false)
            .in("one", false);
    seen = new TargetObservation(List.of(left), Map.of());
    deliver();
    assertEquals(List.of(), asked, "it stands");
    seen = new TargetObservation(List.of(), Map.of(), Map.of(), List.of(left));
    deliver();
    assertEquals(List.of(), asked, "it is being deleted, and its pods run on");
    seen = new TargetObservation(List.of(), Map.of());
    deliver();
    assertEquals(List.of("one"), asked);
  }
}

package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.member.ClusterListener;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;

/** Carries what other clusters report to the reconcilers of the objects that it affects. */
public final class MemberEvents implements ClusterListener {

  private final Triggers triggers;
  private final Supplier<Caches> caches;
  private final Ledger ledger;
  private final Runnable healthChanged;

  /**
   * @param caches asked only when there is something to tell, which is after they exist
   * @param healthChanged told when a cluster answers in another way than before
   */
  public MemberEvents(
      Triggers triggers, Supplier<Caches> caches, Ledger ledger, Runnable healthChanged) {
    this.triggers = triggers;
    this.caches = caches;
    this.ledger = ledger;
    this.healthChanged = healthChanged;
  }

  @Override
  public void reachChanged(Set<String> zones) {
    healthChanged.run();
    zones.forEach(triggers::zone);
    ledger
        .all()
        .forEach(
            (id, inForce) -> {
              if (inForce.spec().assignments().stream().anyMatch(a -> zones.contains(a.zone()))) {
                triggers.workload(id);
              }
            });
    for (BleuWorkload workload : caches.get().workloads.getIndexer().list()) {
      if (!Collections.disjoint(HeldZones.of(workload).keySet(), zones)) {
        triggers.workload(ObjectRef.workload(workload));
      }
    }
  }

  /** No decision follows from a remark. */
  @Override
  public void remarked(Set<String> zones) {
    zones.forEach(triggers::zone);
  }

  @Override
  public void nodesChanged() {
    healthChanged.run();
  }

  @Override
  public void changed(WorkloadId workload) {
    triggers.workload(workload);
  }
}

package cloud.bleu.operator.pass;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.WorkloadPods;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks what admission cannot: that its policies are there, and what ran before them. A pod
 * belongs to a decision if a child of its workload controls it, on a node of its zone. What a
 * decision has left runs on until its successors are ready, and then it ends in time.
 */
public final class AdmissionAudit {

  private final Caches caches;
  private final Clock clock;
  private int pods;

  /**
   * @param clock tells for how long a pod has been ending, or without a controller
   */
  public AdmissionAudit(Caches caches, Clock clock) {
    this.caches = caches;
    this.clock = clock;
  }

  /** How far the decisions are kept now. */
  Enforcement look() {
    TreeMap<String, String> levels = new TreeMap<>();
    Set<String> governed = new HashSet<>();
    for (Namespace namespace : caches.namespaces.getIndexer().list()) {
      String level = GovernedNamespaces.level(namespace);
      String unknown = GovernedNamespaces.unknown(namespace);
      if (level != null) {
        governed.add(namespace.getMetadata().getName());
        levels.put(namespace.getMetadata().getName(), level);
      } else if (unknown != null) {
        levels.put(namespace.getMetadata().getName(), unknown);
      }
    }
    TreeSet<String> outside = new TreeSet<>();
    pods = 0;
    Instant now = clock.instant();
    for (Pod pod : caches.pods.getIndexer().list()) {
      String namespace = pod.getMetadata().getNamespace();
      if (governed.contains(namespace) && isOutside(pod, now)) {
        outside.add(namespace);
        pods++;
      }
    }
    return new Enforcement(
        ChartPolicies.missing(
            ChartPolicies.ALL,
            caches.admissionPolicies.getIndexer().list(),
            caches.admissionBindings.getIndexer().list()),
        levels,
        outside);
  }

  /** How many pods run in governed namespaces that no decision is for, as of the last look. */
  int podsOutside() {
    return pods;
  }

  private boolean isOutside(Pod pod, Instant now) {
    WorkloadPods ties = caches.workloadPods;
    return runs(pod)
        ? !Relevance.ours(pod) || ties.isStray(pod) || ties.isUncontrolled(pod, now)
        : ties.isOverdue(pod, now);
  }

  private static boolean runs(Pod pod) {
    return PodPhase.stands(pod) && pod.getSpec() != null && pod.getSpec().getNodeName() != null;
  }
}

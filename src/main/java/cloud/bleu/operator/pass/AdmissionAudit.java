package cloud.bleu.operator.pass;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks after what admission cannot: that its policies are there, and what ran before them. A pod
 * that carries the labels of a decision counts as one of it, unless its node is not of its zone:
 * what a decision has left runs on until its successors are ready.
 */
public final class AdmissionAudit {

  private final Caches caches;
  private int pods;

  public AdmissionAudit(Caches caches) {
    this.caches = caches;
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
    for (Pod pod : caches.pods.getIndexer().list()) {
      String namespace = pod.getMetadata().getNamespace();
      if (governed.contains(namespace)
          && runs(pod)
          && (!Relevance.ours(pod) || caches.workloadPods.isStray(pod))) {
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

  private static boolean runs(Pod pod) {
    return PodPhase.stands(pod) && pod.getSpec() != null && pod.getSpec().getNodeName() != null;
  }
}

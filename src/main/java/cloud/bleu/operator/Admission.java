package cloud.bleu.operator;

import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks after what admission cannot: that its policies are there, and what ran before them. Of a
 * policy it asks that it fails closed, of a binding that it refuses; what else is in them an
 * administrator may have changed. A pod that carries the labels of a decision counts as one of it:
 * what a decision has left runs on until its successors are ready.
 */
final class Admission {

  /** Those that keep pods, their images and claims to the decisions, as the chart names them. */
  static final List<String> POLICIES =
      List.of(
          "bindings.placement.bleu.cloud",
          "children.placement.bleu.cloud",
          "claims.placement.bleu.cloud",
          "images.placement.bleu.cloud",
          "pods.placement.bleu.cloud");

  private static final String ENFORCE = "enforce.";

  private final Caches caches;
  private int pods;

  Admission(Caches caches) {
    this.caches = caches;
  }

  /** How far the decisions are kept now. */
  Enforcement look() {
    TreeMap<String, String> levels = new TreeMap<>();
    for (Namespace namespace : caches.namespaces.getIndexer().list()) {
      String level = GovernedNamespaces.level(namespace);
      if (level != null) {
        levels.put(namespace.getMetadata().getName(), level);
      }
    }
    TreeSet<String> outside = new TreeSet<>();
    pods = 0;
    for (Pod pod : caches.pods.getIndexer().list()) {
      String namespace = pod.getMetadata().getNamespace();
      if (levels.containsKey(namespace) && runs(pod) && !Relevance.ours(pod)) {
        outside.add(namespace);
        pods++;
      }
    }
    return new Enforcement(
        missing(
            caches.admissionPolicies.getIndexer().list(),
            caches.admissionBindings.getIndexer().list()),
        levels,
        outside);
  }

  /** How many pods run in governed namespaces that no decision is for, as of the last look. */
  int podsOutside() {
    return pods;
  }

  /** Policies and bindings that are not there, or do not do their part. */
  static TreeSet<String> missing(
      Collection<ValidatingAdmissionPolicy> policies,
      Collection<ValidatingAdmissionPolicyBinding> bindings) {
    TreeSet<String> missing = new TreeSet<>();
    for (String name : POLICIES) {
      boolean policy =
          policies.stream()
              .anyMatch(
                  p ->
                      p.getMetadata().getName().equals(name)
                          && p.getSpec() != null
                          && "Fail".equals(p.getSpec().getFailurePolicy()));
      boolean binding =
          bindings.stream()
              .anyMatch(
                  b ->
                      b.getMetadata().getName().equals(ENFORCE + name)
                          && b.getSpec() != null
                          && name.equals(b.getSpec().getPolicyName())
                          && b.getSpec().getValidationActions().contains("Deny"));
      if (!policy) {
        missing.add("ValidatingAdmissionPolicy " + name);
      }
      if (!binding) {
        missing.add("ValidatingAdmissionPolicyBinding " + ENFORCE + name);
      }
    }
    return missing;
  }

  private static boolean runs(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getSpec() != null
        && pod.getSpec().getNodeName() != null
        && !"Succeeded".equals(phase)
        && !"Failed".equals(phase);
  }
}

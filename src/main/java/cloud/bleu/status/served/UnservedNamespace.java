package cloud.bleu.status.served;

import cloud.bleu.api.v1alpha1.BleuWorkload;

/** That the operator may not change objects in a namespace: how a status says it. */
public final class UnservedNamespace {

  /** The reason of the conditions that say it. */
  public static final String REASON = "NamespaceNotServed";

  private UnservedNamespace() {}

  /** That it is so, and what to do. */
  public static String sentence(String namespace) {
    return "the operator may not change objects in namespace "
        + namespace
        + "; add it to rbac.namespaces of the chart";
  }

  /** What becomes of a workload there. */
  public static String ofWorkload(String namespace) {
    return "nothing is decided for this workload, and what it has stays as it is: "
        + sentence(namespace);
  }

  /**
   * Whether a workload says so now. {@code Stalled} says it: what else was said of a workload that
   * is being deleted may be old.
   */
  public static boolean isSaidBy(BleuWorkload workload) {
    return workload.getStatus() != null
        && workload.getStatus().conditions().stream()
            .anyMatch(c -> c.getType().equals("Stalled") && REASON.equals(c.getReason()));
  }
}

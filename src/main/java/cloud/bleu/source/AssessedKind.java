package cloud.bleu.source;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * A kind that is read of a cluster.
 *
 * @param group of its API, empty for the core of Kubernetes
 * @param plural as RBAC names it within its group
 * @param isNamespaced whether its objects are in namespaces
 * @param page how many objects are asked for at once
 */
public record AssessedKind(
    String group, String version, String kind, String plural, boolean isNamespaced, long page) {

  /** {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As RBAC and kubectl name it: {@code deployments.apps}. */
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** {@code Deployment.apps}: by this objects are told whose owner is read as well. */
  String owner() {
    return kind + "." + group;
  }

  ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(isNamespaced)
        .build();
  }
}

package cloud.bleu.source;

import cloud.bleu.assess.catalogue.FindingCatalogue;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which custom resources of a cluster are assessed: those of which the catalogue speaks by name.
 */
final class CustomKinds {

  /** Of which a check or a reference speaks, or which have pods. */
  private static final Set<String> BESIDES =
      Set.of(
          "Application.argoproj.io",
          "BleuWorkload.placement.bleu.cloud",
          "Gateway.gateway.networking.k8s.io",
          "GRPCRoute.gateway.networking.k8s.io",
          "HTTPRoute.gateway.networking.k8s.io",
          "Rollout.argoproj.io",
          "Service.serving.knative.dev");

  private CustomKinds() {}

  /** Those that the cluster serves, each in the version that it prefers. */
  static List<AssessedKind> served(KubernetesClient client, FindingCatalogue catalogue) {
    List<AssessedKind> kinds = new ArrayList<>();
    APIGroupList groups = client.getApiGroups();
    for (APIGroup group : groups == null ? List.<APIGroup>of() : groups.getGroups()) {
      GroupVersionForDiscovery version = group.getPreferredVersion();
      if (version == null || !isCustom(group.getName())) {
        continue;
      }
      APIResourceList served = client.getApiResources(version.getGroupVersion());
      for (APIResource one : served == null ? List.<APIResource>of() : served.getResources()) {
        boolean isListed =
            !one.getName().contains("/")
                && one.getVerbs() != null
                && one.getVerbs().contains("list");
        if (isListed && isAssessed(one.getKind(), group.getName(), catalogue)) {
          kinds.add(
              new AssessedKind(
                  group.getName(),
                  version.getVersion(),
                  one.getKind(),
                  one.getName(),
                  Boolean.TRUE.equals(one.getNamespaced()),
                  AssessedKinds.MANY));
        }
      }
    }
    return kinds;
  }

  /** Groups of Kubernetes itself have no dot, or none of these kinds. */
  private static boolean isCustom(String group) {
    return group.contains(".")
        && (!group.endsWith(".k8s.io")
            || group.equals("gateway.networking.k8s.io")
            || group.endsWith(".x-k8s.io"));
  }

  private static boolean isAssessed(String kind, String group, FindingCatalogue catalogue) {
    return BESIDES.contains(kind + "." + group) || catalogue.names(kind, group);
  }
}

package cloud.bleu.cli.input;

import cloud.bleu.translate.pod.GatewayRoutes;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists the routes of the Gateway API and their grants, of whatever kinds a cluster serves. */
final class ClusterRoutes {

  private ClusterRoutes() {}

  /** All of them, each once; empty where the cluster has none of these kinds. */
  static List<GenericKubernetesResource> in(KubernetesClient client) {
    List<GenericKubernetesResource> routes = new ArrayList<>();
    APIGroup group = client.getApiGroup(GatewayRoutes.GROUP);
    Set<String> seen = new HashSet<>();
    for (GroupVersionForDiscovery version :
        group == null ? List.<GroupVersionForDiscovery>of() : group.getVersions()) {
      APIResourceList kinds = client.getApiResources(version.getGroupVersion());
      for (APIResource kind : kinds == null ? List.<APIResource>of() : kinds.getResources()) {
        if (kind.getName().equals(GatewayRoutes.PLURALS.get(kind.getKind()))
            && seen.add(kind.getKind())) {
          routes.addAll(
              client
                  .genericKubernetesResources(version.getGroupVersion(), kind.getKind())
                  .inAnyNamespace()
                  .list()
                  .getItems());
        }
      }
    }
    return routes;
  }
}

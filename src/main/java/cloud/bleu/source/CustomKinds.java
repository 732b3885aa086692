package cloud.bleu.source;

import cloud.bleu.assess.catalogue.FindingCatalogue;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

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

  private final KubernetesClient client;
  private final FindingCatalogue catalogue;

  CustomKinds(KubernetesClient client, FindingCatalogue catalogue) {
    this.client = client;
    this.catalogue = catalogue;
  }

  /**
   * Those that the cluster serves, each once: in the version that its group prefers, or in the
   * first other one that has it.
   *
   * @param unread takes each group that does not say what is in it, such as an aggregated one that
   *     is down, and why; the others are read
   * @throws KubernetesClientException when the API server does not say which groups there are
   */
  List<AssessedKind> served(BiConsumer<String, KubernetesClientException> unread) {
    List<AssessedKind> kinds = new ArrayList<>();
    APIGroupList groups = client.getApiGroups();
    for (APIGroup group : groups == null ? List.<APIGroup>of() : groups.getGroups()) {
      if (isCustom(group.getName())) {
        Map<String, AssessedKind> ofGroup = new LinkedHashMap<>();
        try {
          for (String version : versions(group)) {
            ofVersion(group.getName(), version).forEach(k -> ofGroup.putIfAbsent(k.kind(), k));
          }
        } catch (KubernetesClientException e) {
          unread.accept(group.getName(), e);
        }
        kinds.addAll(ofGroup.values());
      }
    }
    return kinds;
  }

  /** The preferred one first. */
  private static Set<String> versions(APIGroup group) {
    Set<String> versions = new LinkedHashSet<>();
    if (group.getPreferredVersion() != null) {
      versions.add(group.getPreferredVersion().getVersion());
    }
    group.getVersions().forEach(version -> versions.add(version.getVersion()));
    return versions;
  }

  private List<AssessedKind> ofVersion(String group, String version) {
    List<AssessedKind> kinds = new ArrayList<>();
    APIResourceList served = client.getApiResources(group + "/" + version);
    for (APIResource one : served == null ? List.<APIResource>of() : served.getResources()) {
      boolean isListed =
          !one.getName().contains("/") && one.getVerbs() != null && one.getVerbs().contains("list");
      if (isListed && isAssessed(one.getKind(), group, catalogue)) {
        kinds.add(
            new AssessedKind(
                group,
                version,
                one.getKind(),
                one.getName(),
                Boolean.TRUE.equals(one.getNamespaced()),
                AssessedKinds.MANY));
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

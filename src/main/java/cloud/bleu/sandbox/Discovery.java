package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The discovery documents of the embedded API server, so that {@code kubectl get} finds the kinds
 * that it serves.
 */
final class Discovery {

  private final Map<String, String> documents = new LinkedHashMap<>();

  Discovery(List<CustomResourceDefinition> crds) {
    Map<String, List<APIResource>> byGroupVersion = new LinkedHashMap<>();
    builtIn(byGroupVersion, "v1", false, "namespaces:Namespace", "nodes:Node");
    builtIn(
        byGroupVersion,
        "v1",
        true,
        "pods:Pod",
        "services:Service",
        "secrets:Secret",
        "configmaps:ConfigMap",
        "serviceaccounts:ServiceAccount",
        "persistentvolumeclaims:PersistentVolumeClaim");
    builtIn(byGroupVersion, "apps/v1", true, "deployments:Deployment", "statefulsets:StatefulSet");
    builtIn(byGroupVersion, "policy/v1", true, "poddisruptionbudgets:PodDisruptionBudget");
    builtIn(byGroupVersion, "scheduling.k8s.io/v1", false, "priorityclasses:PriorityClass");
    builtIn(byGroupVersion, "coordination.k8s.io/v1", true, "leases:Lease");
    builtIn(byGroupVersion, "events.k8s.io/v1", true, "events:Event");
    builtIn(
        byGroupVersion,
        "apiextensions.k8s.io/v1",
        false,
        "customresourcedefinitions:CustomResourceDefinition");
    for (CustomResourceDefinition crd : crds) {
      crd.getSpec()
          .getVersions()
          .forEach(version -> custom(byGroupVersion, crd, version.getName()));
    }
    documents.put(
        "/version",
        "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0-embedded\",\"platform\":\"jvm\"}");
    documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
    documents.put("/apis", Serialization.asJson(groups(byGroupVersion.keySet())));
    byGroupVersion.forEach(
        (gv, resources) ->
            documents.put(
                gv.contains("/") ? "/apis/" + gv : "/api/" + gv,
                Serialization.asJson(
                    new APIResourceListBuilder()
                        .withGroupVersion(gv)
                        .withResources(resources)
                        .build())));
  }

  /** The document at a path, null when that is no discovery path. */
  @Nullable String document(String path) {
    return documents.get(path);
  }

  private static void builtIn(
      Map<String, List<APIResource>> all,
      String groupVersion,
      boolean namespaced,
      String... names) {
    for (String name : names) {
      String plural = name.substring(0, name.indexOf(':'));
      String kind = name.substring(name.indexOf(':') + 1);
      all.computeIfAbsent(groupVersion, gv -> new ArrayList<>())
          .add(
              resource(plural, kind, namespaced)
                  .withSingularName(kind.toLowerCase(java.util.Locale.ROOT))
                  .build());
    }
  }

  private static void custom(
      Map<String, List<APIResource>> all, CustomResourceDefinition crd, String version) {
    var names = crd.getSpec().getNames();
    all.computeIfAbsent(crd.getSpec().getGroup() + "/" + version, gv -> new ArrayList<>())
        .add(
            resource(
                    names.getPlural(),
                    names.getKind(),
                    "Namespaced".equals(crd.getSpec().getScope()))
                .withSingularName(names.getSingular())
                .withShortNames(names.getShortNames())
                .withCategories(names.getCategories())
                .build());
  }

  private static APIResourceBuilder resource(String plural, String kind, boolean namespaced) {
    return new APIResourceBuilder()
        .withName(plural)
        .withKind(kind)
        .withNamespaced(namespaced)
        .withVerbs("get", "list", "create", "update", "patch", "delete", "watch");
  }

  private static APIGroupList groups(Iterable<String> groupVersions) {
    List<APIGroup> groups = new ArrayList<>();
    for (String gv : groupVersions) {
      int slash = gv.indexOf('/');
      if (slash > 0) {
        groups.add(
            new APIGroupBuilder()
                .withName(gv.substring(0, slash))
                .addNewVersion(gv, gv.substring(slash + 1))
                .withNewPreferredVersion(gv, gv.substring(slash + 1))
                .build());
      }
    }
    return new APIGroupListBuilder().withGroups(groups).build();
  }
}

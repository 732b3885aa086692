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
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The discovery documents of the embedded API server, so that {@code kubectl get} finds the kinds
 * that it serves.
 */
final class Discovery {

  private final Map<String, String> documents = new LinkedHashMap<>();
  private final Map<String, List<APIResource>> byGroupVersion = new LinkedHashMap<>();

  Discovery(List<CustomResourceDefinition> crds) {
    builtIn(byGroupVersion, "v1", false, "namespaces:Namespace:ns", "nodes:Node:no");
    builtIn(
        byGroupVersion,
        "v1",
        true,
        "pods:Pod:po",
        "services:Service:svc",
        "secrets:Secret",
        "configmaps:ConfigMap:cm",
        "serviceaccounts:ServiceAccount:sa",
        "persistentvolumeclaims:PersistentVolumeClaim:pvc",
        "events:Event:ev");
    builtIn(
        byGroupVersion,
        "apps/v1",
        true,
        "deployments:Deployment:deploy",
        "statefulsets:StatefulSet:sts");
    builtIn(
        byGroupVersion,
        "networking.k8s.io/v1",
        true,
        "ingresses:Ingress:ing",
        "networkpolicies:NetworkPolicy:netpol");
    builtIn(
        byGroupVersion,
        "autoscaling/v2",
        true,
        "horizontalpodautoscalers:HorizontalPodAutoscaler:hpa");
    builtIn(byGroupVersion, "policy/v1", true, "poddisruptionbudgets:PodDisruptionBudget:pdb");
    builtIn(byGroupVersion, "scheduling.k8s.io/v1", false, "priorityclasses:PriorityClass:pc");
    builtIn(byGroupVersion, "coordination.k8s.io/v1", true, "leases:Lease");
    builtIn(byGroupVersion, "events.k8s.io/v1", true, "events:Event:ev");
    for (CustomResourceDefinition crd : crds) {
      crd.getSpec()
          .getVersions()
          .forEach(version -> custom(byGroupVersion, crd, version.getName()));
    }
    documents.put(
        "/version",
        "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0-embedded\",\"platform\":\"jvm\"}");
    documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
    APIGroupList groups = groups(byGroupVersion.keySet());
    documents.put("/apis", Serialization.asJson(groups));
    groups
        .getGroups()
        .forEach(group -> documents.put("/apis/" + group.getName(), Serialization.asJson(group)));
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

  /** What is served, by {@code group/version}. */
  Map<String, List<APIResource>> resources() {
    return byGroupVersion;
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
      String[] parts = name.split(":");
      List<APIResource> resources = all.computeIfAbsent(groupVersion, gv -> new ArrayList<>());
      resources.add(
          resource(parts[0], parts[1], namespaced)
              .withSingularName(parts[1].toLowerCase(Locale.ROOT))
              .withShortNames(List.of(parts).subList(2, parts.length))
              .build());
      if (groupVersion.equals("apps/v1")) {
        resources.add(scale(parts[0]));
      }
    }
  }

  private static void custom(
      Map<String, List<APIResource>> all, CustomResourceDefinition crd, String version) {
    var names = crd.getSpec().getNames();
    List<APIResource> resources =
        all.computeIfAbsent(crd.getSpec().getGroup() + "/" + version, gv -> new ArrayList<>());
    resources.add(
        resource(names.getPlural(), names.getKind(), "Namespaced".equals(crd.getSpec().getScope()))
            .withSingularName(names.getSingular())
            .withShortNames(names.getShortNames())
            .withCategories(names.getCategories())
            .build());
    boolean scaled =
        crd.getSpec().getVersions().stream()
            .anyMatch(
                v ->
                    v.getName().equals(version)
                        && v.getSubresources() != null
                        && v.getSubresources().getScale() != null);
    if (scaled) {
      resources.add(scale(names.getPlural()));
    }
  }

  private static APIResource scale(String plural) {
    return new APIResourceBuilder()
        .withName(plural + "/scale")
        .withGroup("autoscaling")
        .withVersion("v1")
        .withKind("Scale")
        .withNamespaced(true)
        .withVerbs("get", "patch", "update")
        .build();
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

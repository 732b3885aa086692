package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the namespace of a test goes: what is in it is deleted, each kind by one request, and then
 * the namespace is free to go at once. The controller of namespaces would begin five seconds later,
 * and ask twice for each kind that the server knows: an eighth of all requests of forty-three
 * tests. Where anything waits for somebody who takes its finalizer off, or the server has kinds of
 * groups that are not known here, the namespace is left to that controller: what is in a namespace
 * that is gone stays for ever. But for Events: the server deletes one by one, at a millisecond
 * each, what it forgets by itself within the hour. Nor does a write go that was under way while
 * etcd was asked what is there, where it is the first object of its kind: whoever writes ends
 * first.
 */
public final class NamespaceEnd {
  /** Those that make others come before what they make; a server may lack the newest. */
  static final List<String> KINDS =
      List.of(
          "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers",
          "/apis/apps/v1/namespaces/%s/deployments",
          "/apis/apps/v1/namespaces/%s/replicasets",
          "/api/v1/namespaces/%s/replicationcontrollers",
          "/apis/apps/v1/namespaces/%s/statefulsets",
          "/apis/apps/v1/namespaces/%s/daemonsets",
          "/apis/apps/v1/namespaces/%s/controllerrevisions",
          "/apis/batch/v1/namespaces/%s/cronjobs",
          "/apis/batch/v1/namespaces/%s/jobs",
          "/apis/policy/v1/namespaces/%s/poddisruptionbudgets",
          "/api/v1/namespaces/%s/pods",
          "/api/v1/namespaces/%s/podtemplates",
          "/apis/resource.k8s.io/v1/namespaces/%s/resourceclaims",
          "/apis/resource.k8s.io/v1/namespaces/%s/resourceclaimtemplates",
          "/apis/storage.k8s.io/v1/namespaces/%s/csistoragecapacities",
          "/api/v1/namespaces/%s/persistentvolumeclaims",
          "/api/v1/namespaces/%s/services",
          "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices",
          "/api/v1/namespaces/%s/endpoints",
          "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies",
          "/apis/networking.k8s.io/v1/namespaces/%s/ingresses",
          "/apis/coordination.k8s.io/v1/namespaces/%s/leases",
          "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings",
          "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles",
          "/api/v1/namespaces/%s/resourcequotas",
          "/api/v1/namespaces/%s/limitranges",
          "/api/v1/namespaces/%s/secrets",
          "/api/v1/namespaces/%s/configmaps",
          "/api/v1/namespaces/%s/serviceaccounts");

  /** What the server forgets by itself. */
  static final String EVENTS = "events";

  /** Where etcd names a kind otherwise than the API does. */
  private static final Map<String, String> STORED =
      Map.of(
          "replicationcontrollers", "controllers",
          "services", "services/specs",
          "endpoints", "services/endpoints",
          "ingresses", "ingress");

  /**
   * Beside those of the kinds above, what the server has of its own: of no namespace, or Events.
   */
  private static final Set<String> OTHER_GROUPS =
      Set.of(
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "certificates.k8s.io",
          "events.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "node.k8s.io",
          "scheduling.k8s.io");

  private static final Set<Integer> DONE_BY_OTHERS =
      Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT);

  private NamespaceEnd() {}

  /**
   * Ends a namespace that is being deleted, so that nobody creates anything in it, where it is
   * still there; does not wait for what is left to the controller.
   *
   * @param admin a client of the plane with every right
   * @param cleared groups of which there is nothing in it any more
   */
  public static void of(
      ControlPlane plane, KubernetesClient admin, String namespace, Set<String> cleared) {
    if (admin.namespaces().withName(namespace).get() != null) {
      of(admin, namespace, StoredKinds.of(plane, namespace), cleared);
    }
  }

  /**
   * @param stored of which kinds there are objects in it, as {@link StoredKinds} has them; empty
   *     when nobody knows
   */
  private static void of(
      KubernetesClient admin, String namespace, Optional<Set<String>> stored, Set<String> cleared) {
    List<HasMetadata> held = new ArrayList<>();
    for (String kind : there(stored)) {
      held.addAll(WholeKind.delete(admin, kind.formatted(namespace)));
    }
    if (held.isEmpty() && isKnown(admin, cleared)) {
      finish(admin, namespace);
    }
  }

  /** Those of the kinds that are there; all of them where one is there that is none of them. */
  private static List<String> there(Optional<Set<String>> stored) {
    Set<String> left = new TreeSet<>(stored.orElse(Set.of("unknown")));
    left.remove(EVENTS);
    List<String> there = KINDS.stream().filter(kind -> left.remove(stored(kind))).toList();
    return left.isEmpty() ? there : KINDS;
  }

  private static String stored(String kind) {
    String plural = kind.substring(kind.lastIndexOf('/') + 1);
    return STORED.getOrDefault(plural, plural);
  }

  private static boolean isKnown(KubernetesClient admin, Set<String> cleared) {
    return admin.getApiGroups().getGroups().stream()
        .map(APIGroup::getName)
        .allMatch(
            group ->
                cleared.contains(group)
                    || OTHER_GROUPS.contains(group)
                    || KINDS.stream().anyMatch(kind -> kind.startsWith("/apis/" + group + "/")));
  }

  private static void finish(KubernetesClient admin, String name) {
    Namespace empty =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withFinalizers(List.of())
            .endSpec()
            .build();
    try {
      admin.raw("/api/v1/namespaces/" + name + "/finalize", "PUT", empty);
    } catch (KubernetesClientException e) {
      if (!DONE_BY_OTHERS.contains(e.getCode())) {
        throw e;
      }
    }
  }
}

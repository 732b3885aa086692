package cloud.bleu.translate.pod;

import cloud.bleu.translate.object.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the routes of the Gateway API lead, whatever their version: to Services, by their rules and
 * mirrors. A route whose parents are Services alone is traffic within a mesh and leads in from
 * nowhere; a Service of another namespace is reached where a ReferenceGrant there allows it.
 */
public final class GatewayRoutes {

  /** The API group of all of these kinds. */
  public static final String GROUP = "gateway.networking.k8s.io";

  /** The kind that allows routes of another namespace. */
  public static final String GRANT = "ReferenceGrant";

  /** The plurals of the kinds that are read, by kind. */
  public static final Map<String, String> PLURALS =
      Map.of(
          "HTTPRoute",
          "httproutes",
          "GRPCRoute",
          "grpcroutes",
          "TLSRoute",
          "tlsroutes",
          "TCPRoute",
          "tcproutes",
          "UDPRoute",
          "udproutes",
          GRANT,
          "referencegrants");

  private static final String SERVICE = "Service";

  private final List<GenericKubernetesResource> grants = new ArrayList<>();
  private final List<GenericKubernetesResource> routes = new ArrayList<>();

  /**
   * @param objects routes and grants, of any version
   */
  public GatewayRoutes(List<GenericKubernetesResource> objects) {
    for (GenericKubernetesResource object : objects) {
      (GRANT.equals(object.getKind()) ? grants : routes).add(object);
    }
  }

  /**
   * One way in.
   *
   * @param route its kind and name
   * @param from namespace of the route
   * @param namespace of the Service
   * @param service its name
   */
  public record Lead(String route, String from, String namespace, String service) {}

  /** Every way in, in the order of the routes; one may stand more than once. */
  public List<Lead> leads() {
    List<Lead> leads = new ArrayList<>();
    for (GenericKubernetesResource route : routes) {
      Map<?, ?> spec = spec(route);
      if (isFromOutside(spec)) {
        for (Object rule : Tree.list(spec, "rules")) {
          rule(route, rule, leads);
        }
      }
    }
    return leads;
  }

  private void rule(GenericKubernetesResource route, Object rule, List<Lead> leads) {
    filters(route, rule, leads);
    for (Object backend : Tree.list(rule, "backendRefs")) {
      backend(route, backend, leads);
      filters(route, backend, leads);
    }
  }

  private void filters(GenericKubernetesResource route, Object of, List<Lead> leads) {
    for (Object filter : Tree.list(of, "filters")) {
      backend(route, Tree.map(Tree.map(filter, "requestMirror"), "backendRef"), leads);
    }
  }

  private void backend(GenericKubernetesResource route, @Nullable Object ref, List<Lead> leads) {
    String name = Tree.text(ref, "name");
    if (name == null || !isService(ref, SERVICE)) {
      return;
    }
    String from = namespace(route.getMetadata().getNamespace());
    String stated = Tree.text(ref, "namespace");
    String to = stated == null ? from : stated;
    if (to.equals(from) || isGranted(route.getKind(), from, to, name)) {
      leads.add(new Lead(route.getKind() + " " + route.getMetadata().getName(), from, to, name));
    }
  }

  private boolean isGranted(String kind, String from, String to, String service) {
    for (GenericKubernetesResource grant : grants) {
      Map<?, ?> spec = spec(grant);
      if (to.equals(namespace(grant.getMetadata().getNamespace()))
          && Tree.list(spec, "from").stream()
              .anyMatch(
                  f ->
                      GROUP.equals(Tree.text(f, "group"))
                          && kind.equals(Tree.text(f, "kind"))
                          && from.equals(Tree.text(f, "namespace")))
          && Tree.list(spec, "to").stream()
              .anyMatch(
                  t ->
                      isService(t, null)
                          && Objects.requireNonNullElse(Tree.text(t, "name"), service)
                              .equals(service))) {
        return true;
      }
    }
    return false;
  }

  /** What is attached to nothing leads nowhere. */
  private static boolean isFromOutside(@Nullable Map<?, ?> spec) {
    String byDefault = Tree.text(spec, "useDefaultGateways");
    return (byDefault != null && !byDefault.equals("None"))
        || Tree.list(spec, "parentRefs").stream().anyMatch(p -> !isService(p, "Gateway"));
  }

  /**
   * @param kind of a reference that names none
   */
  private static boolean isService(@Nullable Object ref, @Nullable String kind) {
    String group = Tree.text(ref, "group");
    String stated = Tree.text(ref, "kind");
    return (group == null || group.isEmpty()) && SERVICE.equals(stated == null ? kind : stated);
  }

  private static @Nullable Map<?, ?> spec(GenericKubernetesResource object) {
    return Tree.map(object.getAdditionalProperties(), "spec");
  }

  private static String namespace(@Nullable String namespace) {
    return namespace == null ? "default" : namespace;
  }
}

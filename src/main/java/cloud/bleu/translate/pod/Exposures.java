package cloud.bleu.translate.pod;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.translate.object.PresentItems;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What brings requests from outside to pods: Services of type LoadBalancer and NodePort or with
 * external addresses, Ingresses and routes of the Gateway API through the Services that they lead
 * to.
 */
public final class Exposures {

  private static final Set<String> OPEN = Set.of("LoadBalancer", "NodePort");

  private record Entrance(Message what, Map<String, String> selector) {}

  private final Map<String, List<Entrance>> byNamespace = new HashMap<>();

  /**
   * @param services those of all namespaces; without a namespace: in {@code default}
   * @param routes of the Gateway API, which lead to Services
   */
  public Exposures(List<Service> services, List<Ingress> ingresses, GatewayRoutes routes) {
    Map<String, Map<String, String>> selectors = new HashMap<>();
    for (Service service : services) {
      String namespace = namespace(service.getMetadata().getNamespace());
      String name = service.getMetadata().getName();
      Map<String, String> selector =
          service.getSpec() == null ? null : service.getSpec().getSelector();
      if (selector == null || selector.isEmpty()) {
        continue;
      }
      selectors.put(namespace + "/" + name, selector);
      String type = service.getSpec().getType();
      if (OPEN.contains(Objects.requireNonNullElse(type, ""))) {
        add(namespace, new Entrance(TemplatePart.service(name, type), selector));
      }
      if (!PresentItems.skip(service.getSpec().getExternalIPs()).isEmpty()) {
        add(namespace, new Entrance(TemplatePart.externalAddresses(name), selector));
      }
    }
    for (Ingress ingress : ingresses) {
      String namespace = namespace(ingress.getMetadata().getNamespace());
      for (String name : backends(ingress)) {
        Map<String, String> selector = selectors.get(namespace + "/" + name);
        if (selector != null) {
          add(
              namespace,
              new Entrance(
                  TemplatePart.route("Ingress " + ingress.getMetadata().getName(), name),
                  selector));
        }
      }
    }
    for (GatewayRoutes.Lead lead : routes.leads()) {
      Map<String, String> selector = selectors.get(lead.namespace() + "/" + lead.service());
      if (selector != null) {
        add(lead.namespace(), new Entrance(route(lead), selector));
      }
    }
  }

  private static Message route(GatewayRoutes.Lead lead) {
    return lead.from().equals(lead.namespace())
        ? TemplatePart.route(lead.route(), lead.service())
        : TemplatePart.routeFrom(lead.route(), lead.from(), lead.service());
  }

  /**
   * What leads to the pods of a workload, in order.
   *
   * @param labels of its pod template
   */
  public List<Message> of(String namespace, String workload, Map<String, String> labels) {
    Map<String, String> all = new HashMap<>(labels);
    all.put(ObjectLabels.WORKLOAD, workload);
    TreeSet<Message> found = new TreeSet<>();
    for (Entrance entrance : byNamespace.getOrDefault(namespace, List.of())) {
      if (entrance.selector().entrySet().stream()
          .allMatch(
              e ->
                  e.getKey().equals(ObjectLabels.ZONE)
                      || Objects.equals(e.getValue(), all.get(e.getKey())))) {
        found.add(entrance.what());
      }
    }
    return List.copyOf(found);
  }

  /** What leads to pods of a namespace, to be compared. */
  public Object in(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  private void add(String namespace, Entrance entrance) {
    byNamespace.computeIfAbsent(namespace, n -> new ArrayList<>()).add(entrance);
  }

  private static TreeSet<String> backends(Ingress ingress) {
    TreeSet<String> names = new TreeSet<>();
    if (ingress.getSpec() == null) {
      return names;
    }
    add(names, ingress.getSpec().getDefaultBackend());
    for (IngressRule rule : PresentItems.skip(ingress.getSpec().getRules())) {
      if (rule.getHttp() != null) {
        for (HTTPIngressPath path : PresentItems.skip(rule.getHttp().getPaths())) {
          add(names, path.getBackend());
        }
      }
    }
    return names;
  }

  private static void add(TreeSet<String> names, @Nullable IngressBackend backend) {
    if (backend != null && backend.getService() != null && backend.getService().getName() != null) {
      names.add(backend.getService().getName());
    }
  }

  private static String namespace(@Nullable String namespace) {
    return namespace == null ? "default" : namespace;
  }
}

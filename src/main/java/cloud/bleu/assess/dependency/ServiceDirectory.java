package cloud.bleu.assess.dependency;

import cloud.bleu.assess.manifest.References;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Services and the hosts of Ingresses, and whom they lead to, as the DNS of a cluster has them. */
final class ServiceDirectory {

  static final Comparator<List<String>> LISTS = Comparator.comparing(l -> String.join("\n", l));

  private static final String API_SERVER = "Service default/kubernetes";

  /** A pod, its Service, its namespace. */
  private static final int POD_PARTS = 3;

  private final Set<String> namespaces = new HashSet<>();
  private final Map<String, ObjectReferences> services = new HashMap<>();
  private final Map<String, TreeSet<String>> selected = new HashMap<>();

  /** Workloads behind the host of an Ingress. */
  private final Map<String, TreeSet<String>> hosts = new TreeMap<>();

  private final List<Entrance> entrances = new ArrayList<>();

  /** What a host means. */
  enum Meaning {
    Workloads,
    Outside,
    NotSeen,
    Nothing
  }

  /**
   * What a host leads to.
   *
   * @param names workloads as they are shown, hosts outside, or a Service
   * @param note what is worth knowing, empty when nothing
   */
  record Answer(Meaning meaning, List<String> names, String note) {
    static final Answer NOTHING = new Answer(Meaning.Nothing, List.of(), "");

    /** The one name there is of what is outside or not seen. */
    String name() {
      return names.get(0);
    }
  }

  ServiceDirectory(PodIndex pods, List<ObjectReferences> objects) {
    for (ObjectReferences object : objects) {
      namespaces.add(object.namespace);
      if (object.kind.equals("Service")) {
        services.put(object.key, object);
        selected.put(object.key, select(pods, object));
      }
    }
    for (ObjectReferences object : objects) {
      switch (object.kind) {
        case "Service" -> loadBalancer(object);
        case "Ingress" -> ingress(object);
        default -> {
          // Nothing else has hosts.
        }
      }
    }
  }

  private static TreeSet<String> select(PodIndex pods, ObjectReferences service) {
    TreeSet<String> workloads = new TreeSet<>();
    JsonNode labels = service.spec.path("selector");
    if (labels.isObject() && !labels.isEmpty()) {
      ObjectNode selector = JsonNodeFactory.instance.objectNode();
      selector.set("matchLabels", labels);
      workloads.addAll(pods.selected(service.namespace, selector));
    }
    return workloads;
  }

  private void loadBalancer(ObjectReferences service) {
    String type = service.spec.path("type").asText();
    if (type.equals("LoadBalancer") || type.equals("NodePort")) {
      selected
          .getOrDefault(service.key, new TreeSet<>())
          .forEach(
              w ->
                  entrances.add(
                      new Entrance(w, type + " " + service.key, service.place("spec.type"))));
    }
  }

  private void ingress(ObjectReferences ingress) {
    int i = 0;
    for (JsonNode rule : ingress.spec.path("rules")) {
      String host = rule.path("host").asText();
      String path = "spec.rules[" + i++ + "]";
      for (JsonNode one : rule.path("http").path("paths")) {
        backend(ingress, one.path("backend"), host, path);
      }
    }
    backend(ingress, ingress.spec.path("defaultBackend"), "", "");
  }

  private void backend(ObjectReferences ingress, JsonNode backend, String host, String path) {
    // The name at the top is that of the first versions of the API.
    String name = backend.path("service").path("name").asText(backend.path("serviceName").asText());
    String key = References.key("Service", ingress.namespace, name);
    for (String workload : selected.getOrDefault(key, new TreeSet<>())) {
      String shown = "Ingress" + (host.isEmpty() ? " of any host" : " " + host);
      entrances.add(new Entrance(workload, shown, ingress.place(path)));
      if (!host.isEmpty()) {
        hosts.computeIfAbsent(host, h -> new TreeSet<>()).add(workload);
      }
    }
  }

  List<Entrance> entrances() {
    return entrances;
  }

  /**
   * What a host means in a namespace.
   *
   * @param namespace of who names it
   */
  Answer resolve(String namespace, HostMention mention) {
    TreeSet<String> behind = hosts.get(mention.host());
    if (behind != null) {
      return new Answer(Meaning.Workloads, List.copyOf(behind), "through its Ingress");
    }
    ObjectReferences service = service(namespace, mention.host());
    if (service != null) {
      return of(service, mention);
    }
    if (mention.isOutside()) {
      return new Answer(Meaning.Outside, List.of(mention.text()), "");
    }
    String missing = named(namespace, mention);
    return missing == null
        ? Answer.NOTHING
        : new Answer(Meaning.NotSeen, List.of(missing + " is not in the input"), "");
  }

  private Answer of(ObjectReferences service, HostMention mention) {
    String external = service.spec.path("externalName").asText();
    if (service.spec.path("type").asText().equals("ExternalName") && !external.isEmpty()) {
      return new Answer(Meaning.Outside, List.of(external), "");
    }
    boolean serves = mention.port() == 0 || ports(service).contains(mention.port());
    if (!serves && mention.form() == HostMention.Form.WithPort) {
      return Answer.NOTHING;
    }
    TreeSet<String> workloads = selected.getOrDefault(service.key, new TreeSet<>());
    if (workloads.isEmpty()) {
      return new Answer(Meaning.NotSeen, List.of(service.key + " selects nothing"), "");
    }
    return new Answer(
        Meaning.Workloads,
        List.copyOf(workloads),
        serves ? "" : service.key + " has no port " + mention.port());
  }

  private static List<Integer> ports(ObjectReferences service) {
    List<Integer> ports = new ArrayList<>();
    for (JsonNode port : service.spec.path("ports")) {
      ports.add(port.path("port").asInt());
      // Who calls a Service without an address of its own calls its pods.
      if (service.spec.path("clusterIP").asText().equals("None")) {
        ports.add(port.path("targetPort").asInt());
      }
    }
    return ports;
  }

  /** {@code web}, {@code web.shop}, {@code web-0.web}, {@code web-0.web.shop.svc.cluster.local}. */
  private @Nullable ObjectReferences service(String namespace, String host) {
    List<String> labels = labels(host);
    for (int first = 0; first < Math.min(2, labels.size()); first++) {
      int left = labels.size() - first;
      if (left == 2) {
        ObjectReferences there = services.get(key(labels.get(first + 1), labels.get(first)));
        if (there != null) {
          return there;
        }
      }
      if (left == 1) {
        return services.get(key(namespace, labels.get(first)));
      }
    }
    return null;
  }

  /**
   * The Service that a name of a cluster is of: it ends in {@code .svc}, or in a namespace of the
   * input, it is that of a pod such as {@code kafka-0.kafka.data}, or it is an address of two parts
   * that no registry has, or of one with a port. Null for other names, and for the API server,
   * which each cluster has.
   */
  private @Nullable String named(String namespace, HostMention mention) {
    List<String> labels = labels(mention.host());
    int size = labels.size();
    String last = labels.get(size - 1);
    if (mention.form() == HostMention.Form.Whole || !mention.host().matches("[a-z].*")) {
      return null;
    }
    boolean isAddress = mention.form() == HostMention.Form.Address;
    if (size == 1) {
      boolean isCalled = isAddress && mention.port() > 0 && !last.equals("localhost");
      return isCalled ? key(namespace, last) : null;
    }
    boolean ofCluster =
        mention.host().matches(".*\\.svc(\\.cluster\\.local)?")
            || (size <= POD_PARTS && namespaces.contains(last))
            || (size == POD_PARTS && labels.get(0).matches(".*-[0-9]+"));
    if (!ofCluster && !(isAddress && size == 2)) {
      return null;
    }
    String key = key(last, labels.get(size - 2));
    return key.equals(API_SERVER) ? null : key;
  }

  private static List<String> labels(String host) {
    String name = host;
    for (String suffix : List.of(".cluster.local", ".svc")) {
      name = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
    return Arrays.asList(name.split("\\."));
  }

  private static String key(String namespace, String name) {
    return References.key("Service", namespace, name);
  }
}

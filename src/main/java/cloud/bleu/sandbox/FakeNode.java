package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A node to simulate.
 *
 * @param name of the Node object
 * @param labels of the Node object, besides host name, architecture and operating system
 * @param capacity Kubernetes quantities by resource name, all of it allocatable
 */
public record FakeNode(String name, Map<String, String> labels, Map<String, String> capacity) {
  /** The node label that names its zone. */
  public static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  private static final Map<String, String> USUAL_CAPACITY =
      Map.of("cpu", "8", "memory", "32Gi", "ephemeral-storage", "100Gi", "pods", "110");

  public FakeNode {
    labels = Map.copyOf(labels);
    capacity = Map.copyOf(capacity);
  }

  /** A node of 8 CPUs, 32 GiB of memory, 100 GiB of ephemeral storage and room for 110 pods. */
  public static FakeNode inZone(String zone, String name) {
    return new FakeNode(name, Map.of(ZONE_LABEL, zone), USUAL_CAPACITY);
  }

  /**
   * A node as its object describes it: its labels, and what it says is allocatable, else its
   * capacity.
   */
  public static FakeNode of(Node node) {
    Map<String, Quantity> amounts =
        node.getStatus() == null
            ? Map.of()
            : !node.getStatus().getAllocatable().isEmpty()
                ? node.getStatus().getAllocatable()
                : node.getStatus().getCapacity();
    Map<String, String> capacity = new TreeMap<>(USUAL_CAPACITY);
    amounts.forEach((resource, amount) -> capacity.put(resource, amount.toString()));
    Map<String, String> labels = node.getMetadata().getLabels();
    return new FakeNode(node.getMetadata().getName(), labels == null ? Map.of() : labels, capacity);
  }

  /** This node with one more label. */
  public FakeNode withLabel(String key, String value) {
    return new FakeNode(name, plus(labels, key, value), capacity);
  }

  /** This node with another capacity of one resource, as in {@code ("nvidia.com/gpu", "4")}. */
  public FakeNode withCapacity(String resource, String quantity) {
    return new FakeNode(name, labels, plus(capacity, resource, quantity));
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }

  /** The Node object as a kubelet registers it, Ready. */
  private Node registration(Instant now) {
    Map<String, Quantity> quantities =
        capacity.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Quantity(entry.getValue())));
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .addToLabels("kubernetes.io/os", "linux")
        .addToLabels("kubernetes.io/arch", "amd64")
        // The node controller adds the old names where they are missing: two requests a node.
        .addToLabels("beta.kubernetes.io/os", "linux")
        .addToLabels("beta.kubernetes.io/arch", "amd64")
        .addToLabels(labels)
        .endMetadata()
        .withNewStatus()
        .withCapacity(quantities)
        .withAllocatable(quantities)
        .withConditions(ready(now))
        .addNewAddress(name, "Hostname")
        .withNewNodeInfo()
        .withArchitecture("amd64")
        .withOperatingSystem("linux")
        .withKubeletVersion(ControlPlaneBinaries.VERSION)
        .withContainerRuntimeVersion("fake://0")
        .withOsImage("none")
        .withKernelVersion("none")
        .withMachineID(name)
        .withSystemUUID(name)
        .withBootID(name)
        .withKubeProxyVersion("")
        .endNodeInfo()
        .endStatus()
        .build();
  }

  /**
   * Registers it, Ready.
   *
   * @return as the API server has it
   * @throws KubernetesClientException if a Node of that name exists
   */
  Node register(KubernetesClient client) {
    Node wanted = registration(Instant.now());
    wanted.getStatus().getNodeInfo().setBootID(UUID.randomUUID().toString());
    try {
      return client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      // Where an answer is late the client asks again, and finds what it has created itself.
      Node there =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              ? client.nodes().withName(name).get()
              : null;
      if (there == null || !isSameRun(wanted, there)) {
        throw e;
      }
      return there;
    }
  }

  /** Whether the object of a node is of the same run of the same machine as its registration. */
  private static boolean isSameRun(Node registration, Node there) {
    return there.getStatus() != null
        && there.getStatus().getNodeInfo() != null
        && registration
            .getStatus()
            .getNodeInfo()
            .getBootID()
            .equals(there.getStatus().getNodeInfo().getBootID());
  }

  static NodeCondition ready(Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new NodeConditionBuilder()
        .withType("Ready")
        .withStatus("True")
        .withReason("KubeletReady")
        .withMessage("a simulated node")
        .withLastHeartbeatTime(time)
        .withLastTransitionTime(time)
        .build();
  }
}

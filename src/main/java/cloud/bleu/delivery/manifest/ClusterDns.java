package cloud.bleu.delivery.manifest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What answers questions about names in a cluster: pods of a namespace, or addresses such as those
 * of a cache on the nodes. Pods whose egress is stated may always ask it.
 */
public record ClusterDns(List<Server> servers) {

  /** The registered port. */
  public static final int PORT = 53;

  /** As kubeadm and most others install it. */
  public static final ClusterDns USUAL =
      new ClusterDns(List.of(Server.pods("kube-system", Map.of("k8s-app", "kube-dns"), PORT)));

  public ClusterDns {
    servers = List.copyOf(servers);
  }

  /**
   * One of them: pods, or addresses.
   *
   * @param namespace of the pods; empty for addresses
   * @param labels that the pods carry
   * @param cidr the addresses; null for pods
   * @param port of the pods or addresses themselves, over UDP and TCP
   */
  public record Server(
      String namespace, Map<String, String> labels, @Nullable String cidr, int port) {

    /** Pods that carry labels. */
    public static Server pods(String namespace, Map<String, String> labels, int port) {
      return new Server(namespace, labels, null, port);
    }

    /** A range of addresses. */
    public static Server addresses(String cidr, int port) {
      return new Server("", Map.of(), cidr, port);
    }
  }
}
